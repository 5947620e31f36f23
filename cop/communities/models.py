"""Communities of practice and who belongs to them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, Versioned, pk


class Community(Versioned, Base):
    """A community: open to all staff, to its members only, or tied to a unit."""

    __tablename__ = "communities"

    id: Mapped[pk]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(150))
    purpose: Mapped[str] = mapped_column(Text, default="")
    purpose_html: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(8), default="open")
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    created_at: Mapped[datetime]
    is_sample: Mapped[bool] = mapped_column(default=False)
    sort_key: Mapped[str] = mapped_column(String(600), index=True)


class Membership(Base):
    """A member's belonging to a community; `role` is member or facilitator."""

    __tablename__ = "memberships"

    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(12), default="member")
    joined_at: Mapped[datetime]
