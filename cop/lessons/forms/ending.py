"""The forms with which a lesson ends."""

from flask_babel import lazy_gettext as _

from cop.web.forms import Form, Length, Line, Optional, Required, Words

_MOST_WORDS = 1_000


class WithdrawForm(Form):
    """Why a lesson is taken out of use, and what to use instead."""

    words = Words(_("เหตุผลที่เลิกใช้"), [Required(), Length(most=_MOST_WORDS)])
    target = Line(_("เลขที่บทเรียนที่ใช้แทน (ถ้ามี)"), [Optional(), Length(most=200)])


class MergeForm(Form):
    """Which lesson says the same."""

    target = Line(_("รวมเข้ากับบทเรียนเลขที่"), [Required(), Length(most=200)])
    words = Words(_("หมายเหตุ"), [Optional(), Length(most=_MOST_WORDS)])


class TrashForm(Form):
    """Why a lesson is taken away from its readers."""

    words = Words(_("เหตุผลที่ย้ายลงถังขยะ"), [Required(), Length(most=_MOST_WORDS)])


class ReasonForm(Form):
    """Why something out of the ordinary is done."""

    words = Words(_("เหตุผล"), [Required(), Length(most=_MOST_WORDS)])


class NoteForm(Form):
    """A note beside an act that needs no reason."""

    words = Words(_("หมายเหตุ"), [Optional(), Length(most=_MOST_WORDS)])


class RemoveForm(Form):
    """Which lesson is removed, and what its address says from now on."""

    target = Line(_("เลขที่บทเรียน"), [Required(), Length(most=200)])
    words = Words(_("คำอธิบายที่ผู้อ่านจะเห็น"), [Required(), Length(most=_MOST_WORDS)])


class RedactForm(Form):
    """Which words are blanked in which lesson, and why."""

    target = Line(_("เลขที่บทเรียน"), [Required(), Length(most=200)])
    text = Line(_("ข้อความที่ต้องปกปิด"), [Required(), Length(least=3, most=300)])
    words = Words(_("เหตุผล"), [Required(), Length(most=300)])
