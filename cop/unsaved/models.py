"""What stands in a form and has not been saved yet."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, pk


class UnsavedText(Base):
    """What one person typed in one page that was opened with a form; nobody else ever reads it.

    `place` is the form ("lesson:12", "lesson:new"), `tab` the page opened with it: two pages open
    at once have a row each, so that neither overwrites the other. `fields` are the form's names
    and values in its order; none are left once the form was saved. `base` is the version of the
    thing on which the text is based. `turn` is the page's own clock in milliseconds: of two
    sendings that overtake each other the later counts.
    """

    __tablename__ = "unsaved_texts"
    __table_args__ = (
        UniqueConstraint("member_id", "place", "tab"),
        Index("ix_unsaved_texts_place", "place", "saved_at"),
        Index("ix_unsaved_texts_saved", "saved_at"),
    )

    id: Mapped[pk]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    place: Mapped[str] = mapped_column(String(40))
    tab: Mapped[str] = mapped_column(String(64))
    base: Mapped[int | None]
    turn: Mapped[int] = mapped_column(BigInteger, default=0)
    fields: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    saved_at: Mapped[datetime]
