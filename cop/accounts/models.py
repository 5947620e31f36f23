"""People, the bodies they belong to, what they may do, and where they are signed in."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, func
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, Versioned, pk


class Province(Base):
    """One of the 76 provinces, or Bangkok; the code is that of TIS 1099."""

    __tablename__ = "provinces"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name_th: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))
    abbr_th: Mapped[str] = mapped_column(String(4))
    abbr_en: Mapped[str] = mapped_column(String(3))
    region: Mapped[str] = mapped_column(String(12))
    sort_key: Mapped[str] = mapped_column(String(200), index=True)


class Agency(Versioned, Base):
    """A unit of the body; units are renamed and replaced, never deleted."""

    __tablename__ = "agencies"

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_th: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    abbr: Mapped[str] = mapped_column(String(30), default="")
    level: Mapped[str] = mapped_column(String(12), default="central")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    province_code: Mapped[str | None] = mapped_column(ForeignKey("provinces.code"))
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    is_active: Mapped[bool] = mapped_column(default=True)
    sort_key: Mapped[str] = mapped_column(String(600), index=True)


class Member(Versioned, Base):
    """A person with an account. `email` is folded to lower case."""

    __tablename__ = "members"

    id: Mapped[pk]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    title: Mapped[str] = mapped_column(String(40), default="")
    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100), default="")
    position: Mapped[str] = mapped_column(String(150), default="")
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    province_code: Mapped[str | None] = mapped_column(ForeignKey("provinces.code"))
    language: Mapped[str] = mapped_column(String(2), default="th")
    text_size: Mapped[int] = mapped_column(default=1)
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    is_sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    sort_key: Mapped[str] = mapped_column(String(600), index=True)

    @hybrid_property
    def name(self) -> str:
        """Given and family name, without title; in statements too."""
        return f"{self.given_name} {self.family_name}".strip()

    @name.inplace.expression
    @classmethod
    def _name_in_sql(cls) -> ColumnElement[str]:
        return func.trim(cls.given_name.concat(" ").concat(cls.family_name))

    @property
    def full_name(self) -> str:
        """Return the name with its title, which stands before it without a space."""
        return f"{self.title}{self.name}"


class RoleGrant(Base):
    """A role given to a member over a scope, and taken back by `revoked_at`."""

    __tablename__ = "role_grants"
    __table_args__ = (Index("ix_role_grants_live", "member_id", "revoked_at"),)

    id: Mapped[pk]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    role: Mapped[str] = mapped_column(String(20))
    scope_kind: Mapped[str] = mapped_column(String(12), default="body")
    scope_id: Mapped[int] = mapped_column(default=0)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    granted_at: Mapped[datetime]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    revoked_at: Mapped[datetime | None]


class SignIn(Base):
    """A browser in which a member is signed in; the cookie holds the secret, we hold its hash."""

    __tablename__ = "sign_ins"

    id: Mapped[pk]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(45), default="")


class SignInAttempt(Base):
    """A failed sign-in, kept to slow down guessing; `account_hash` is a hash of the name given."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index("ix_sign_in_attempts_account", "account_hash", "at"),
        Index("ix_sign_in_attempts_address", "address", "at"),
    )

    id: Mapped[pk]
    account_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime]
