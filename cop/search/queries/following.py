"""Searches that members follow: listed, and counted for what is new in them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from cop.accounts.models import SignIn
from cop.communities.policies import audience_of
from cop.core.actor import Actor
from cop.db import db
from cop.journal import Entry, What
from cop.lessons import policies as lesson_rules
from cop.lessons.models import Lesson
from cop.readers import reader_id
from cop.reads import AnyRow, kept
from cop.search.engine import index
from cop.search.models import FollowedSearch
from cop.search.port import FACETS, Query, Sort
from cop.search.queries.resolving import understood
from cop.search.sources import SOURCES, thing_id
from cop.sessions import policies as session_rules
from cop.sessions.models import ExchangeSession, Material, Recording
from cop.threads import policies as thread_rules
from cop.threads.models import Thread

ON_FRONT = 5
_MOST_DOCUMENTS = 1_000
_NOT_OF_THE_STATE = {"page", "csrf_token", "form_key"}
_LONGEST_STATE = 2_000


@dataclass(frozen=True, slots=True)
class Followed:
    """A followed search as its owner sees it; `new` is None while it has to be counted again."""

    id: int
    name: str
    state: str
    new: int | None
    removed_at: datetime | None = None


def state_of(query_string: str) -> str:
    """Return the part of an address that says what is searched, in one order; "" when it is long.

    The page of the results is left out, and so is what is empty.
    """
    pairs = parse_qsl(query_string, max_num_fields=None)
    kept = sorted({(name, value) for name, value in pairs if name not in _NOT_OF_THE_STATE})
    state = urlencode(kept)
    return state if len(state) <= _LONGEST_STATE else ""


def rights_of(actor: Actor) -> str:
    """Return a hash of what the actor may read: other rights make what was counted worthless."""
    return hashlib.sha256("\n".join(sorted(audience_of(actor))).encode()).hexdigest()


def front(actor: Actor) -> list[Followed]:
    """Return the five followed searches with most news, in one statement."""
    return _shown(actor, _front(actor).rows())


def every(actor: Actor) -> list[Followed]:
    """Return all searches that the actor follows, newest first, and those just left."""
    return _shown(actor, _every(actor).rows())


def name_of(number: int, actor: Actor) -> str | None:
    """Return the name of an own followed search."""
    query = select(FollowedSearch.name)
    own = (FollowedSearch.id == number, FollowedSearch.member_id == actor.id)
    return db.session.scalar(query.where(*own))


def due(before: datetime, most: int) -> Sequence[AnyRow]:
    """Return searches last counted before then, longest ago first, of owners seen since opening.

    Nothing has to be counted where nothing was published since the last time.
    """
    since = func.coalesce(FollowedSearch.checked_at, FollowedSearch.opened_at)
    news = select(literal(1)).where(Entry.what.in_(_NEWS), Entry.at > since).exists()
    uncounted = FollowedSearch.checked_at.is_(None)
    theirs = select(literal(1)).where(
        SignIn.member_id == FollowedSearch.member_id, SignIn.ended_at.is_(None)
    )
    query = (
        select(
            FollowedSearch.id,
            FollowedSearch.member_id,
            FollowedSearch.state,
            FollowedSearch.opened_at,
        )
        .where(_LIVE, uncounted | (FollowedSearch.checked_at < before))
        .where(uncounted | news | (FollowedSearch.rights == ""), theirs.exists())
        .order_by(FollowedSearch.checked_at.is_not(None), FollowedSearch.checked_at)
        .limit(most)
    )
    return db.session.execute(query).all()


def new_things(actor: Actor, state: str, since: datetime) -> int:
    """Return how many things that the actor may read answer the search and are newer than that.

    At most the best 1,000 documents are looked at. Raises IndexBroken.
    """
    query, kinds = question(actor, state)
    found = index().find(query, audience_of(actor), _MOST_DOCUMENTS)
    things = {(hit.kind, thing_id(hit.id)) for hit in found.hits}
    asked = []
    for kind, (of, appeared, rule) in _APPEARED.items():
        ids = [one for named, one in things if named == kind and (not kinds or kind in kinds)]
        if ids:
            asked.append(_fresh(kind, of).where(of.in_(ids), appeared > since, rule(actor)))
    if not asked:
        return 0
    counted = select(func.count()).select_from(union_all(*asked).subquery())
    return db.session.scalar(counted) or 0


def question(actor: Actor, state: str) -> tuple[Query, tuple[str, ...]]:
    """Return what the address of a search asks the index, and the kinds that it shows."""
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(state):
        given.setdefault(name, []).append(value)
    filters = {name: tuple(given[name][:20]) for name in FACETS if name in given}
    sort: Sort = "newest" if given.get("sort") == ["newest"] else "relevance"
    typed = given.get("q", [""])[0].strip()[:200]
    kinds = tuple(kind for kind in given.get("kind", ()) if kind in SOURCES)
    return understood(actor, typed, filters=filters, sort=sort).query, kinds


_LIVE = FollowedSearch.removed_at.is_(None)
_NEWS = [
    one.value
    for one in (
        What.LESSON_PUBLISHED, What.LESSON_PUBLISHED_UNREVIEWED, What.LESSON_PUBLISHED_URGENTLY,
         What.LESSON_RESTORED, What.THREAD_STARTED, What.SESSION_CREATED,
        What.SESSION_PUBLISHED, What.RECORDING_ADDED, What.MATERIAL_ADDED, What.COMMUNITY_JOINED,
    )
]  # fmt: skip
_ANNOUNCED = (
    select(func.max(Entry.at))
    .where(
        Entry.subject_kind == "session",
        Entry.subject_id == ExchangeSession.id,
        Entry.what == What.SESSION_PUBLISHED.value,
    )
    .scalar_subquery()
)
_APPEARED: dict[str, tuple[InstrumentedAttribute[int], ColumnElement[Any] | Any, Any]] = {
    "lesson": (Lesson.id, Lesson.published_at, lesson_rules.shown_to),
    "thread": (Thread.id, Thread.created_at, thread_rules.listed_for),
    "session": (
        ExchangeSession.id,
        func.coalesce(_ANNOUNCED, ExchangeSession.created_at),
        session_rules.readable_by,
    ),
    "recording": (Recording.id, Recording.created_at, session_rules.readable_by),
    "material": (Material.id, Material.created_at, session_rules.readable_by),
}
"""By kind: its id, when it came before readers, and who finds it."""


def _fresh(kind: str, of: InstrumentedAttribute[int]) -> Select[*tuple[Any, ...]]:
    query = select(of)
    if kind == "recording":
        return query.join(ExchangeSession, ExchangeSession.id == Recording.session_id)
    if kind == "material":
        return query.join(ExchangeSession, ExchangeSession.id == Material.session_id)
    return query


@kept
def _front(actor: Actor) -> Select[*tuple[Any, ...]]:
    order = (FollowedSearch.new_count.desc(), FollowedSearch.created_at.desc())
    return _of(actor).where(_LIVE).order_by(*order).limit(ON_FRONT)


@kept
def _every(actor: Actor) -> Select[*tuple[Any, ...]]:
    return _of(actor).order_by(FollowedSearch.created_at.desc())


def _of(actor: Actor) -> Select[*tuple[Any, ...]]:
    return select(
        FollowedSearch.id,
        FollowedSearch.name,
        FollowedSearch.state,
        FollowedSearch.new_count,
        FollowedSearch.rights,
        FollowedSearch.removed_at,
    ).where(FollowedSearch.member_id == reader_id(actor))


def _shown(actor: Actor, rows: Sequence[AnyRow]) -> list[Followed]:
    rights = rights_of(actor) if rows else ""
    return [
        Followed(
            row.id,
            row.name,
            row.state,
            row.new_count if row.rights in {"", rights} else None,
            row.removed_at,
        )
        for row in rows
    ]
