"""What notices say, in the reader's language, and where they lead."""

from collections.abc import Mapping

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from cop.journal import What
from cop.moderation.forms import FLAG_REASONS, OUTCOMES
from cop.notices.queries import Group, Line, Thing
from cop.web.i18n import in_thai, language
from cop.web.roles import ROLE_WORDS, SCOPE_WORDS

# Under the title of the thing, so "this lesson" need not be named again.
SAID: dict[What, LazyString] = {
    What.LESSON_SUBMITTED: _("%(who)s ส่งบทเรียนเข้าตรวจ"),
    What.REVIEW_STARTED: _("%(who)s เริ่มตรวจบทเรียนนี้"),
    What.CHANGES_REQUESTED: _("%(who)s ส่งบทเรียนกลับให้แก้ไข"),
    What.LESSON_PUBLISHED: _("%(who)s เผยแพร่บทเรียนนี้"),
    What.PUBLICATION_SCHEDULED: _("%(who)s ตั้งเวลาเผยแพร่บทเรียนนี้"),
    What.SCHEDULE_DROPPED: _("%(who)s ยกเลิกเวลาเผยแพร่บทเรียนนี้"),
    What.LESSON_PUBLISHED_UNREVIEWED: _("%(who)s เผยแพร่บทเรียนนี้ก่อนตรวจ"),
    What.LESSON_PUBLISHED_URGENTLY: _("%(who)s เผยแพร่บทเรียนนี้เป็นการเร่งด่วน"),
    What.LESSON_CHECKED: _("%(who)s ตรวจซ้ำบทเรียนนี้แล้ว"),
    What.LESSON_CONFIRMED: _("%(who)s ยืนยันว่าบทเรียนนี้ยังถูกต้อง"),
    What.LESSON_EDITED_SLIGHTLY: _("%(who)s แก้ไขบทเรียนนี้เล็กน้อย"),
    What.MINOR_EDIT_UNDONE: _("%(who)s คืนข้อความก่อนการแก้ไขเล็กน้อยของบทเรียนนี้"),
    What.REJECTION_APPEALED: _("%(who)s ขอให้พิจารณาบทเรียนนี้ใหม่"),
    What.LESSON_REJECTED: _("%(who)s ไม่รับเผยแพร่บทเรียนนี้"),
    What.LESSON_WITHDRAWN: _("%(who)s เลิกใช้บทเรียนนี้"),
    What.LESSON_TRASHED: _("%(who)s ย้ายบทเรียนนี้ลงถังขยะ"),
    What.LESSON_UNTRASHED: _("%(who)s นำบทเรียนนี้ออกจากถังขยะ"),
    What.LESSON_MERGED: _("%(who)s รวมบทเรียนของท่านเข้ากับบทเรียนนี้"),
    What.LESSON_REASSIGNED: _("%(who)s เปลี่ยนผู้ดูแลบทเรียนนี้"),
    What.REVIEW_ASSIGNED: _("%(who)s ส่งบทเรียนนี้ให้ท่านตรวจ"),
    What.REVIEW_REMINDED: _("รอผู้ตรวจครบ 5 วันทำการแล้ว ยังไม่มีผู้รับ"),
    What.REVIEW_ESCALATED: _("รอผู้ตรวจครบ 10 วันทำการแล้ว โปรดมอบหมายผู้ตรวจ"),
    What.CHANGES_LAPSED: _("ส่งกลับแก้ไขครบ 30 วันแล้ว กลับเป็นฉบับร่าง แก้แล้วส่งตรวจใหม่ได้"),
    What.REMARK_MADE: _("%(who)s เขียนข้อสังเกตต่อบทเรียนนี้"),
    What.EXPERT_ANSWERED: _("ผู้เชี่ยวชาญที่ผู้ตรวจถามตอบแล้ว"),
    What.REMARK_ANSWERED: _("%(who)s ตอบข้อสังเกต"),
    What.REMARK_MOVED: _("%(who)s ปรับสถานะข้อสังเกต"),
    What.CONTENT_FLAGGED: _("%(who)s แจ้งปัญหา: %(reason)s"),
    What.FLAG_DECIDED: _("%(who)s พิจารณาปัญหาที่แจ้งแล้ว: %(outcome)s"),
    What.REPLY_POSTED: _("%(who)s แสดงความเห็น"),
    What.ANSWER_MARKED: _("%(who)s เลือกความเห็นของท่านเป็นคำตอบ"),
    What.LINK_ADDED: _("%(who)s เชื่อมโยงกับ “%(part)s”"),
    What.COMMUNITY_MEMBER_ADDED: _("%(who)s เพิ่มท่านเป็นสมาชิกชุมชน"),
    What.FACILITATOR_NAMED: _("%(who)s ตั้งท่านเป็นผู้ประสานชุมชน"),
    What.GRANT_GIVEN: _("%(who)s มอบสิทธิ์%(role)sให้ท่าน (%(scope)s)"),
}


