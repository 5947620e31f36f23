"""What is read about communities."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select

from cop.accounts.models import Agency
from cop.communities.models import Community, Membership
from cop.communities.policies import community_open_to
from cop.communities.queries.people import Lead, leads
from cop.core.actor import Actor
from cop.db import db, kept
from cop.lessons.models import Lesson
from cop.lessons.policies import shown_to
from cop.sessions.models import ExchangeSession
from cop.sessions.policies import readable_by as sessions_readable_by
from cop.threads.models import Thread
from cop.threads.policies import listed_for

PER_PAGE = 20
"""Building a statement takes longer than running it; those of the latest readers are kept."""


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
    connection = db.session.connection()
    rows = connection.execute(_listed(actor, mine=mine)).all()
    leading = leads([row.id for row in rows])
    written = _counted(connection.execute(_lessons(actor)))
    talked = _counted(connection.execute(_threads(actor)))
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
    found = db.session.execute(_OWN, {"ids": sorted(actor.communities)})
    return [Own(*row) for row in found]


def numbers(actor: Actor, community_id: int) -> Numbers:
    """Return the counts that stand on the tabs of a community, in one query."""
    lessons = _count(Lesson, Lesson.community_id == community_id, _in_use(actor))
    threads = _count(Thread, Thread.community_id == community_id, listed_for(actor))
    sessions = _count(
        ExchangeSession,
        ExchangeSession.community_id == community_id,
        sessions_readable_by(actor),
    )
    members = _count(Membership, Membership.community_id == community_id)
    query = select(
        lessons.scalar_subquery(),
        threads.scalar_subquery(),
        sessions.scalar_subquery(),
        members.scalar_subquery(),
    )
    return Numbers(*db.session.execute(query).one())


def writable(actor: Actor) -> list[tuple[int, str, str]]:
    """Return (id, slug, name) of the communities in which the actor may post, by name."""
    ways: list[ColumnElement[bool]] = [
        Community.kind == "open",
        Community.id.in_(sorted(actor.communities)),
    ]
    if actor.agency_id is not None:
        ways.append(and_(Community.kind == "unit", Community.agency_id == actor.agency_id))
    query = (
        select(Community.id, Community.slug, Community.name)
        .where(or_(*ways))
        .order_by(Community.sort_key, Community.id)
    )
    return [(row.id, row.slug, row.name) for row in db.session.execute(query)]


def readable(actor: Actor) -> list[tuple[int, str, str]]:
    """Return (id, slug, name) of the communities that the actor may know of, by name."""
    rows = db.session.connection().execute(_listed(actor, mine=False))
    return [(row.id, row.slug, row.name) for row in rows]


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


def _count(table: Any, *conditions: ColumnElement[bool]) -> Select[int]:  # noqa: ANN401 - a record class
    return select(func.count()).select_from(table).where(*conditions)


_Counted = dict[int, tuple[int, datetime | None]]


_OWN = (
    select(
        Community.slug,
        Community.name,
        # A member may read every thread of the community, so nothing is told that is closed.
        select(func.max(Thread.last_activity_at))
        .where(Thread.community_id == Community.id, Thread.removed_at.is_(None))
        .scalar_subquery(),
    )
    .where(Community.id.in_(bindparam("ids", expanding=True)))
    .order_by(Community.sort_key)
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
        query = query.where(Community.id.in_(sorted(actor.communities)))
    return query.order_by(Community.sort_key, Community.id)


@kept
def _lessons(actor: Actor) -> Select[int, int, Any]:
    query = select(Lesson.community_id, func.count(), func.max(Lesson.published_at))
    return query.where(_in_use(actor)).group_by(Lesson.community_id)


@kept
def _threads(actor: Actor) -> Select[int, int, Any]:
    query = select(Thread.community_id, func.count(), func.max(Thread.last_activity_at))
    return query.where(listed_for(actor)).group_by(Thread.community_id)


def _counted(rows: Iterable[Row[int, int, Any]]) -> _Counted:
    found: _Counted = defaultdict(lambda: (0, None))
    for community_id, count, at in rows:
        found[community_id] = (count, at)
    return found
