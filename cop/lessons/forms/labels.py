"""The words for what is fixed about lessons: kinds, outcomes, states, reasons."""

from flask_babel import lazy_gettext as _

KINDS = {
    "lesson": _("บทเรียน"),
    "caution": _("ข้อพึงระวัง"),
    "good_practice": _("แนวปฏิบัติที่ดี"),
    "how_to": _("วิธีปฏิบัติ"),
}
KIND_HINTS = {
    "lesson": _("เรื่องเดียวที่ได้เรียนรู้"),
    "caution": _("เตือนคนอื่นก่อนเจอ"),
    "good_practice": _("ทำซ้ำแล้วได้ผล มีหลักฐาน"),
    "how_to": _("ขั้นตอนใช้งานได้ทันที"),
}
OUTCOMES = {
    "success": _("สำเร็จ"),
    "unexpected": _("ไม่เป็นไปตามคาด"),
    "mixed": _("ผสมผสาน"),
}
STATES = {
    "draft": _("ฉบับร่าง"),
    "submitted": _("รอตรวจ"),
    "in_review": _("กำลังตรวจ"),
    "changes_requested": _("ส่งกลับแก้ไข"),
    "published": _("เผยแพร่แล้ว"),
    "withdrawn": _("เลิกใช้"),
    "rejected": _("ไม่รับเผยแพร่"),
    "trashed": _("อยู่ในถังขยะ"),
}
VISIBILITIES = {
    "org": _("ทั้งองค์กร"),
    "community": _("เฉพาะสมาชิกชุมชน"),
    "unit": _("เฉพาะหน่วยงานเจ้าของ"),
    "named": _("เฉพาะผู้ที่ระบุ"),
}
REASONS = {
    "too_general": _("กว้างเกินไป"),
    "no_evidence": _("ไม่มีหลักฐาน"),
    "duplicate": _("ซ้ำ"),
    "personal_data": _("มีข้อมูลส่วนบุคคล"),
    "out_of_scope": _("ไม่เกี่ยวกับภารกิจ"),
    "blame": _("ไม่สุภาพหรือกล่าวโทษบุคคล"),
    "wrong_in_law": _("ผิดระเบียบ"),
    "language": _("ภาษา"),
}
ACTS = {
    "submit": _("ส่งตรวจแล้ว"),
    "recall": _("เรียกกลับแล้ว"),
    "start_review": _("รับตรวจแล้ว"),
    "request_changes": _("ส่งกลับแก้ไข"),
    "lapse": _("ครบ 30 วัน กลับเป็นฉบับร่าง"),
    "publish": _("เผยแพร่แล้ว"),
    "schedule": _("ตั้งเวลาเผยแพร่แล้ว"),
    "unschedule": _("ยกเลิกเวลาเผยแพร่แล้ว"),
    "publish_trusted": _("เผยแพร่ก่อนตรวจ"),
    "publish_urgently": _("เผยแพร่เร่งด่วน"),
    "check": _("ตรวจซ้ำแล้ว"),
    "confirm": _("ยืนยันว่ายังถูกต้อง"),
    "minor_edit": _("แก้ไขเล็กน้อย"),
    "see_minor": _("ดูการแก้ไขเล็กน้อยแล้ว"),
    "undo_minor": _("คืนข้อความก่อนแก้ไขเล็กน้อย"),
    "reassign": _("เปลี่ยนผู้ดูแลบทเรียน"),
    "reject": _("ไม่รับเผยแพร่"),
    "appeal": _("ขอให้พิจารณาใหม่"),
    "withdraw": _("เลิกใช้"),
    "restore": _("นำกลับมาใช้แล้ว"),
    "discard": _("ทิ้งร่างแล้ว"),
    "trash": _("ย้ายลงถังขยะแล้ว"),
    "untrash": _("นำออกจากถังขยะแล้ว"),
    "merge": _("รวมกับบทเรียนอื่นแล้ว"),
    "remove": _("นำออกถาวรแล้ว"),
    "open_to_public": _("เปิดให้บุคคลทั่วไปอ่านแล้ว"),
    "close_to_public": _("ปิดไม่ให้บุคคลทั่วไปอ่านแล้ว"),
}
PARTS = {
    "author": _("ผู้เขียนเนื้อหา"),
    "classifier": _("ผู้จัดหมวดและตรวจภาษา"),
    "corrector": _("ผู้แก้ไขเล็กน้อย"),
    "submitter": _("ผู้ส่งตรวจ"),
    "publisher": _("ผู้เผยแพร่"),
    "checker": _("ผู้ตรวจซ้ำ"),
    "merged": _("ผู้เขียนบทเรียนที่รวมเข้ามา"),
    "quoted": _("ผู้แสดงความเห็นในกระทู้ที่นำมาสรุป"),
}
LINK_KINDS = {
    "related_session": _("กิจกรรมที่เกี่ยวข้อง"),
    "derived_from_session": _("ถอดบทเรียนจากกิจกรรม"),
    "presented_in_session": _("นำเสนอในกิจกรรม"),
    "discussed_in_thread": _("พูดคุยต่อในกระทู้"),
    "distilled_from_thread": _("สรุปมาจากกระทู้"),
    "cued_in_recording": _("เล่าไว้ในบันทึกวิดีโอ"),
    "related": _("บทเรียนที่เกี่ยวข้อง"),
}
FIELDS = {
    "title_th": _("ชื่อเรื่อง"),
    "kind": _("ประเภท"),
    "outcome": _("ผลที่เกิด"),
    "summary": _("สรุป"),
    "background": _("ความเป็นมาและบริบท"),
    "occurred": _("วันที่เกิดเหตุ"),
    "occurred_from": _("วันที่เกิดเหตุ"),
    "expected": _("สิ่งที่คาดหวัง"),
    "what_happened": _("สิ่งที่เกิดขึ้นจริง"),
    "cause": _("สาเหตุและปัจจัย"),
    "lesson": _("บทเรียนที่ได้"),
    "recommendation": _("ข้อเสนอแนะ"),
    "applies_when": _("ใช้ได้เมื่อ"),
    "not_when": _("ไม่เหมาะเมื่อ"),
    "success_factors": _("ปัจจัยความสำเร็จ"),
    "steps_method": _("ขั้นตอนและวิธีดำเนินการ"),
    "evidence": _("หลักฐานและผลลัพธ์"),
    "principles": _("หลักสำคัญ 4 ประการ"),
    "topics": _("หมวดความรู้"),
    "process": _("กระบวนงานที่เกี่ยวข้อง"),
    "tags": _("คำสำคัญ"),
    "agency": _("หน่วยงานเจ้าของ"),
    "province": _("จังหวัด"),
    "community": _("ชุมชน"),
    "visibility": _("ผู้อ่านเมื่อเผยแพร่"),
    "note": _("สรุปการเปลี่ยนแปลง"),
    "pdpa_check": _("การตรวจข้อมูลส่วนบุคคล"),
}
# Fields that are chosen, not written: two of their values are not compared word by word.
CHOSEN = (
    "kind",
    "outcome",
    "occurred",
    "principles",
    "topics",
    "process",
    "tags",
    "agency",
    "province",
    "community",
    "visibility",
)
