"""What all forms share: tidy text, our own words for problems, dates as one text field."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextInput

from cop.core.errors import Invalid
from cop.thai.date_reading import DateProblem, read_date, read_moment
from cop.thai.fiscal_year import BANGKOK
from cop.thai.folding import tidy, tidy_line
from cop.web.messages import message


class Form(FlaskForm):
    """A form whose messages are ours; CSRF is checked for all writes before any form is made."""

    class Meta(FlaskForm.Meta):
        """Switch off the form's own token: the whole site checks it once, in `app.py`."""

        csrf = False

    def take(self, problems: Mapping[str, str], details: Mapping[str, object]) -> None:
        """Show a service's problems at their fields."""
        for name, code in problems.items():
            field = self._fields.get(name)
            text = message(code, **details)
            if field is None:
                self.form_errors = [*self.form_errors, text]
            else:
                field.errors = [*field.errors, text]

    @property
    def status(self) -> int:
        """Return the status of a page that shows the form: 422 when something in it is wrong."""
        return 422 if self.errors else 200

    def problems(self) -> list[tuple[str, str]]:
        """Return (field id, message) for the summary, in the order of the fields."""
        found = [(f.id, str(text)) for f in self._fields.values() for text in f.errors]
        return [("main", str(text)) for text in self.form_errors] + found


def invalid(form: Form, error: Invalid) -> None:
    """Show what a service refused at the form's fields."""
    form.take(error.problems, error.details)


class Required:
    """The field must hold something besides spaces."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads it

    def __init__(self, code: str = "required") -> None:
        self.code = code

    def __call__(self, _form: object, field: Field) -> None:
        """Stop with our message when the field is empty."""
        empty = not field.data or (isinstance(field.data, str) and not field.data.strip())
        if empty and not field.errors:
            raise StopValidation(message(self.code))
        if empty:
            raise StopValidation


class Optional:
    """An empty field is fine, and its other rules are not asked."""

    field_flags = {"optional": True}  # noqa: RUF012 - WTForms reads it

    def __call__(self, _form: object, field: Field) -> None:
        """Stop without a message when the field is empty."""
        raw = field.raw_data[0] if field.raw_data else ""
        if not isinstance(raw, str) or not raw.strip():
            field.errors = []
            raise StopValidation


class Length:
    """Between so many and so many characters, spaces at the ends not counted."""

    def __init__(self, least: int = 0, most: int = 20_000) -> None:
        self.least = least
        self.most = most

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse what is too short or too long."""
        size = len((field.data or "").strip())
        if size > self.most:
            raise ValidationError(message("too_long", most=f"{self.most:,}"))
        if size < self.least:
            raise ValidationError(message("too_short", least=self.least))


class Line(StringField):
    """One line of text, tidied; newlines become spaces."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Keep the tidied line."""
        self.data = tidy_line(str(valuelist[0])) if valuelist else ""


class Words(TextAreaField):
    """Several lines of text, tidied."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Keep the tidied text."""
        self.data = tidy(str(valuelist[0])).strip() if valuelist else ""


class Steps(TextAreaField):
    """An ordered list, one step a line; leading numbers and dashes of a pasted list go."""

    data: Any  # a list of lines here, where the base has one text

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Keep the steps as a list of lines."""
        lines = tidy(str(valuelist[0])).split("\n") if valuelist else []
        self.data = [step for line in lines if (step := _without_mark(line))]

    def _value(self) -> str:
        return "\n".join(self.data or [])


class DateText(Field):
    """A day, typed in any form people use; `data` is a date, what was typed stays on screen."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.shown(self.data) if self.data else ""

    def shown(self, value: Any) -> str:  # noqa: ANN401 - a date here, an instant in the subclass
        """Return how a stored value stands in the field."""
        from_date: date = value
        return f"{from_date.day}/{from_date.month}/{from_date.year + 543}"

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was typed; an empty field is no date."""
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        try:
            self.data = self.read(text)
        except DateProblem as problem:
            raise ValueError(message(f"date_{problem.code}")) from None

    def read(self, text: str) -> date | datetime:
        """Return the day that the text names. Raises DateProblem."""
        return read_date(text)


class MomentText(DateText):
    """A day and time in Bangkok, typed in any form people use; `data` is a UTC instant."""

    def shown(self, value: Any) -> str:  # noqa: ANN401 - see the base
        """Return how a stored instant stands in the field."""
        local = value.astimezone(BANGKOK)
        return f"{local.day}/{local.month}/{local.year + 543} {local:%H.%M}"

    def read(self, text: str) -> datetime:
        """Return the instant that the text names. Raises DateProblem."""
        return read_moment(text)


def _without_mark(line: str) -> str:
    text = line.strip()
    head, _, rest = text.partition(" ")
    if rest and (head in {"-", "*", "•"} or head.rstrip(".)").isdigit()):
        return rest.strip()
    return text
