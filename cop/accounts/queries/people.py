"""What is read about members."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from cop.accounts.models import Agency, Member, Province, RoleGrant, SignIn
from cop.core.paging import Paging
from cop.db import db

PER_PAGE = 20
AnyRow = Row[*tuple[Any, ...]]


def by_email(email: str) -> Member | None:
    """Return the member with this address, whatever its letter case."""
    query = select(Member).where(Member.email == email.strip().casefold())
    return db.session.scalars(query).one_or_none()


def get(member_id: int | None) -> Member | None:
    """Return the member to be changed."""
    return db.session.get(Member, member_id) if member_id else None


def password_of(email: str) -> Row[int, str, bool] | None:
    """Return (id, password_hash, is_active) of the member with this address."""
    query = select(Member.id, Member.password_hash, Member.is_active)
    return db.session.execute(query.where(Member.email == email.strip().casefold())).one_or_none()


def profile(member_id: int) -> AnyRow | None:
    """Return what every member may read of a member, with agency and province by name."""
    query = (
        select(
            Member.id,
            Member.title,
            Member.given_name,
            Member.family_name,
            Member.position,
            Member.is_sample,
            Agency.name_th.label("agency_th"),
            Agency.name_en.label("agency_en"),
            Province.name_th.label("province_th"),
            Province.name_en.label("province_en"),
        )
        .outerjoin(Agency, Agency.id == Member.agency_id)
        .outerjoin(Province, Province.code == Member.province_code)
        .where(Member.id == member_id)
    )
    return db.session.execute(query).one_or_none()


def sign_ins(member_id: int, *, at: datetime, unused_since: datetime) -> Sequence[AnyRow]:
    """Return the live sign-ins of a member, the one last used first."""
    query = (
        select(SignIn.id, SignIn.user_agent, SignIn.address, SignIn.created_at, SignIn.last_seen_at)
        .where(
            SignIn.member_id == member_id,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > at,
            SignIn.last_seen_at >= unused_since,
        )
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
        .limit(100)
    )
    return db.session.execute(query).all()


def sign_in_owner(sign_in_id: int) -> int | None:
    """Return whose sign-in this is."""
    return db.session.scalar(select(SignIn.member_id).where(SignIn.id == sign_in_id))


def sample_accounts(ending: str) -> Sequence[Row[str, str, str]]:
    """Return (email, given name, position) of demo members whose address ends so."""
    query = (
        select(Member.email, Member.given_name, Member.position)
        .where(Member.is_sample, Member.is_active, Member.email.endswith(ending, autoescape=True))
        .order_by(Member.id)
    )
    return db.session.execute(query.limit(12)).all()


def members(words: str, page: int) -> Paging[AnyRow]:
    """Return a page of members whose name or address holds the words, in dictionary order."""
    chosen = select(Member.id)
    for word in words.split()[:5]:
        chosen = chosen.where(
            Member.given_name.icontains(word, autoescape=True)
            | Member.family_name.icontains(word, autoescape=True)
            | Member.email.icontains(word, autoescape=True)
        )
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    query = (
        select(
            Member.id,
            Member.email,
            Member.title,
            Member.given_name,
            Member.family_name,
            Member.position,
            Member.is_active,
            Agency.name_th.label("agency_th"),
            Agency.name_en.label("agency_en"),
        )
        .outerjoin(Agency, Agency.id == Member.agency_id)
        .where(Member.id.in_(chosen))
        .order_by(Member.sort_key, Member.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return Paging(db.session.execute(query).all(), page, total, PER_PAGE)


def grants(member_ids: Sequence[int]) -> Sequence[AnyRow]:
    """Return the roles held now by these members, oldest first."""
    query = (
        select(
            RoleGrant.id,
            RoleGrant.member_id,
            RoleGrant.role,
            RoleGrant.scope_kind,
            RoleGrant.scope_id,
            RoleGrant.granted_at,
        )
        .where(RoleGrant.member_id.in_(member_ids), RoleGrant.revoked_at.is_(None))
        .order_by(RoleGrant.id)
    )
    return db.session.execute(query).all() if member_ids else ()


def names(member_ids: Sequence[int]) -> dict[int, str]:
    """Return the names of these members by id."""
    query = select(Member.id, Member.given_name, Member.family_name)
    if not member_ids:
        return {}
    found = db.session.execute(query.where(Member.id.in_(member_ids)))
    return {row.id: f"{row.given_name} {row.family_name}".strip() for row in found}
