"""The forms around experts: whom to ask what, and what an expert answers."""

import re
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from cop.lessons.forms.labels import FIELDS
from cop.moderation.models import PLACES, WHOLE
from cop.moderation.services.remarks import MOST_WORDS
from cop.web.forms import Form, Length, Line, Optional, Required, Words
from cop.web.messages import message

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
MOST_QUESTION = 1_000
# Where a lesson stands and who reads it is no matter for somebody from outside.
NOT_ASKED = ("community", "visibility")
ASKED = tuple(place for place in PLACES if place not in NOT_ASKED)


class AskForm(Form):
    """Who is asked, and what."""

    name = Line(_("ชื่อผู้เชี่ยวชาญ"), [Required(), Length(most=150)])
    email = Line(_("อีเมล"), [Required(), Length(most=254)])
    question = Words(_("คำถาม"), [Required(), Length(most=MOST_QUESTION)])

    def validate_email(self, field: Line) -> None:
        """Refuse what is no address."""
        if not _EMAIL.fullmatch(field.data or ""):
            raise ValidationError(message("not_an_email"))


class _Answers(Form):
    """What an expert says: words for each place of the lesson, all of them optional."""

    @property
    def said(self) -> dict[str, str]:
        """Return what was written, by place."""
        return {place: str(self[field_name(place)].data or "") for place in ASKED}


def field_name(place: str) -> str:
    """Return the name of the field for a place."""
    return f"at_{place}"


_fields: dict[str, Any] = {
    field_name(place): Words(
        _("ความเห็นต่อทั้งเรื่อง") if place == WHOLE else FIELDS[place],
        [Optional(), Length(most=MOST_WORDS)],
    )
    for place in ASKED
}
ExpertForm: Any = type("ExpertForm", (_Answers,), _fields)
