"""The words of roles, and of what they can be held over."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

ROLE_WORDS: dict[str, LazyString] = {
    "staff": _("เจ้าหน้าที่"),
    "moderator": _("ผู้ดูแลเนื้อหา"),
    "organiser": _("ผู้จัดกิจกรรม"),
    "admin": _("ผู้ดูแลระบบ"),
    "auditor": _("ผู้ตรวจสอบบันทึกการใช้งาน"),
    "coordinator": _("ผู้ประสานงานหน่วยงาน"),
    "reviewer": _("ผู้ตรวจบทเรียน"),
    "facilitator": _("ผู้ประสานชุมชน"),
    "executive": _("ผู้บริหาร"),
}
SCOPE_WORDS: dict[str, LazyString] = {
    "body": _("ทั้งองค์กร"),
    "agency": _("หน่วยงาน"),
    "topic": _("หัวเรื่อง"),
    "community": _("ชุมชน"),
    "series": _("ชุดกิจกรรม"),
}
