"""Threads and their replies."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.db import Base, Versioned, pk

if TYPE_CHECKING:
    from cop.communities.models import Community

KINDS = ("question", "discussion", "announcement")
OPEN, LOCKED = "open", "locked"
REPLIES_A_PAGE = 20


class Thread(Versioned, Base):
    """A question, a discussion or an announcement in a community.

    `reply_count` is also the highest position given so far: positions run from 1 without gaps,
    removed replies keep theirs. `answer_position` names the accepted reply.
    """

    __tablename__ = "threads"
    __table_args__ = (
        Index("ix_threads_in_community", "community_id", "last_activity_at"),
        Index("ix_threads_waiting", "kind", "answer_position", "created_at"),
    )

    id: Mapped[pk]
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    visibility: Mapped[str] = mapped_column(String(9), default="org")
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="question")
    title: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    excerpt: Mapped[str] = mapped_column(String(300), default="")
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(6), default=OPEN)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    reply_count: Mapped[int] = mapped_column(default=0)
    last_activity_at: Mapped[datetime] = mapped_column(index=True)
    last_replier_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    answer_position: Mapped[int | None]
    answer_excerpt: Mapped[str] = mapped_column(String(300), default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    is_sample: Mapped[bool] = mapped_column(default=False)

    community: Mapped["Community"] = relationship()

    @property
    def removed(self) -> bool:
        """Tell whether it has been taken away."""
        return self.removed_at is not None


class Reply(Versioned, Base):
    """One reply; `position` counts from 1 within its thread."""

    __tablename__ = "replies"
    __table_args__ = (UniqueConstraint("thread_id", "position"),)

    id: Mapped[pk]
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    position: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))

    @property
    def removed(self) -> bool:
        """Tell whether it has been taken away."""
        return self.removed_at is not None

    @property
    def page(self) -> int:
        """Return the page of its thread on which the reply stands, from 1."""
        return page_of(self.position)


def page_of(position: int) -> int:
    """Return the page of a thread that shows the reply at a position; both count from 1."""
    return (max(position, 1) - 1) // REPLIES_A_PAGE + 1
