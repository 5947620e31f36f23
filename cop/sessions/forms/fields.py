"""Fields that only sessions need: whole numbers, places in a recording, choices in our words."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import Field, SelectField, SelectMultipleField
from wtforms.fields import choices
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from cop.thai.numerals import to_arabic
from cop.web.messages import message

_CLOCK = re.compile(r"(?:(\d{1,2}):([0-5]?\d)|(\d{1,3})):([0-5]\d)", re.ASCII)
_LONGEST_SECONDS = 359_999
_Choice: Any = vars(choices)["SelectChoice"]  # the published types do not know it yet


class Number(Field):
    """A whole number in Thai or Arabic digits; `data` is an int, or None for an empty field."""

    widget = TextInput()

    def __init__(self, label: Any, least: int, most: int, **more: Any) -> None:  # noqa: ANN401
        super().__init__(label, **more)
        self.least = least
        self.most = most

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the number; an empty field is none."""
        self.data = None
        text = to_arabic(str(valuelist[0])).strip() if valuelist else ""
        if not text:
            return
        if not (text.isascii() and text.isdigit()):
            raise ValueError(message("not_a_number"))
        if len(text) > 9 or not self.least <= int(text) <= self.most:
            raise ValueError(message("number_range", least=self.least, most=self.most))
        self.data = int(text)


class SecondsText(Field):
    """A place in a recording, or its length: "870", "14:30" or "1:02:05"; `data` is in seconds."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else written(self.data)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the place; an empty field is none."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = read_seconds(text) if text else None
        if text and self.data is None:
            raise ValueError(message("not_a_place"))


class OneOf(SelectField):
    """One of a list of choices."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not in the list, in our words."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(message("not_a_choice")) from None


class SomeOf(SelectMultipleField):
    """Any of a list of choices, as tick boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not in the list, in our words."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(message("not_a_choice")) from None


def offered(pairs: Iterable[tuple[str, Any]]) -> list[Any]:
    """Return values and labels as a field's choices."""
    return [_Choice(value, label) for value, label in pairs]


def read_seconds(text: str) -> int | None:
    """Return the seconds that the text means, or None when it means none."""
    plain = to_arabic(text).replace(" ", "")
    if plain.isascii() and plain.isdigit() and len(plain) <= 6:
        return int(plain) if int(plain) <= _LONGEST_SECONDS else None
    clock = _CLOCK.fullmatch(plain)
    if clock is None:
        return None
    hours, minutes, only_minutes, seconds = clock.groups()
    return int(hours or 0) * 3600 + int(minutes or only_minutes) * 60 + int(seconds)


def written(seconds: int) -> str:
    """Return a place as it stands in the field: "14:30", "1:02:05"."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
