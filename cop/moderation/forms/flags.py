"""The forms of a flag: what a reader says is wrong, and what a moderator answers."""

from flask_babel import lazy_gettext as _

from cop.lessons.forms.lesson import Cards
from cop.moderation.services.flags import MOST_PASSAGE, MOST_WORDS
from cop.web.forms import Form, Length, Line, Optional, Required, Words

FLAG_REASONS = {
    "outdated": _("ล้าสมัย"),
    "wrong": _("ไม่ถูกต้อง"),
    "personal_data": _("มีข้อมูลส่วนบุคคล"),
    "duplicate": _("ซ้ำกับบทเรียนอื่น"),
    "other": _("อื่น ๆ"),
}
OUTCOMES = {
    "fixed": _("แก้ไขแล้ว"),
    "passed_on": _("แจ้งผู้เขียนให้แก้ไขแล้ว"),
    "no_problem": _("ไม่เป็นปัญหา"),
    "not_personal": _("ไม่เป็นข้อมูลส่วนบุคคล"),
    "redact": _("ปกปิดถาวร"),
    "merged": _("บทเรียนถูกรวมกับเรื่องอื่นแล้ว"),
    "removed": _("บทเรียนถูกนำออกแล้ว"),
}


class FlagForm(Form):
    """What is wrong with a lesson; a field that does not belong to the reason is left out."""

    reason = Cards(_("ปัญหาที่พบ"), [Required("choose")], choices=FLAG_REASONS.items())
    passage = Line(_("ข้อความที่เป็นข้อมูลส่วนบุคคล"), [Optional(), Length(most=MOST_PASSAGE)])
    other = Line(_("เลขที่หรือที่อยู่ของบทเรียนที่ซ้ำ (ถ้าทราบ)"), [Optional(), Length(most=200)])
    words = Words(_("อธิบายเพิ่มเติม"), [Optional(), Length(most=MOST_WORDS)])


class AnswerFlagForm(Form):
    """What a moderator answers to a flag."""

    outcome = Cards(_("ผลการพิจารณา"), [Required("choose")])
    words = Words(_("คำตอบถึงผู้แจ้ง"), [Optional(), Length(most=MOST_WORDS)])

    def offer(self, outcomes: tuple[str, ...]) -> "AnswerFlagForm":
        """Return the form with these outcomes to choose from."""
        self.outcome.choices = [(one, OUTCOMES[one]) for one in outcomes]
        return self
