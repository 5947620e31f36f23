"""What is hidden of a lesson while a moderator looks at it, taken out of what is read of it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from cop.core.masking import Masking, words_of
from cop.db import db
from cop.lessons.models import MARKDOWN, Lesson, Revision
from cop.lessons.policies import hidden_words, masking_of

_LINES = ("title_th", "summary", "applies_when", "not_when")
_HTML = tuple(f"{name}_html" for name in MARKDOWN)


def hidden_in(lesson_id: int) -> Masking:
    """Return what takes the hidden words out of the texts of a lesson."""
    return masking_of(db.session.scalar(select(hidden_words()).where(Lesson.id == lesson_id)))


def says(revision_id: int, passage: str) -> bool:
    """Tell whether a text of a revision, as readers see it, says the passage."""
    looked_for = Masking((passage,), "")
    names = (*_LINES, *_HTML, "recommendation")
    query = select(*(getattr(Revision, name) for name in names)).where(Revision.id == revision_id)
    row = db.session.execute(query).one()
    texts = [getattr(row, name) for name in _LINES]
    texts += [words_of(getattr(row, name)) for name in _HTML]
    return any(looked_for.stands_in(text) for text in (*texts, *row.recommendation))


def without_hidden(said: Mapping[str, Any], masking: Masking) -> dict[str, Any]:
    """Return texts of a lesson by their names in a revision, with the sign for what is hidden."""
    shown = dict(said)
    if not masking:
        return shown
    for name, value in said.items():
        if name in _HTML:
            shown[name] = masking.markup(value)
        elif name in MARKDOWN:
            shown[name] = masking.markdown(value)
        elif name in _LINES:
            shown[name] = masking.text(value)
        elif name in {"recommendation", "tags"}:
            shown[name] = [masking.text(one) for one in value]
    return shown
