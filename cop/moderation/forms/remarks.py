"""The forms of a review: a remark, and an answer to it."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from cop.core.numbers import row_number
from cop.moderation.services.remarks import MOST_WORDS
from cop.web.forms import Form, Length, Required, Words


class RemarkForm(Form):
    """A remark on a place of a lesson; without a place it is about the whole."""

    place = HiddenField(default="")
    revision = HiddenField(default="")
    words = Words(_("ข้อสังเกต"), [Required(), Length(most=MOST_WORDS)])

    @property
    def revision_id(self) -> int | None:
        """Return the revision that was read, None when the form does not say."""
        return row_number(self.revision.data)


class AnswerForm(Form):
    """An answer under a remark."""

    words = Words(_("คำตอบ"), [Required(), Length(most=MOST_WORDS)])
