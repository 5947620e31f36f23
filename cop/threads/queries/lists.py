"""Lists of threads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, false, func, select
from sqlalchemy.orm import aliased

from cop.accounts.models import Member
from cop.communities.models import Community
from cop.core.actor import Actor
from cop.core.paging import Paging
from cop.readers import reader_id
from cop.reads import Read, kept
from cop.threads.models import KINDS, Thread
from cop.threads.policies import listed_for

PER_PAGE = 20
_Last = aliased(Member)


@dataclass(frozen=True, slots=True)
class Card:
    """A thread as one row of a list; `at` is its last activity, `excerpt` the answer's if any."""

    id: int
    slug: str
    title: str
    excerpt: str
    kind: str
    state: str
    is_answered: bool
    reply_count: int
    at: datetime
    created_at: datetime
    community_id: int
    community_name: str
    community_slug: str
    last_id: int
    last_name: str
    is_sample: bool

    @property
    def url_values(self) -> dict[str, object]:
        """Return what the address of the thread's page needs."""
        return {"thread_id": self.id, "slug": self.slug}

    @property
    def is_waiting(self) -> bool:
        """Tell whether this is a question without an accepted answer."""
        return self.kind == "question" and not self.is_answered

    @property
    def mark(self) -> str:
        """Return what a list says of it: answered, waiting, discussion or announcement."""
        if self.kind != "question":
            return self.kind
        return "answered" if self.is_answered else "waiting"


@dataclass(frozen=True, slots=True)
class Listing:
    """Which threads a list shows: of a community, of a kind, waiting ones, the reader's own."""

    community_id: int | None = None
    kind: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True)
class Tallies:
    """How many threads there are for the reader: all, without an answer, own."""

    all: int = 0
    unanswered: int = 0
    mine: int = 0


_WAITING = and_(Thread.kind == "question", Thread.answer_position.is_(None))
# In the order of the fields of a card.
_COLUMNS = (
    Thread.id,
    Thread.slug,
    Thread.title,
    case((Thread.answer_position.is_(None), Thread.excerpt), else_=Thread.answer_excerpt),
    Thread.kind,
    Thread.state,
    Thread.answer_position.is_not(None),
    Thread.reply_count,
    Thread.last_activity_at,
    Thread.created_at,
    Thread.community_id,
    Community.name,
    Community.slug,
    _Last.id,
    _Last.name,
    Thread.is_sample,
)
_BY_ACTIVITY = (Thread.last_activity_at.desc(), Thread.id.desc())
_BY_WAITING = (Thread.created_at, Thread.id)
_Rows = Select[*tuple[Any, ...]]
_ROWS: _Rows = (
    select(*_COLUMNS)
    .join(Community, Community.id == Thread.community_id)
    .join(_Last, _Last.id == func.coalesce(Thread.last_replier_id, Thread.author_id))
)


def cards(actor: Actor, ids: Sequence[int]) -> dict[int, Card]:
    """Return the cards of those of the ids that the actor may read."""
    if not ids:
        return {}
    return {card.id: card for card in _cards(_some(actor), ids=list(ids))}


def latest(actor: Actor, *, community_id: int | None = None, limit: int = 5) -> list[Card]:
    """Return the threads with the latest activity first."""
    shown = Listing(community_id)
    return _cards(_chosen(actor, _shape(shown)), community=community_id, limit=limit, offset=0)


def unanswered(
    actor: Actor, *, communities: Sequence[int] | None = None, limit: int = 5
) -> list[Card]:
    """Return questions without an accepted answer, the one that waits longest first."""
    anywhere = communities is None
    return _cards(_waiting(actor, anywhere=anywhere), limit=limit, places=communities or ())


def listing(actor: Actor, shown: Listing, page: int) -> tuple[Paging[Card], Tallies]:
    """Return one page of 20, and the counts that stand beside the filters.

    The latest activity comes first; of unanswered ones the one that waits longest.
    """
    counts = _tallies(actor, shown.community_id, shown.kind)
    total = {"unanswered": counts.unanswered, "mine": counts.mine}.get(shown.only, counts.all)
    if not total:
        return Paging([], page, total, PER_PAGE), counts
    values = {"community": shown.community_id, "limit": PER_PAGE, "offset": (page - 1) * PER_PAGE}
    return Paging(_cards(_chosen(actor, _shape(shown)), **values), page, total, PER_PAGE), counts


def _shape(shown: Listing) -> Listing:
    """Return the listing as far as it shapes the statement; the community is a parameter."""
    kind = shown.kind if shown.kind in KINDS else ""
    return replace(shown, kind=kind, community_id=None if shown.community_id is None else 0)


def _tallies(actor: Actor, community_id: int | None, kind: str) -> Tallies:
    query = _counts(actor, _shape(Listing(community_id, kind)))
    (found,) = query.rows(community=community_id)
    return Tallies(*found)


@kept
def _some(actor: Actor) -> _Rows:
    return _ROWS.where(Thread.id.in_(bindparam("ids", expanding=True)), listed_for(actor))


@kept
def _chosen(actor: Actor, shown: Listing) -> _Rows:
    order = _BY_WAITING if shown.only == "unanswered" else _BY_ACTIVITY
    query = _ROWS.where(_condition(actor, shown)).order_by(*order)
    return query.limit(bindparam("limit")).offset(bindparam("offset"))


@kept
def _waiting(actor: Actor, *, anywhere: bool) -> _Rows:
    query = _ROWS.where(listed_for(actor), _WAITING)
    if not anywhere:
        query = query.where(Thread.community_id.in_(bindparam("places", expanding=True)))
    return query.order_by(*_BY_WAITING).limit(bindparam("limit"))


@kept
def _counts(actor: Actor, shown: Listing) -> _Rows:
    return select(
        func.count(),
        func.coalesce(func.sum(case((_WAITING, 1), else_=0)), 0),
        func.coalesce(func.sum(case((_own(actor), 1), else_=0)), 0),
    ).where(_condition(actor, shown))


def _condition(actor: Actor, shown: Listing) -> ColumnElement[bool]:
    conditions = [listed_for(actor)]
    if shown.community_id is not None:
        conditions.append(Thread.community_id == bindparam("community"))
    if shown.kind:
        conditions.append(Thread.kind == shown.kind)
    if shown.only == "unanswered":
        conditions.append(_WAITING)
    if shown.only == "mine":
        conditions.append(_own(actor))
    return and_(*conditions)


def _own(actor: Actor) -> ColumnElement[bool]:
    return false() if actor.id is None else Thread.author_id == reader_id(actor)


def _cards(query: Read, **values: object) -> list[Card]:
    return [Card(*row) for row in query.rows(**values)]
