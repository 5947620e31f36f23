"""The words of what was found, as they stand in the database, and the best place among them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Integer,
    Select,
    String,
    Text,
    bindparam,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from cop.core.markup import plain
from cop.core.text import Piece, excerpt, excerpt_around, matches
from cop.lessons.models import MARKDOWN, Lesson, Revision
from cop.lessons.policies import hidden_words, masking_of
from cop.readers import Among, Numbers
from cop.reads import Read
from cop.sessions.models import ExchangeSession, Material
from cop.threads.models import REPLIES_A_PAGE, Reply, Thread

LENGTH = 200
# Of a longer text only the neighbourhood of the first word found is looked at.
_LONG = 6_000
_BEFORE = 1_000
# More pages than a thread has.
_PAGES = 1_000_000
_LESSON = tuple(getattr(Revision, f"{name}_html") for name in MARKDOWN)

_MARKUP = {"lesson": range(1, 1 + len(_LESSON)), "thread": (0,), "session": (0, 1), "material": ()}


class Said(NamedTuple):
    """A text of a thing, as it is stored; `position` is that of the reply it is of, else 0."""

    position: int
    text: str
    is_markup: bool

    @property
    def words(self) -> str:
        """The text as people read it."""
        return plain(self.text) if self.is_markup else self.text


def texts(found: Mapping[str, Mapping[int, Sequence[str]]]) -> dict[tuple[str, int], list[Said]]:
    """Return the texts of things by kind and id, in one statement for all of them.

    Things are given by kind and id with the documents of each that matched: of a thread the
    opening post and the replies of these are read.
    """
    asked: dict[str, object] = {
        f"{kind}_ids": found.get(kind, {}) for kind in ("lesson", "thread", "session", "material")
    }
    rows = Read(_TEXTS).rows(**asked, pages=_pages(found.get("thread", {})) or [-1])
    said: dict[tuple[str, int], list[Said]] = {}
    for kind, one, position, *stored in rows:
        parts = _of_lesson(stored) if kind == "lesson" else stored
        said.setdefault((kind, one), []).extend(
            Said(position, part, place in _MARKUP[kind]) for place, part in enumerate(parts) if part
        )
    return {one: sorted(some, key=_position) for one, some in said.items()}


def best(said: Sequence[Said], terms: Sequence[str]) -> tuple[int, list[Piece]]:
    """Return the excerpt of the text with most of the terms, the first of these, and its position.

    Without a term in any of them it is the beginning of the first.
    """
    for one in _promising(said, terms):
        near = _near(one.words, terms)
        if spans := matches(near, terms):
            return one.position, excerpt_around(near, spans, LENGTH)
    if not said:
        return 0, []
    return said[0].position, excerpt(said[0].words[: LENGTH * 3], (), LENGTH)


def _of_lesson(parts: Sequence[str]) -> list[str]:
    """Return the texts of a lesson without what is hidden of it for now."""
    *shown, steps, hidden = parts
    shown.append("\n".join(json.loads(steps or "[]")))
    masking = masking_of(hidden)
    if not masking:
        return shown
    places = _MARKUP["lesson"]
    return [
        masking.markup(part) if place in places else masking.text(part)
        for place, part in enumerate(shown)
    ]


def _position(said: Said) -> int:
    return said.position


def _promising(said: Sequence[Said], terms: Sequence[str]) -> list[Said]:
    """Return the texts that may hold a term, those with most of them first.

    Stored texts are tidy: only case and digits can hide a word from a plain look.
    """
    starts = {term.split(maxsplit=1)[0] for term in terms if term.strip()}
    in_digits = any(start[0].isdecimal() for start in starts)
    counted = [(_count(starts, one.text.lower()), one) for one in said]
    ranked = sorted(counted, key=lambda each: -each[0])
    return [one for count, one in ranked if count or in_digits]


def _count(starts: Iterable[str], text: str) -> int:
    return sum(start in text for start in starts)


def _near(text: str, terms: Sequence[str]) -> str:
    """Return the text, or the part of a long one where its first term stands."""
    if len(text) <= _LONG:
        return text
    low = text.lower()
    places = [place for term in terms if (place := low.find(term)) >= 0]
    start = max(0, min(places, default=0) - _BEFORE)
    return text[start : start + _LONG]


def _pages(threads: Mapping[int, Sequence[str]]) -> list[int]:
    """Return the pages of replies that matched, each as one number with its thread."""
    wanted = []
    for one, parts in threads.items():
        for part in parts[:2]:
            _, _, page = part.partition(".p")
            if page.isdecimal():
                wanted.append(one * _PAGES + int(page) - 1)
    return wanted


def _of(
    kind: str,
    of: InstrumentedAttribute[int],
    texts: Sequence[Any],
    position: Any = None,  # noqa: ANN401 - a column, or nothing for 0
) -> Select[*tuple[Any, ...]]:
    width = len(_LESSON) + 5
    empty = [literal("", Text) for _ in range(width - len(texts))]
    place = literal(0, Integer) if position is None else position
    return select(literal(kind, String), of, place, *texts, *empty).where(
        Among(of, bindparam(f"{kind}_ids", type_=Numbers()))
    )


_PAGE = (Reply.position - 1) // REPLIES_A_PAGE
_TEXTS = union_all(
    _of(
        "lesson",
        Lesson.id,
        (
            Revision.summary,
            *_LESSON,
            Revision.applies_when,
            Revision.not_when,
            cast(Revision.recommendation, Text),
            func.coalesce(hidden_words(), ""),
        ),
    ).join(Revision, Revision.id == Lesson.published_revision_id),
    _of("thread", Thread.id, (Thread.body_html,)),
    _of("thread", Reply.thread_id, (Reply.body_html,), Reply.position).where(
        Reply.removed_at.is_(None),
        (cast(Reply.thread_id, BigInteger) * _PAGES + cast(_PAGE, Integer)).in_(
            bindparam("pages", expanding=True, type_=BigInteger())
        ),
    ),
    _of(
        "session",
        ExchangeSession.id,
        (
            ExchangeSession.summary_html,
            ExchangeSession.objectives_html,
            ExchangeSession.title_th,
        ),
    ),
    _of("material", Material.id, (Material.text,)),
)
