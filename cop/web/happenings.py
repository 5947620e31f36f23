"""The words of every journal entry, for the people who read the journal."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from cop.journal import What

WORDS: dict[What, LazyString] = {
    What.SIGNED_IN: _("เข้าสู่ระบบ"),
    What.SIGN_IN_FAILED: _("เข้าสู่ระบบไม่สำเร็จ"),
    What.SIGNED_OUT: _("ออกจากระบบ"),
    What.SIGN_IN_ENDED: _("ออกจากระบบในเครื่องอื่น"),
    What.PASSWORD_CHANGED: _("เปลี่ยนรหัสผ่าน"),
    What.MEMBER_CREATED: _("เพิ่มสมาชิก"),
    What.MEMBER_CHANGED: _("แก้ไขข้อมูลสมาชิก"),
    What.MEMBER_DISABLED: _("ปิดบัญชี"),
    What.MEMBER_ENABLED: _("เปิดบัญชี"),
    What.GRANT_GIVEN: _("มอบสิทธิ์"),
    What.GRANT_REVOKED: _("ถอนสิทธิ์"),
    What.AGENCY_CREATED: _("เพิ่มหน่วยงาน"),
    What.AGENCY_CHANGED: _("แก้ไขหน่วยงาน"),
    What.TERM_CREATED: _("เพิ่มคำในรายการ"),
    What.TERM_CHANGED: _("แก้ไขคำในรายการ"),
    What.SYNONYM_ADDED: _("เพิ่มคำพ้อง"),
    What.SYNONYM_REMOVED: _("ลบคำพ้อง"),
    What.DOMAIN_WORD_ADDED: _("เพิ่มคำศัพท์สำหรับค้นหา"),
    What.DOMAIN_WORD_REMOVED: _("ลบคำศัพท์สำหรับค้นหา"),
    What.QUERY_DISMISSED: _("นำคำค้นออกจากรายการ"),
    What.QUERY_RECALLED: _("นำคำค้นกลับเข้ารายการ"),
    What.SEARCH_FOLLOWED: _("ติดตามการค้นหา"),
    What.SEARCH_RENAMED: _("เปลี่ยนชื่อการค้นหาที่ติดตาม"),
    What.SEARCH_UNFOLLOWED: _("เลิกติดตามการค้นหา"),
    What.COMMUNITY_CREATED: _("ตั้งชุมชน"),
    What.COMMUNITY_CHANGED: _("แก้ไขชุมชน"),
    What.COMMUNITY_JOINED: _("เข้าร่วมชุมชน"),
    What.COMMUNITY_LEFT: _("ออกจากชุมชน"),
    What.COMMUNITY_MEMBER_ADDED: _("เพิ่มสมาชิกชุมชน"),
    What.COMMUNITY_MEMBER_REMOVED: _("นำสมาชิกออกจากชุมชน"),
    What.FACILITATOR_NAMED: _("ตั้งผู้ประสานชุมชน"),
    What.FACILITATOR_RELEASED: _("พ้นจากผู้ประสานชุมชน"),
    What.LESSON_CAPTURED: _("เขียนบทเรียน"),
    What.LESSON_REVISED: _("แก้ไขบทเรียน"),
    What.LESSON_SUBMITTED: _("ส่งบทเรียนให้ตรวจ"),
    What.LESSON_RECALLED: _("เรียกบทเรียนกลับ"),
    What.REVIEW_STARTED: _("เริ่มตรวจบทเรียน"),
    What.CHANGES_REQUESTED: _("ขอให้แก้ไขบทเรียน"),
    What.LESSON_CLASSIFIED: _("จัดหมวดหมู่บทเรียน"),
    What.LESSON_PUBLISHED: _("เผยแพร่บทเรียน"),
    What.LESSON_REJECTED: _("ไม่รับบทเรียน"),
    What.LESSON_WITHDRAWN: _("ถอนบทเรียน"),
    What.LESSON_RESTORED: _("นำบทเรียนกลับมา"),
    What.LESSON_OPENED_TO_PUBLIC: _("เปิดบทเรียนต่อสาธารณะ"),
    What.LESSON_CLOSED_TO_PUBLIC: _("ปิดบทเรียนจากสาธารณะ"),
    What.LINK_ADDED: _("เพิ่มการเชื่อมโยง"),
    What.LINK_REMOVED: _("ลบการเชื่อมโยง"),
    What.THREAD_STARTED: _("ตั้งกระทู้"),
    What.THREAD_CHANGED: _("แก้ไขกระทู้"),
    What.THREAD_REMOVED: _("ลบกระทู้"),
    What.THREAD_LOCKED: _("ล็อกกระทู้"),
    What.THREAD_UNLOCKED: _("ปลดล็อกกระทู้"),
    What.THREAD_OPENED_TO_PUBLIC: _("เปิดกระทู้ต่อสาธารณะ"),
    What.THREAD_CLOSED_TO_PUBLIC: _("ปิดกระทู้จากสาธารณะ"),
    What.REPLY_POSTED: _("แสดงความเห็น"),
    What.REPLY_CHANGED: _("แก้ไขความเห็น"),
    What.REPLY_REMOVED: _("ลบความเห็น"),
    What.ANSWER_MARKED: _("เลือกคำตอบ"),
    What.ANSWER_UNMARKED: _("ยกเลิกคำตอบที่เลือก"),
    What.CONTENT_FLAGGED: _("แจ้งเนื้อหา"),
    What.FLAG_DECIDED: _("วินิจฉัยการแจ้งเนื้อหา"),
    What.SERIES_CREATED: _("ตั้งชุดกิจกรรม"),
    What.SESSION_CREATED: _("เพิ่มกิจกรรม"),
    What.SESSION_CHANGED: _("แก้ไขกิจกรรม"),
    What.SESSION_PUBLISHED: _("เผยแพร่กิจกรรม"),
    What.SESSION_CANCELLED: _("ยกเลิกกิจกรรม"),
    What.AGENDA_CHANGED: _("แก้ไขกำหนดการ"),
    What.SPEAKER_CHANGED: _("แก้ไขวิทยากร"),
    What.RECORDING_ADDED: _("เพิ่มบันทึกวิดีโอ"),
    What.RECORDING_CHANGED: _("แก้ไขบันทึกวิดีโอ"),
    What.RECORDING_REMOVED: _("ลบบันทึกวิดีโอ"),
    What.TRANSCRIPT_ADDED: _("เพิ่มคำบรรยาย"),
    What.MATERIAL_ADDED: _("เพิ่มเอกสารประกอบ"),
    What.MATERIAL_READ: _("อ่านข้อความในเอกสารประกอบแล้ว"),
    What.MATERIAL_REMOVED: _("ลบเอกสารประกอบ"),
    What.CLOSED_CONTENT_READ: _("อ่านเนื้อหาปิดในฐานะผู้ดูแลเนื้อหา"),
}
SUBJECTS: dict[str, LazyString] = {
    "member": _("สมาชิก"),
    "agency": _("หน่วยงาน"),
    "term": _("คำในรายการ"),
    "synonym": _("คำพ้อง"),
    "domain_word": _("คำศัพท์สำหรับค้นหา"),
    "query": _("คำค้น"),
    "search": _("การค้นหาที่ติดตาม"),
    "community": _("ชุมชน"),
    "lesson": _("บทเรียน"),
    "thread": _("กระทู้"),
    "series": _("ชุดกิจกรรม"),
    "session": _("กิจกรรม"),
    "recording": _("บันทึกวิดีโอ"),
    "material": _("เอกสารประกอบ"),
    "flag": _("การแจ้งเนื้อหา"),
}


def words_of(what: str) -> str:
    """Return the words of a kind of entry; an old kind that is no more keeps its name."""
    known = WORDS.get(What(what)) if what in set(What) else None
    return str(known) if known is not None else what


def subject_words(kind: str) -> str:
    """Return the words of a kind of subject."""
    return str(SUBJECTS[kind]) if kind in SUBJECTS else kind
