"""Controlled terms: principles, topics, work processes and the rest, with their other names."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, Versioned, pk

SCHEMES = ("principle", "topic", "process", "channel", "audience", "reason")


class Term(Versioned, Base):
    """A term of a scheme; `status` is active, proposed or retired."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("scheme", "code"),)

    id: Mapped[pk]
    scheme: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(20))
    label_th: Mapped[str] = mapped_column(String(150))
    label_en: Mapped[str] = mapped_column(String(150), default="")
    scope_note: Mapped[str] = mapped_column(Text, default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("terms.id"))
    status: Mapped[str] = mapped_column(String(8), default="active")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("terms.id"))
    place: Mapped[int] = mapped_column(default=0)


class Synonym(Base):
    """Two ways of writing one thing for search; `both_ways` false means short finds full only."""

    __tablename__ = "synonyms"
    __table_args__ = (UniqueConstraint("short", "full"),)

    id: Mapped[pk]
    short: Mapped[str] = mapped_column(String(100))
    full: Mapped[str] = mapped_column(String(200))
    both_ways: Mapped[bool] = mapped_column(default=False)
