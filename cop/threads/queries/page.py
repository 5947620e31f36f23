"""One thread as its page shows it. Columns only, with statements built once.

The two statements of the page go to the connection itself: the session would add a third to their
cost and there are no records to keep track of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, select
from sqlalchemy.orm import aliased, contains_eager

from cop.accounts.models import Agency, Member
from cop.communities.models import Community
from cop.core.actor import Actor
from cop.db import db
from cop.lessons.models import LessonLink
from cop.lessons.queries import Linked, linked_to
from cop.threads.models import REPLIES_A_PAGE, Reply, Thread
from cop.threads.policies import may_read

_Remover = aliased(Member)


@dataclass(frozen=True, slots=True)
class Where:
    """The community of a thread, as its page and the rules need it."""

    id: int
    kind: str
    agency_id: int | None
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Head:
    """A thread without its replies, as its page and the rules need it."""

    id: int
    version: int
    community: Where
    visibility: str
    agency_id: int | None
    author_id: int
    author_name: str
    author_agency_th: str | None
    author_agency_en: str | None
    kind: str
    title: str
    slug: str
    body_html: str
    tags: Sequence[str]
    state: str
    created_at: datetime
    edited_at: datetime | None
    reply_count: int
    last_activity_at: datetime
    answer_position: int | None
    answered_at: datetime | None
    answered_by_id: int | None
    removed_at: datetime | None
    is_sample: bool
    has_links: bool

    @property
    def community_id(self) -> int:
        """Return the id of its community."""
        return self.community.id

    @property
    def removed(self) -> bool:
        """Tell whether it has been taken away."""
        return self.removed_at is not None

    @property
    def pages(self) -> int:
        """Return how many pages its replies fill, at least 1."""
        return max(1, -(-self.reply_count // REPLIES_A_PAGE))


Said = Row[*tuple[Any, ...]]
"""A reply with its author: position, author_id, name, agency, body_html and its instants."""


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of a thread; `answer` is the accepted reply, read for the first page only.

    `links` are the lessons tied to it that the reader may read.
    """

    head: Head
    replies: Sequence[Said]
    answer: Said | None
    links: Sequence[Linked]
    page: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least 1."""
        return self.head.pages

    @property
    def shown(self) -> Sequence[Said]:
        """Return the accepted reply, if this page has it, and then the replies by position."""
        return self.replies if self.answer is None else [self.answer, *self.replies]

    @property
    def first(self) -> int:
        """Return the position of the first reply of this page."""
        return (self.page - 1) * REPLIES_A_PAGE + 1

    @property
    def last(self) -> int:
        """Return the position of the last reply of this page."""
        return min(self.page * REPLIES_A_PAGE, self.head.reply_count)


_HEAD = (
    select(
        Thread.id,
        Thread.version,
        Thread.community_id,
        Community.kind.label("community_kind"),
        Community.agency_id.label("community_agency_id"),
        Community.slug.label("community_slug"),
        Community.name.label("community_name"),
        Thread.visibility,
        Thread.agency_id,
        Thread.author_id,
        Member.given_name,
        Member.family_name,
        Agency.name_th,
        Agency.name_en,
        Thread.kind,
        Thread.title,
        Thread.slug,
        Thread.body_html,
        Thread.tags,
        Thread.state,
        Thread.created_at,
        Thread.edited_at,
        Thread.reply_count,
        Thread.last_activity_at,
        Thread.answer_position,
        Thread.answered_at,
        Thread.answered_by_id,
        Thread.removed_at,
        Thread.is_sample,
        exists()
        .where(LessonLink.to_kind == "thread", LessonLink.to_id == Thread.id)
        .label("has_links"),
    )
    .join(Community, Community.id == Thread.community_id)
    .join(Member, Member.id == Thread.author_id)
    .outerjoin(Agency, Agency.id == Member.agency_id)
    .where(Thread.id == bindparam("thread_id"))
)
_REPLIES = (
    select(
        Reply.id,
        Reply.position,
        Reply.author_id,
        Member.given_name,
        Member.name.label("name"),
        Agency.name_th.label("agency_th"),
        Agency.name_en.label("agency_en"),
        Reply.body_html,
        Reply.created_at,
        Reply.edited_at,
        Reply.removed_at,
    )
    .join(Member, Member.id == Reply.author_id)
    .outerjoin(Agency, Agency.id == Member.agency_id)
    .where(
        Reply.thread_id == bindparam("thread_id"),
        Reply.position.between(bindparam("first"), bindparam("last")),
    )
    .order_by(Reply.position)
)


_REPLY = select(Reply).where(
    Reply.thread_id == bindparam("thread_id"), Reply.position == bindparam("position")
)
_RECORD = (
    select(Thread)
    .join(Thread.community)
    .options(contains_eager(Thread.community))
    .where(Thread.id == bindparam("thread_id"))
)


def head(actor: Actor, thread_id: int) -> Head | None:
    """Return the thread without its replies, or None when the actor may not read it."""
    row = db.session.connection().execute(_HEAD, {"thread_id": thread_id}).one_or_none()
    if row is None:
        return None
    found = _head(row)
    return found if may_read(actor, found) else None


def thread_page(actor: Actor, thread_id: int, page: int) -> ThreadPage | None:
    """Return a page of 20 replies by position, or None when the actor may not read the thread.

    A page after the last one is the last one. Every page costs the same, however long the thread.
    """
    found = head(actor, thread_id)
    if found is None:
        return None
    page = min(page, found.pages)
    replies = _replies(found.id, (page - 1) * REPLIES_A_PAGE + 1, page * REPLIES_A_PAGE)
    answer = None
    if page == 1 and found.answer_position is not None:
        answer = _answer(found.id, found.answer_position, replies)
    links = linked_to(actor, "thread", found.id) if found.has_links else ()
    return ThreadPage(found, replies, answer, links, page)


def get(actor: Actor, thread_id: int) -> Thread | None:
    """Return the record with its community, for an act; None when the actor may not read it."""
    found = db.session.scalars(_RECORD, {"thread_id": thread_id}).one_or_none()
    return found if found is not None and may_read(actor, found) else None


def get_reply(thread_id: int, position: int) -> Reply | None:
    """Return the reply at a position of a thread that the caller has already read."""
    values = {"thread_id": thread_id, "position": position}
    return db.session.scalars(_REPLY, values).one_or_none()


def said(thread_id: int, position: int) -> Said | None:
    """Return one reply with its author, for quoting."""
    found = _replies(thread_id, position, position)
    return found[0] if found else None


def _replies(thread_id: int, first: int, last: int) -> Sequence[Said]:
    values = {"thread_id": thread_id, "first": first, "last": last}
    return db.session.connection().execute(_REPLIES, values).all()


def _answer(thread_id: int, position: int, shown: Sequence[Said]) -> Said | None:
    if position <= len(shown):
        return shown[position - 1]
    return said(thread_id, position)


def _head(row: Row[*tuple[Any, ...]]) -> Head:
    where = Where(
        row.community_id,
        row.community_kind,
        row.community_agency_id,
        row.community_slug,
        row.community_name,
    )
    return Head(
        id=row.id,
        version=row.version,
        community=where,
        visibility=row.visibility,
        agency_id=row.agency_id,
        author_id=row.author_id,
        author_name=f"{row.given_name} {row.family_name}".strip(),
        author_agency_th=row.name_th,
        author_agency_en=row.name_en,
        kind=row.kind,
        title=row.title,
        slug=row.slug,
        body_html=row.body_html,
        tags=row.tags,
        state=row.state,
        created_at=row.created_at,
        edited_at=row.edited_at,
        reply_count=row.reply_count,
        last_activity_at=row.last_activity_at,
        answer_position=row.answer_position,
        answered_at=row.answered_at,
        answered_by_id=row.answered_by_id,
        removed_at=row.removed_at,
        is_sample=row.is_sample,
        has_links=row.has_links,
    )
