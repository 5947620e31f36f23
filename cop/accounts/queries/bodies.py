"""What is read about agencies and provinces."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import aliased

from cop.accounts.models import Agency, Province
from cop.core.paging import Paging
from cop.db import db

PER_PAGE = 20
AnyRow = Row[*tuple[Any, ...]]


def provinces() -> Select[str, str, str]:
    """Return provinces (code, Thai name, English name) in dictionary order."""
    return select(Province.code, Province.name_th, Province.name_en).order_by(Province.sort_key)


def agencies(*, active: bool = True) -> Select[int, str, str]:
    """Return agencies (id, Thai name, English name) in dictionary order."""
    query = select(Agency.id, Agency.name_th, Agency.name_en).order_by(Agency.sort_key)
    return query.where(Agency.is_active) if active else query


def agency_choices(kept: int | None) -> Sequence[Row[int, str, str]]:
    """Return the agencies to choose from: the active ones, and the one that is chosen already."""
    query = select(Agency.id, Agency.name_th, Agency.name_en).order_by(Agency.sort_key)
    return db.session.execute(query.where(or_(Agency.is_active, Agency.id == kept))).all()


def agency(agency_id: int) -> Agency | None:
    """Return the agency to be changed."""
    return db.session.get(Agency, agency_id)


def agency_page(words: str, page: int) -> Paging[AnyRow]:
    """Return a page of agencies whose name, short name or code holds the words."""
    parent, heir = aliased(Agency), aliased(Agency)
    chosen = select(Agency.id)
    for word in words.split()[:5]:
        chosen = chosen.where(
            Agency.name_th.icontains(word, autoescape=True)
            | Agency.name_en.icontains(word, autoescape=True)
            | Agency.abbr.icontains(word, autoescape=True)
            | Agency.code.icontains(word, autoescape=True)
        )
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    query = (
        select(
            Agency.id,
            Agency.code,
            Agency.name_th,
            Agency.name_en,
            Agency.abbr,
            Agency.level,
            Agency.is_active,
            Province.name_th.label("province_th"),
            Province.name_en.label("province_en"),
            parent.name_th.label("parent_th"),
            parent.name_en.label("parent_en"),
            heir.name_th.label("replaced_th"),
            heir.name_en.label("replaced_en"),
        )
        .outerjoin(Province, Province.code == Agency.province_code)
        .outerjoin(parent, parent.id == Agency.parent_id)
        .outerjoin(heir, heir.id == Agency.replaced_by_id)
        .where(Agency.id.in_(chosen))
        .order_by(Agency.sort_key)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return Paging(db.session.execute(query).all(), page, total, PER_PAGE)
