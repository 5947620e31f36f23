"""Two versions of a form side by side, as words."""

from cop.sessions.forms.fields import SomeOf
from cop.web.forms import DateText, Form


def differences(mine: Form, saved: Form) -> list[tuple[str, str, str]]:
    """Return (label, mine, saved) of each field that differs."""
    rows = [(str(f.label.text), _words(f), _words(saved[f.name])) for f in mine]
    return [row for row in rows if row[1] != row[2]]


def _words(field: object) -> str:
    """Return what a field says, as a reader would see it."""
    data = getattr(field, "data", None)
    choices = getattr(field, "choices", None)
    if isinstance(field, SomeOf):
        return ", ".join(str(one.label) for one in choices or () if one.value in (data or ()))
    if choices:
        return next((str(one.label) for one in choices if one.value == data), "")
    if isinstance(field, DateText):
        return field.shown(data) if data else ""
    return "" if data is None else str(data)
