"""What search remembers: questions, who follows which, and words and buildings of the index."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, pk


class Search(Base):
    """One search, as typed and as compared; whose it was is forgotten after 30 days.

    `clicked_rank` is the place of the first result that was opened, counted from 1 over all pages.
    """

    __tablename__ = "searches"
    __table_args__ = (Index("ix_searches_asked", "folded", "at"),)

    id: Mapped[pk]
    typed: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(200))
    kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    filters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    found: Mapped[int]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    is_members: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime] = mapped_column(index=True)
    clicked_rank: Mapped[int | None]


class DismissedQuery(Base):
    """A question that the curators need not see again."""

    __tablename__ = "dismissed_queries"

    id: Mapped[pk]
    folded: Mapped[str] = mapped_column(String(200), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]


class FollowedSearch(Base):
    """A search that a member keeps; `state` is the part of its address after the question mark.

    `new_count` things are new since the results were last opened, for a reader with the rights
    that `rights` is the hash of.
    """

    __tablename__ = "followed_searches"
    __table_args__ = (UniqueConstraint("member_id", "key"),)

    id: Mapped[pk]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    key: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(2_000))
    name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    checked_at: Mapped[datetime | None] = mapped_column(index=True)
    new_count: Mapped[int] = mapped_column(default=0)
    rights: Mapped[str] = mapped_column(String(64), default="")
    removed_at: Mapped[datetime | None]


class DomainWord(Base):
    """A word of the field that operators added to the dictionary."""

    __tablename__ = "domain_words"

    id: Mapped[pk]
    word: Mapped[str] = mapped_column(String(60), unique=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    added_at: Mapped[datetime]


class WordList(Base):
    """The words that were added to a dictionary when an index was built, one a line."""

    __tablename__ = "word_lists"

    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]


class IndexBuild(Base):
    """One building of the whole index: `done` of `total` things have been read."""

    __tablename__ = "index_builds"

    id: Mapped[pk]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    has_failed: Mapped[bool] = mapped_column(default=False)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
