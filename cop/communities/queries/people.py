"""What is read about the people of communities."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from cop.accounts.models import Agency, Member, Province
from cop.communities.models import Membership
from cop.core.paging import Paging
from cop.db import db

PER_PAGE = 20
"""Building a statement takes longer than running it; those of the latest readers are kept."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A facilitator as a community's page names them."""

    id: int
    name: str
    position: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who belongs to a community; `role` is member or facilitator."""

    id: int
    name: str
    position: str
    agency_th: str
    agency_en: str
    province_th: str
    province_en: str
    role: str
    joined_at: datetime


_LEADS = (
    select(
        Membership.community_id,
        Member.id,
        Member.given_name,
        Member.family_name,
        Member.position,
    )
    .join(Member, Member.id == Membership.member_id)
    .where(
        Membership.community_id.in_(bindparam("ids", expanding=True)),
        Membership.role == "facilitator",
    )
    .order_by(Member.sort_key, Member.id)
)


def leads(ids: Sequence[int]) -> dict[int, list[Lead]]:
    """Return the facilitators of communities, by community, in dictionary order."""
    found: dict[int, list[Lead]] = defaultdict(list)
    for row in db.session.connection().execute(_LEADS, {"ids": list(ids)}):
        name = f"{row.given_name} {row.family_name}".strip()
        found[row.community_id].append(Lead(row.id, name, row.position))
    return found


def people(community_id: int, page: int) -> Paging[Person]:
    """Return a page of 20 members, facilitators first, then in dictionary order."""
    belongs = Membership.community_id == community_id
    total = db.session.scalar(select(func.count()).select_from(Membership).where(belongs)) or 0
    query = (
        select(
            Member.id,
            Member.given_name,
            Member.family_name,
            Member.position,
            Agency.name_th.label("agency_th"),
            Agency.name_en.label("agency_en"),
            Province.name_th.label("province_th"),
            Province.name_en.label("province_en"),
            Membership.role,
            Membership.joined_at,
        )
        .join(Member, Member.id == Membership.member_id)
        .outerjoin(Agency, Agency.id == Member.agency_id)
        .outerjoin(Province, Province.code == Member.province_code)
        .where(belongs)
        .order_by(Membership.role, Member.sort_key, Member.id)
    )
    rows = db.session.execute(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return Paging([_person(row) for row in rows], page, total, PER_PAGE)


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    return Person(
        id=row.id,
        name=f"{row.given_name} {row.family_name}".strip(),
        position=row.position,
        agency_th=row.agency_th or "",
        agency_en=row.agency_en or "",
        province_th=row.province_th or "",
        province_en=row.province_en or "",
        role=row.role,
        joined_at=row.joined_at,
    )
