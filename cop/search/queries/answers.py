"""A question answered: the index proposes, the database decides who may see it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from cop.communities.policies import audience_of
from cop.core.actor import Actor
from cop.db import db
from cop.lessons import policies as lesson_rules
from cop.lessons.models import Lesson
from cop.search.engine import index
from cop.search.port import Found, Query
from cop.search.sources import thing_id
from cop.sessions import policies as session_rules
from cop.sessions.models import ExchangeSession, Material, Recording
from cop.threads import policies as thread_rules
from cop.threads.models import Thread

PER_PAGE = 20
# How many documents are taken from the index and asked for in the database.
MOST_DOCUMENTS = 1_000
KINDS = ("lesson", "thread", "session", "recording", "material")
# Facets that are counted, in the order of the columns of `_ROWS`.
FACETS = ("fiscal_year", "type", "outcome", "state", "community")
FILTERS = (*FACETS, "topic", "principle", "agency", "province")


@dataclass(frozen=True, slots=True)
class Match:
    """One thing found: `parts` are the documents of it that matched, best first."""

    kind: str
    id: int
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader may see of what was found."""

    matches: tuple[Match, ...]
    total: int
    by_kind: Mapping[str, int]
    facets: Mapping[str, Counter[str]] = field(default_factory=dict)
    all_words: bool = True


def answer(actor: Actor, query: Query, kinds: Sequence[str], page: int) -> Answer:
    """Return one page of what the actor may read, with totals by kind and facet.

    The kind is chosen after counting, so that the tabs keep their numbers.
    """
    found = index().find(query, audience_of(actor), MOST_DOCUMENTS)
    things = _things(found)
    seen = _readable(actor, things)
    allowed = [one for one in things if (one.kind, one.id) in seen]
    # Documents beyond the asked ones are of the reader's audience too, but were not checked.
    beyond = max(0, found.total - len(found.hits))
    by_kind = Counter(one.kind for one in allowed)
    chosen = [one for one in allowed if not kinds or one.kind in kinds]
    start = (page - 1) * PER_PAGE
    return Answer(
        matches=tuple(chosen[start : start + PER_PAGE]),
        total=len(chosen) + (beyond if not kinds else 0),
        by_kind=by_kind,
        facets=_facets(chosen, seen),
        all_words=found.all_words,
    )


def suggestions(actor: Actor, prefix: str, limit: int = 8) -> list[Match]:
    """Return things whose title has the typed words, the last of them unfinished."""
    hits = index().suggest(prefix, audience_of(actor), limit * 4)
    things = _things(Found(hits, len(hits), 0.0))
    seen = _readable(actor, things)
    return [one for one in things if (one.kind, one.id) in seen][:limit]


def _things(found: Found) -> list[Match]:
    parts: dict[tuple[str, int], list[str]] = {}
    for hit in found.hits:
        parts.setdefault((hit.kind, thing_id(hit.id)), []).append(hit.id)
    return [Match(kind, one, tuple(ids)) for (kind, one), ids in parts.items()]


Seen = dict[tuple[str, int], Mapping[str, str]]


def _readable(actor: Actor, things: Sequence[Match]) -> Seen:
    """Return what the actor may see of the things with their facets, in one statement."""
    asked = []
    for kind, (query, id_column, rule) in _ROWS.items():
        ids = [one.id for one in things if one.kind == kind]
        if ids:
            asked.append(query.where(id_column.in_(ids), rule(actor)))
    if not asked:
        return {}
    rows = db.session.execute(union_all(*asked) if len(asked) > 1 else asked[0])
    seen: Seen = {}
    for kind, one, *values in rows:
        facts = zip(FACETS, values, strict=True)
        seen[kind, one] = {name: str(value) for name, value in facts if value is not None}
    return seen


def _facets(chosen: Sequence[Match], seen: Seen) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for one in chosen:
        facts = seen[one.kind, one.id]
        for name in FACETS:
            if value := facts.get(name):
                counts[name][value] += 1
    return counts


_Rule = Callable[[Actor], ColumnElement[bool]]
_NUMBERS: dict[str, Any] = {"fiscal_year": Integer, "community": Integer}


def _row(kind: str, of: InstrumentedAttribute[int], **facts: Any) -> Select[Any]:  # noqa: ANN401
    """Return the columns kind, id and every facet; one that the kind lacks is NULL."""
    columns = [
        facts.get(name, cast(null(), _NUMBERS.get(name, String))).label(name) for name in FACETS
    ]
    return select(literal(kind, String).label("kind"), of.label("id"), *columns)


_OF_SESSION: dict[str, Any] = {
    "fiscal_year": ExchangeSession.fiscal_year,
    "community": ExchangeSession.community_id,
}
_ROWS: dict[str, tuple[Select[Any], InstrumentedAttribute[int], _Rule]] = {
    "lesson": (
        _row(
            "lesson",
            Lesson.id,
            fiscal_year=Lesson.fiscal_year,
            type=Lesson.kind,
            outcome=Lesson.outcome,
            state=Lesson.state,
            community=Lesson.community_id,
        ),
        Lesson.id,
        lesson_rules.shown_to,
    ),
    "thread": (
        _row("thread", Thread.id, type=Thread.kind, community=Thread.community_id),
        Thread.id,
        thread_rules.listed_for,
    ),
    "session": (
        _row("session", ExchangeSession.id, **_OF_SESSION),
        ExchangeSession.id,
        session_rules.readable_by,
    ),
    "recording": (
        _row("recording", Recording.id, **_OF_SESSION).join(
            ExchangeSession, ExchangeSession.id == Recording.session_id
        ),
        Recording.id,
        session_rules.readable_by,
    ),
    "material": (
        _row("material", Material.id, **_OF_SESSION).join(
            ExchangeSession, ExchangeSession.id == Material.session_id
        ),
        Material.id,
        session_rules.readable_by,
    ),
}