def sentence(line: Line) -> Markup:
    """Return what happened as a sentence without the title of its thing; names are escaped."""
    words = Markup(str(SAID[What(line.kind)]))  # noqa: S704 - our own text, values are escaped
    return words % {
        "who": _who(line),
        "part": _part(line.part),
        "role": _role(line),
        "scope": _scope(line),
        "reason": _labelled(FLAG_REASONS, line.codes.get("reason")),
        "outcome": _labelled(OUTCOMES, line.codes.get("outcome")),
    }


def address(group: Group, line: Line | None = None) -> str:
    """Return the address of a group's thing, or of the very reply that a line is about."""
    thing = group.thing
    if thing is None:
        return url_for("accounts.profile")
    if line is not None and line.part is not None and line.part.kind == "reply":
        return url_for("threads.reply", thread_id=thing.id, position=line.part.number)
    if line is not None and line.part is not None and line.part.kind == "remark":
        anchor = f"remark-{line.part.id}"
        return url_for("remarks.index", lesson_ref=thing.name or thing.id, _anchor=anchor)
    if line is not None and line.part is not None and line.part.kind == "flag":
        return _address_of_flag(line, thing)
    return _address_of(thing) or url_for("home.front")


def _address_of_flag(line: Line, thing: Thing) -> str:
    """Return where a moderator answers a flag, or where its maker reads the answer."""
    if line.kind == What.CONTENT_FLAGGED.value and line.part is not None:
        return url_for("flags.decide", flag_id=line.part.id)
    return url_for("flags.report", lesson_ref=thing.name or thing.id, _anchor="own")


def _address_of(thing: Thing) -> str:
    """Return the address of a thing's own page, "" where it has none."""
    if thing.kind == "lesson":
        return url_for("lessons.show", lesson_ref=thing.name or thing.id)
    if thing.kind == "thread":
        return url_for("threads.show", thread_id=thing.id, slug=thing.name or None)
    if thing.kind == "community":
        return url_for("communities.show", slug=thing.name)
    if thing.kind == "recording":
        return url_for("recordings.show", recording_id=thing.id)
    if thing.kind == "session":
        year, number = thing.fiscal_year, thing.number
        return url_for("sessions.show", series=thing.name, fiscal_year=year, number=number)
    return ""


def _labelled(labels: Mapping[str, LazyString], code: object) -> str:
    return str(labels.get(str(code), ""))


def _title(thing: Thing) -> Markup:
    return in_thai(thing.title_en if thing.title_en and language() == "en" else thing.title)


def _who(line: Line) -> Markup | str:
    if line.is_unnamed:
        return gettext("ผู้เขียนบทเรียน (ไม่แสดงชื่อ)")
    return in_thai(line.by) if line.by else gettext("ระบบ")


def _part(thing: Thing | None) -> Markup:
    if thing is None:
        return Markup("")
    where = _address_of(thing)
    return Markup('<a href="{}">{}</a>').format(where, _title(thing)) if where else _title(thing)


def _role(line: Line) -> str:
    role = str(line.codes.get("role", ""))
    return str(ROLE_WORDS[role]) if role in ROLE_WORDS else role


def _scope(line: Line) -> Markup | str:
    if line.part is None:
        return str(SCOPE_WORDS["body"])
    kind = SCOPE_WORDS.get(line.part.kind)
    return Markup("{} {}").format(str(kind), _title(line.part)) if kind else _title(line.part)
