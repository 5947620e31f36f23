"""A question answered: the index proposes, the database decides who may see it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, repeat
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from cop.communities.policies import audience_of
from cop.core.actor import Actor
from cop.lessons import policies as lesson_rules
from cop.lessons.models import Lesson
from cop.readers import Among, Numbers
from cop.reads import kept
from cop.search.engine import index
from cop.search.port import FACETS, Found, Hit, Query
from cop.search.queries.counting import COUNTED, Facets, counted
from cop.search.sources import thing_id
from cop.sessions import policies as session_rules
from cop.sessions.models import ExchangeSession, Material, Recording
from cop.threads import policies as thread_rules
from cop.threads.models import Thread

PER_PAGE = 20
# How many documents are taken from the index and asked for in the database.
MOST_DOCUMENTS = 1_000
# So many of the best tell enough of more than that, unless the reader goes further.
ENOUGH = 200
# How many of those with other values of a filtered facet are counted.
MOST_OTHERS = 2_000
KINDS = ("lesson", "thread", "session", "recording", "material")
FILTERS = FACETS
_FIRST = 50

Key = tuple[str, int]
"""Kind and id of a thing."""
AnyRows = Select[*tuple[Any, ...]]
_Thing = tuple[Key, tuple[Hit, ...]]
_Things = dict[Key, tuple[Hit, ...]]
_KIND, _ID, _FACETS = itemgetter(0), itemgetter(1), itemgetter(4)
_KEY = _FIRST_HIT = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Match:
    """One thing found: `parts` are the documents of it that matched, best first."""

    kind: str
    id: int
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader may see of what was found.

    `first` are the best things of all kinds. Facets count the things shown by value; of a facet
    that is filtered they count what its other values would show. Where more than `MOST_DOCUMENTS`
    answer, kinds and facets are counted among the first `counted_first` documents only; it is 0
    where they are counted among all. The total is of all kinds then, and of some kinds at least.
    """

    matches: tuple[Match, ...]
    total: int
    by_kind: Mapping[str, int]
    facets: Mapping[str, Counter[str]] = field(default_factory=dict)
    first: tuple[Match, ...] = ()
    all_words: bool = True
    reachable: int = 0
    counted_first: int = 0


def answer(actor: Actor, query: Query, kinds: Sequence[str], page: int) -> Answer:
    """Return one page of what the actor may read, with totals by kind and facet.

    The kind is chosen after counting, so that the tabs keep their numbers. One statement checks
    all that the index proposes.
    """
    audience = audience_of(actor)
    enough = 0 if kinds or page * PER_PAGE > ENOUGH else ENOUGH
    found = index().find(replace(query, enough=enough), audience, MOST_DOCUMENTS)
    hits = found.hits[:ENOUGH] if enough and found.total > MOST_DOCUMENTS else found.hits
    things = _things(hits)
    others = {
        facet: index().find(_others(query, facet), audience, MOST_OTHERS)
        for facet in query.filters
        if facet in COUNTED
    }
    wider = {facet: _things(some.hits) for facet, some in others.items()}
    seen = readable(actor, chain(things, *wider.values()))
    allowed = list(_of(things, seen).items())
    chosen = [one for one in allowed if one[0][0] in kinds] if kinds else allowed
    # Documents beyond the asked ones are of the reader's audience too, but were not checked.
    beyond = 0 if kinds else max(0, found.total - len(hits))
    start = (page - 1) * PER_PAGE
    return Answer(
        matches=_matches(chosen[start : start + PER_PAGE]),
        total=len(chosen) + beyond,
        by_kind=Counter(map(_KIND, map(_KEY, allowed))),
        facets=_counted(
            chosen, {facet: _of_kinds(some, seen, kinds or KINDS) for facet, some in wider.items()}
        ),
        first=_matches(allowed[:_FIRST]),
        all_words=found.all_words,
        reachable=len(chosen) + min(beyond, MOST_DOCUMENTS - len(hits)),
        counted_first=_counted_first(found, hits, others.values()),
    )


def _counted_first(found: Found, hits: Sequence[Hit], others: Iterable[Found]) -> int:
    """Return among how many documents was counted, or 0 when that was all there are."""
    if found.total > len(hits):
        return len(hits)
    return MOST_OTHERS if any(one.total > len(one.hits) for one in others) else 0


def things_of(hits: Iterable[Hit]) -> list[Key]:
    """Return the things that documents belong to, in their order."""
    return list(_things(tuple(hits)))


