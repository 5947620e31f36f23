"""Search without an index: words in titles and first texts, from the database, the newest first."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal, or_, select, union_all

from cop.core.actor import Actor
from cop.db import db
from cop.lessons import policies as lesson_rules
from cop.lessons.models import Lesson, Revision
from cop.moderation.models import Flag
from cop.search.port import FACETS
from cop.search.queries.answers import PER_PAGE, Answer, Match
from cop.sessions import policies as session_rules
from cop.sessions.models import ExchangeSession, Material, Recording
from cop.thai.folding import fold, tidy_line
from cop.thai.numerals import to_arabic
from cop.threads import policies as thread_rules
from cop.threads.models import Thread

MOST_OF_A_KIND = 60
MOST_WORDS = 8
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_QUOTES = str.maketrans("", "", "\"“”„'")


def plainly(actor: Actor, text: str, kinds: Sequence[str], page: int) -> Answer:
    """Return what the actor may read that has all the words as they are written.

    At most 60 things of a kind, in one statement; Thai is not cut, so parts of a phrase written
    without a space are one word. Nothing is filtered, ranked or counted by facet.
    """
    words = _words(text)
    matches = _found(actor, words) if words else []
    chosen = [one for one in matches if not kinds or one.kind in kinds]
    start = (page - 1) * PER_PAGE
    return Answer(
        matches=tuple(chosen[start : start + PER_PAGE]),
        total=len(chosen),
        by_kind=Counter(one.kind for one in matches),
        facets={name: Counter() for name in FACETS},
        reachable=len(chosen),
    )


def _words(text: str) -> list[str]:
    line = tidy_line(text).translate(_QUOTES)
    return list(dict.fromkeys(line.split()))[:MOST_WORDS]


def _found(actor: Actor, words: Sequence[str]) -> list[Match]:
    asked = [
        select(
            query.where(rule(actor), *(_holds(texts, word) for word in words))
            .order_by(at.desc(), of.desc())
            .limit(MOST_OF_A_KIND)
            .with_only_columns(literal(kind).label("kind"), of.label("id"), at.label("at"))
            .subquery()
        )
        for kind, (query, of, at, texts, rule) in _SOURCES.items()
    ]
    found = union_all(*asked).subquery()
    order = (found.c.at.desc(), found.c.kind, found.c.id.desc())
    rows = db.session.execute(select(found.c.kind, found.c.id).order_by(*order))
    return [Match(kind, one, (str(one),)) for kind, one in rows]


def _holds(texts: Sequence[Any], word: str) -> ColumnElement[bool]:
    ways = {word, fold(word), to_arabic(word), to_arabic(word).translate(_TO_THAI)}
    return or_(*(text.icontains(way, autoescape=True) for text in texts for way in sorted(ways)))


def _without_hidden(actor: Actor) -> ColumnElement[bool]:
    """Leave out lessons of which words are hidden: looking for these would tell where they are."""
    hides = exists().where(Flag.lesson_id == Lesson.id, Flag.hides)
    return and_(lesson_rules.shown_to(actor), ~hides)


_OF_RECORDING = select(Recording.id).join(
    ExchangeSession, ExchangeSession.id == Recording.session_id
)
_OF_MATERIAL = select(Material.id).join(ExchangeSession, ExchangeSession.id == Material.session_id)
_SESSION_TEXTS = (ExchangeSession.title_th, ExchangeSession.theme, ExchangeSession.summary)
_SOURCES: dict[str, tuple[Select[*tuple[Any, ...]], Any, Any, tuple[Any, ...], Any]] = {
    "lesson": (
        # What is published, not what its author has since written.
        select(Lesson.id).join(Revision, Revision.id == Lesson.published_revision_id),
        Lesson.id,
        Lesson.published_at,
        (Revision.title_th, Revision.summary, Revision.what_happened, Revision.lesson),
        _without_hidden,
    ),
    "thread": (
        select(Thread.id),
        Thread.id,
        Thread.created_at,
        (Thread.title, Thread.body),
        thread_rules.listed_for,
    ),
    "session": (
        select(ExchangeSession.id),
        ExchangeSession.id,
        ExchangeSession.start_at,
        _SESSION_TEXTS,
        session_rules.readable_by,
    ),
    "recording": (
        _OF_RECORDING,
        Recording.id,
        ExchangeSession.start_at,
        (Recording.title,),
        session_rules.readable_by,
    ),
    "material": (
        _OF_MATERIAL,
        Material.id,
        ExchangeSession.start_at,
        (Material.title,),
        session_rules.readable_by,
    ),
}
"""By kind: the statement, its id, its time, where the words may stand, and who finds it."""
