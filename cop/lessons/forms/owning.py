"""The form that says who looks after a lesson."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from cop.core.numbers import row_number
from cop.lessons.forms.lesson import Cards
from cop.web.forms import Form, Length, Line, Optional, Required, Words


class OwnerForm(Form):
    """A person, or the unit; and why."""

    to = Cards(
        _("ผู้ดูแลคนใหม่"),
        [Required("choose")],
        choices=[("member", _("สมาชิกคนหนึ่ง")), ("unit", _("หน่วยงานเจ้าของ"))],
    )
    email = Line(_("อีเมลของผู้ดูแลคนใหม่"), [Optional(), Length(most=254)])
    words = Words(_("เหตุผล (ถ้ามี)"), [Optional(), Length(most=1_000)])
    version = HiddenField()

    @property
    def base_version(self) -> int | None:
        """Return the version on which the choice is based, None when the form does not say."""
        return row_number(self.version.data)
