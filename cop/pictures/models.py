"""Pictures that stand in texts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, pk

NOWHERE = ""
PLACES = ("lesson", "thread", "reply")


class Picture(Base):
    """A picture in the text of one thing; `key` is what its address says, and tells nothing.

    `place` and `place_id` name the thing whose text shows it; until that has been saved the
    picture is its writer's alone (`place` is empty, `place_id` 0). `digest` is of the bytes that
    are kept, `sent_digest` of those that were sent, so that sending twice makes one picture.
    """

    __tablename__ = "pictures"
    __table_args__ = (
        UniqueConstraint("member_id", "place", "place_id", "sent_digest"),
        Index("ix_pictures_place", "place", "place_id"),
        Index("ix_pictures_digest", "digest"),
    )

    id: Mapped[pk]
    key: Mapped[str] = mapped_column(String(16), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    place: Mapped[str] = mapped_column(String(6), default=NOWHERE)
    place_id: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64))
    sent_digest: Mapped[str] = mapped_column(String(64))
    content_type: Mapped[str] = mapped_column(String(20))
    size_bytes: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    sent_at: Mapped[datetime]

    @property
    def address(self) -> str:
        """Return the address that a text names it by."""
        return f"/pictures/{self.key}-{self.width}x{self.height}"
