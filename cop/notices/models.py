"""Notices: what a person is told of that happened."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, pk

_UNREAD, _READ = text("read_at IS NULL"), text("read_at IS NOT NULL")


class Notice(Base):
    """One person is told of one journal entry.

    `kind` is what happened, as the journal calls it; the subject is the thing that it is about,
    `part` another thing that is named beside it: the reply, the other end of a link, what a role
    is held over. No title stands here: a notice shows what its reader may read when it is read.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("member_id", "entry_id"),
        # What every page of a member asks: is there anything unread? Most have no row here.
        Index(
            "ix_notices_unread",
            "member_id",
            "subject_kind",
            "subject_id",
            sqlite_where=_UNREAD,
            postgresql_where=_UNREAD,
        ),
        Index("ix_notices_read", "read_at", sqlite_where=_READ, postgresql_where=_READ),
    )

    id: Mapped[pk]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entries.id"))
    kind: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[int]
    part_kind: Mapped[str | None] = mapped_column(String(12))
    part_id: Mapped[int | None]
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
