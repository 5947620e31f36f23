"""A question answered: the index proposes, the database decides who may see it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
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
from cop.search.port import FACETS, Hit, Query
from cop.search.sources import thing_id
from cop.sessions import policies as session_rules
from cop.sessions.models import ExchangeSession, Material, Recording
from cop.threads import policies as thread_rules
from cop.threads.models import Thread

PER_PAGE = 20
# How many documents are taken from the index and asked for in the database.
MOST_DOCUMENTS = 1_000
# How many of those with other values of a filtered facet are counted.
MOST_OTHERS = 2_000
KINDS = ("lesson", "thread", "session", "recording", "material")
FILTERS = FACETS
COUNTED = tuple(name for name in FACETS if name not in {"author", "has"})
"""The facets that a page offers values of: the others are only typed."""
_FIRST = 50

Key = tuple[str, int]
"""Kind and id of a thing."""
Facets = Mapping[str, tuple[str, ...]]
AnyRows = Select[*tuple[Any, ...]]
_Thing = tuple[Key, list[Hit]]


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
    that is filtered they count what its other values would show.
    """

    matches: tuple[Match, ...]
    total: int
    by_kind: Mapping[str, int]
    facets: Mapping[str, Counter[str]] = field(default_factory=dict)
    first: tuple[Match, ...] = ()
    all_words: bool = True
    reachable: int = 0


def answer(actor: Actor, query: Query, kinds: Sequence[str], page: int) -> Answer:
    """Return one page of what the actor may read, with totals by kind and facet.

    The kind is chosen after counting, so that the tabs keep their numbers. One statement checks
    all that the index proposes.
    """
    audience = audience_of(actor)
    found = index().find(query, audience, MOST_DOCUMENTS)
    things = _things(found.hits)
    wider = {
        facet: _things(index().find(_others(query, facet), audience, MOST_OTHERS).hits)
        for facet in query.filters
        if facet in COUNTED
    }
    seen = readable(actor, chain(things, *wider.values()))
    allowed = [one for one in things.items() if one[0] in seen]
    chosen = [one for one in allowed if one[0][0] in kinds] if kinds else allowed
    # Documents beyond the asked ones are of the reader's audience too, but were not checked.
    beyond = 0 if kinds else max(0, found.total - len(found.hits))
    start = (page - 1) * PER_PAGE
    return Answer(
        matches=_matches(chosen[start : start + PER_PAGE]),
        total=len(chosen) + beyond,
        by_kind=Counter(kind for (kind, _), _ in allowed),
        facets=_counted(
            chosen, {facet: _of_kinds(some, seen, kinds or KINDS) for facet, some in wider.items()}
        ),
        first=_matches(allowed[:_FIRST]),
        all_words=found.all_words,
        reachable=len(chosen),
    )


def things_of(hits: Iterable[Hit]) -> list[Key]:
    """Return the things that documents belong to, in their order."""
    return list(_things(hits))


def readable(actor: Actor, things: Iterable[Key]) -> frozenset[Key]:
    """Return those of the things that the actor may see, in one statement."""
    ids: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for kind, one in things:
        ids[kind].add(one)
    if not any(ids.values()):
        return frozenset()
    rows = _seen(actor).rows(**{f"{kind}_ids": values for kind, values in ids.items()})
    return frozenset(
        (kind, int(one)) for kind, some in rows for one in (some or "").split(",") if one
    )


def _others(query: Query, facet: str) -> Query:
    """Return the question for what has other values of a facet than the chosen ones."""
    filters = {name: values for name, values in query.filters.items() if name != facet}
    # Only counted: in no order that takes time.
    without = {**query.without, facet: query.filters[facet]}
    return replace(query, filters=filters, without=without, sort="newest")


def _things(hits: Iterable[Hit]) -> dict[Key, list[Hit]]:
    """Return the documents found by the thing that they belong to, best first."""
    things: dict[Key, list[Hit]] = {}
    for hit in hits:
        key = hit.kind, thing_id(hit.id)
        if key in things:
            things[key].append(hit)
        else:
            things[key] = [hit]
    return things


def _of_kinds(
    things: Mapping[Key, list[Hit]], seen: frozenset[Key], kinds: Sequence[str]
) -> list[_Thing]:
    return [one for one in things.items() if one[0] in seen and one[0][0] in kinds]


def _matches(things: Iterable[_Thing]) -> tuple[Match, ...]:
    return tuple(Match(*key, tuple(hit.id for hit in hits)) for key, hits in things)


def _counted(
    things: Sequence[_Thing], wider: Mapping[str, Sequence[_Thing]]
) -> dict[str, Counter[str]]:
    """Count things by the values of each facet, for a filtered one those of other values too."""
    facets = _facets(things)
    return {
        facet: _tally([*facets, *_facets(wider[facet])] if facet in wider else facets, facet)
        for facet in COUNTED
    }


def _facets(things: Iterable[_Thing]) -> list[Facets]:
    return [hits[0].facets if len(hits) == 1 else _united(hits) for _, hits in things]


def _united(hits: Sequence[Hit]) -> Facets:
    """Return the facets of all the documents of a thing."""
    names = dict.fromkeys(chain.from_iterable(hit.facets for hit in hits))
    return {
        name: tuple(dict.fromkeys(chain.from_iterable(hit.facets.get(name, ()) for hit in hits)))
        for name in names
    }


def _tally(things: Iterable[Facets], facet: str) -> Counter[str]:
    """Count the things by their values of a facet; many have the same ones."""
    found: Counter[str] = Counter()
    for values, count in Counter([facets.get(facet, ()) for facets in things]).items():
        for value in values:
            found[value] += count
    return found


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