def readable(actor: Actor, things: Iterable[Key]) -> frozenset[Key]:
    """Return those of the things that the actor may see, in one statement."""
    ids: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for kind, one in things:
        ids[kind].add(one)
    if not any(ids.values()):
        return frozenset()
    rows = _seen(actor).rows(**{f"{kind}_ids": values for kind, values in ids.items()})
    return frozenset(
        chain.from_iterable(
            zip(repeat(kind), map(int, some.split(",")), strict=False)
            for kind, some in rows
            if some
        )
    )


def _others(query: Query, facet: str) -> Query:
    """Return the question for what has other values of a facet than the chosen ones."""
    filters = {name: values for name, values in query.filters.items() if name != facet}
    # Only counted: in no order that takes time.
    without = {**query.without, facet: query.filters[facet]}
    return replace(query, filters=filters, without=without, sort="newest")


def _things(hits: Sequence[Hit]) -> _Things:
    """Return the documents found by the thing that they belong to, best first.

    There may be a thousand, of which most are all of their thing.
    """
    keys = list(map(_key, *_named(hits))) if hits else []
    things: _Things = dict(zip(keys, zip(hits, strict=True), strict=True))
    if len(things) < len(hits):
        parts: dict[Key, list[Hit]] = {key: [] for key in keys}
        for key, hit in zip(keys, hits, strict=True):
            parts[key].append(hit)
        return {key: tuple(some) for key, some in parts.items()}
    return things


def _named(hits: Sequence[Hit]) -> tuple[Iterable[str], Iterable[str]]:
    return map(_KIND, hits), map(_ID, hits)


@lru_cache(maxsize=50_000)
def _key(kind: str, identity: str) -> Key:
    return kind, thing_id(identity)


def _of(things: _Things, seen: frozenset[Key]) -> _Things:
    """Return those of the things that are seen: all of them, but for rights just lost."""
    if things.keys() <= seen:
        return things
    return {key: hits for key, hits in things.items() if key in seen}


def _of_kinds(things: _Things, seen: frozenset[Key], kinds: Sequence[str]) -> list[_Thing]:
    return [one for one in _of(things, seen).items() if one[0][0] in kinds]


def _matches(things: Iterable[_Thing]) -> tuple[Match, ...]:
    return tuple(Match(*key, tuple(hit.id for hit in hits)) for key, hits in things)


def _counted(
    things: Sequence[_Thing], wider: Mapping[str, Sequence[_Thing]]
) -> dict[str, Counter[str]]:
    """Count things by the values of each facet, for a filtered one those of other values too."""
    found = _tally(things)
    for facet, others in wider.items():
        found[facet] += _tally(others)[facet]
    return found


def _tally(things: Sequence[_Thing]) -> dict[str, Counter[str]]:
    hits = [hits for _, hits in things]
    alone = [some for some in hits if len(some) == 1]
    united = [_united(some) for some in hits if len(some) > 1] if len(alone) < len(hits) else []
    return counted(list(map(_FACETS, map(_FIRST_HIT, alone))), united)


def _united(hits: Sequence[Hit]) -> Facets:
    """Return the facets of all the documents of a thing."""
    names = dict.fromkeys(chain.from_iterable(hit.facets for hit in hits))
    return {
        name: tuple(dict.fromkeys(chain.from_iterable(hit.facets.get(name, ()) for hit in hits)))
        for name in names
    }


_Rule = Callable[[Actor], ColumnElement[bool]]
RULES: dict[str, tuple[InstrumentedAttribute[int], _Rule]] = {
    "lesson": (Lesson.id, lesson_rules.shown_to),
    "thread": (Thread.id, thread_rules.listed_for),
    "session": (ExchangeSession.id, session_rules.readable_by),
    "recording": (Recording.id, session_rules.readable_by),
    "material": (Material.id, session_rules.readable_by),
}
"""By kind: the id, and who finds the thing. What belongs to a session is joined to it."""


def of_session(query: AnyRows, kind: str) -> AnyRows:
    """Return the statement joined to the session that a recording or a material belongs to."""
    if kind == "recording":
        return query.join(ExchangeSession, ExchangeSession.id == Recording.session_id)
    if kind == "material":
        return query.join(ExchangeSession, ExchangeSession.id == Material.session_id)
    return query


@kept
def _seen(actor: Actor) -> AnyRows:
    asked = []
    for kind, (of, rule) in RULES.items():
        # A row for each of a thousand things would take longer than finding them.
        ids_seen = func.aggregate_strings(cast(of, String), ",")
        query: AnyRows = select(literal(kind, String).label("kind"), ids_seen.label("ids"))
        ids = bindparam(f"{kind}_ids", type_=Numbers())
        asked.append(of_session(query, kind).where(Among(of, ids), rule(actor)))
    found = union_all(*asked).subquery()
    return select(found.c.kind, found.c.ids)
