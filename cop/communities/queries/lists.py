"""What is read about communities."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)

from cop.accounts.models import Agency
from cop.communities.models import Community, Membership
from cop.communities.policies import community_open_to
from cop.communities.queries.people import Lead, leads
from cop.core.actor import Actor
from cop.db import db
from cop.lessons.models import Lesson
from cop.lessons.policies import shown_to
from cop.readers import in_communities_of, reader_agency
from cop.reads import AnyRow, kept
from cop.sessions.models import ExchangeSession
from cop.sessions.policies import readable_by as sessions_readable_by
from cop.threads.models import Thread
from cop.threads.policies import listed_for

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Card:
    """A community in a list; the counts are of what the reader may read."""

    id: int
    slug: str
    name: str
    purpose: str
    kind: str
    is_sample: bool
    is_mine: bool
    leads: Sequence[Lead]
    lessons: int
    threads: int
    at: datetime | None

    @property
    def title(self) -> str:
        """Return its name."""
        return self.name

    @property
    def url_values(self) -> dict[str, object]:
        """Return what the address of its page needs."""
        return {"slug": self.slug}


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much of each kind a community holds for the reader."""

    lessons: int
    threads: int
    sessions: int
    members: int


def get(actor: Actor, slug: str) -> Community | None:
    """Return the community at an address, None when the actor may not know of it."""
    query = select(Community).where(Community.slug == slug, community_open_to(actor))
    return db.session.scalars(query).one_or_none()


def get_by_id(actor: Actor, community_id: int) -> Community | None:
    """Return the community with an id, None when the actor may not know of it."""
    query = select(Community).where(Community.id == community_id, community_open_to(actor))
    return db.session.scalars(query).one_or_none()


def cards(actor: Actor, *, mine: bool = False) -> list[Card]:
    """Return the communities that the actor may know of, or own ones only, in dictionary order."""
    rows = _listed(actor, mine=mine).rows()
    leading = leads([row.id for row in rows])
    written = _counted(_lessons(actor).rows())
    talked = _counted(_threads(actor).rows())
    return [
        Card(
            id=row.id,
            slug=row.slug,
            name=row.name,
            purpose=row.purpose.partition("\n")[0],
            kind=row.kind,
            is_sample=row.is_sample,
            is_mine=row.id in actor.communities,
            leads=leading.get(row.id, ()),
            lessons=written[row.id][0],
            threads=talked[row.id][0],
            at=max((at for at in (written[row.id][1], talked[row.id][1]) if at), default=None),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Own:
    """A community that the reader belongs to, and when somebody last wrote in it."""

    slug: str
    name: str
    at: datetime | None


def of_member(actor: Actor) -> list[Own]:
    """Return the actor's own communities, in dictionary order, in one query without counting."""
    if not actor.communities:
        return []
    return [Own(*row) for row in _own(actor).rows()]


def numbers(actor: Actor, community_id: int) -> Numbers:
    """Return the counts that stand on the tabs of a community, in one query."""
    (found,) = _numbers(actor).rows(community=community_id)
    return Numbers(*found)


def writable(actor: Actor) -> list[tuple[int, str, str]]:
    """Return (id, slug, name) of the communities in which the actor may post, by name."""
    return [(row.id, row.slug, row.name) for row in _writable(actor).rows()]


def readable(actor: Actor) -> list[tuple[int, str, str]]:
    """Return (id, slug, name) of the communities that the actor may know of, by name."""
    return [(row.id, row.slug, row.name) for row in _listed(actor, mine=False).rows()]


def agencies() -> list[tuple[int, str, str]]:
    """Return (id, Thai name, English name) of the agencies in use, in dictionary order."""
    query = (
        select(Agency.id, Agency.name_th, Agency.name_en)
        .where(Agency.is_active)
        .order_by(Agency.sort_key)
    )
    return [(row.id, row.name_th, row.name_en) for row in db.session.execute(query)]


def _in_use(actor: Actor) -> ColumnElement[bool]:
    return and_(shown_to(actor), Lesson.state != "withdrawn")


def _count(table: Any, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:  # noqa: ANN401 - a record class
    return select(func.count()).select_from(table).where(*conditions).scalar_subquery()


_Counted = dict[int, tuple[int, datetime | None]]


@kept
def _own(actor: Actor) -> Select[*tuple[Any, ...]]:
    # A member may read every thread of the community, so nothing is told that is closed.
    last = select(func.max(Thread.last_activity_at)).where(
        Thread.community_id == Community.id, Thread.removed_at.is_(None)
    )
    return (
        select(Community.slug, Community.name, last.scalar_subquery())
        .where(in_communities_of(actor, Community.id))
        .order_by(Community.sort_key)
    )


@kept
def _writable(actor: Actor) -> Select[*tuple[Any, ...]]:
    ways = [Community.kind == "open", in_communities_of(actor, Community.id)]
    if actor.agency_id is not None:
        ways.append(and_(Community.kind == "unit", Community.agency_id == reader_agency(actor)))
    return (
        select(Community.id, Community.slug, Community.name)
        .where(or_(*ways))
        .order_by(Community.sort_key, Community.id)
    )


@kept
def _numbers(actor: Actor) -> Select[*tuple[Any, ...]]:
    here: BindParameter[int] = bindparam("community", type_=Integer)
    return select(
        _count(Lesson, Lesson.community_id == here, _in_use(actor)),
        _count(Thread, Thread.community_id == here, listed_for(actor)),
        _count(ExchangeSession, ExchangeSession.community_id == here, sessions_readable_by(actor)),
        _count(Membership, Membership.community_id == here),
    )


@kept
def _listed(actor: Actor, *, mine: bool) -> Select[*tuple[Any, ...]]:
    query = select(
        Community.id,
        Community.slug,
        Community.name,
        Community.purpose,
        Community.kind,
        Community.is_sample,
    ).where(community_open_to(actor))
    if mine:
        query = query.where(in_communities_of(actor, Community.id))
    return query.order_by(Community.sort_key, Community.id)


@kept
def _lessons(actor: Actor) -> Select[*tuple[Any, ...]]:
    query = select(Lesson.community_id, func.count(), func.max(Lesson.published_at))
    return query.where(_in_use(actor)).group_by(Lesson.community_id)


@kept
def _threads(actor: Actor) -> Select[*tuple[Any, ...]]:
    query = select(Thread.community_id, func.count(), func.max(Thread.last_activity_at))
    return query.where(listed_for(actor)).group_by(Thread.community_id)


def _counted(rows: Iterable[AnyRow]) -> _Counted:
    found: _Counted = defaultdict(lambda: (0, None))
    for community_id, count, at in rows:
        found[community_id] = (count, at)
    return found
