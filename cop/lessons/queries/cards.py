"""Lessons as rows of lists and hits of searches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    select,
)

from cop.accounts.models import Agency, Member, Province
from cop.communities.models import Community
from cop.core.actor import Actor
from cop.core.paging import Paging
from cop.db import db, kept
from cop.lessons.models import Lesson, LessonTerm
from cop.lessons.policies import readable_by, shown_to
from cop.terms.models import Term

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a lesson; names are in both languages, English ones may be empty."""

    id: int
    ref: str
    title: str
    summary: str
    kind: str
    outcome: str | None
    state: str
    is_published: bool
    visibility: str
    fiscal_year: int | None
    published_at: datetime | None
    created_at: datetime
    author_id: int
    author_name: str
    community_slug: str
    community_name: str
    agency_th: str
    agency_en: str
    province_th: str
    province_en: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader narrowed the list of lessons to; empty means all."""

    kind: str = ""
    outcome: str = ""
    fiscal_year: int | None = None
    topic: str = ""
    principle: str = ""
    process: str = ""
    community: str = ""
    state: str = ""
    mine: bool = False


_COLUMNS = (
    Lesson.id,
    Lesson.number,
    Lesson.title,
    Lesson.summary,
    Lesson.kind,
    Lesson.outcome,
    Lesson.state,
    Lesson.visibility,
    Lesson.fiscal_year,
    Lesson.published_at,
    Lesson.published_revision_id,
    Lesson.created_at,
    Lesson.author_id,
    Lesson.is_sample,
    Member.given_name,
    Member.family_name,
    Community.slug.label("community_slug"),
    Community.name.label("community_name"),
    Agency.name_th.label("agency_th"),
    Agency.name_en.label("agency_en"),
    Province.name_th.label("province_th"),
    Province.name_en.label("province_en"),
)


def cards(actor: Actor, ids: Sequence[int]) -> dict[int, Card]:
    """Return the cards of those lessons that the actor may read."""
    if not ids:
        return {}
    rows = db.session.execute(_of_ids(actor), {"ids": list(ids)})
    return {row.id: _card(row) for row in rows}


def by_number(actor: Actor, number: str) -> Card | None:
    """Return the card of the lesson with this number, if the actor may read it."""
    query = _cards().where(Lesson.number == number.upper(), readable_by(actor))
    row = db.session.execute(query).one_or_none()
    return _card(row) if row else None


def latest(actor: Actor, limit: int = 5, community_id: int | None = None) -> list[Card]:
    """Return lessons in use, newest first, of one community if named."""
    query = _latest(actor, limit, everywhere=community_id is None)
    return [_card(row) for row in db.session.execute(query, {"community": community_id})]


def listing(actor: Actor, filters: Filters, page: int) -> Paging[Card]:
    """Return a page of the lessons that fit: the newest first, own ones by their creation."""
    count, listed = _listed(actor, filters)
    total = db.session.scalar(count)
    rows = [_card(row) for row in db.session.execute(listed, {"skip": (page - 1) * PER_PAGE})]
    return Paging(rows=rows, page=page, total=total or 0, per_page=PER_PAGE)


@kept
def _of_ids(actor: Actor) -> Select[*tuple[Any, ...]]:
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    return _cards().where(Lesson.id.in_(ids), readable_by(actor))


@kept
def _latest(actor: Actor, limit: int, *, everywhere: bool) -> Select[*tuple[Any, ...]]:
    query = _cards().where(shown_to(actor), Lesson.state != "withdrawn")
    if not everywhere:
        query = query.where(Lesson.community_id == bindparam("community"))
    return query.order_by(Lesson.published_at.desc(), Lesson.id.desc()).limit(limit)


@kept
def _listed(actor: Actor, filters: Filters) -> tuple[Select[int], Select[*tuple[Any, ...]]]:
    where = _fitting(actor, filters)
    newest = Lesson.created_at.desc() if filters.mine else Lesson.published_at.desc()
    count = (
        select(func.count(Lesson.id))
        .join(Community, Community.id == Lesson.community_id)
        .where(*where)
    )
    listed = _cards().where(*where).order_by(newest, Lesson.id.desc())
    return count, listed.limit(PER_PAGE).offset(bindparam("skip", type_=Integer))


def _fitting(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    if filters.mine:
        where = [Lesson.author_id == actor.id]
        if filters.state:
            where.append(Lesson.state == filters.state)
    else:
        where = [shown_to(actor)]
        where.append(
            Lesson.state == "withdrawn"
            if filters.state == "withdrawn"
            else Lesson.state != "withdrawn"
        )
    for column, value in (
        (Lesson.kind, filters.kind),
        (Lesson.outcome, filters.outcome),
        (Lesson.fiscal_year, filters.fiscal_year),
        (Community.slug, filters.community),
    ):
        if value:
            where.append(column == value)
    for scheme in ("topic", "principle", "process"):
        if code := getattr(filters, scheme):
            where.append(_has_term(scheme, code))
    return where


def _has_term(scheme: str, code: str) -> ColumnElement[bool]:
    shown = func.coalesce(Lesson.published_revision_id, Lesson.current_revision_id)
    return exists().where(
        and_(
            LessonTerm.revision_id == shown,
            LessonTerm.term_id == Term.id,
            Term.scheme == scheme,
            Term.code == code,
        )
    )


def _cards() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .join(Member, Member.id == Lesson.author_id)
        .join(Community, Community.id == Lesson.community_id)
        .outerjoin(Agency, Agency.id == Lesson.agency_id)
        .outerjoin(Province, Province.code == Lesson.province_code)
    )


def _card(row: Row[*tuple[Any, ...]]) -> Card:
    return Card(
        id=row.id,
        ref=row.number or str(row.id),
        title=row.title,
        summary=row.summary,
        kind=row.kind,
        outcome=row.outcome,
        state=row.state,
        is_published=row.published_revision_id is not None,
        visibility=row.visibility,
        fiscal_year=row.fiscal_year,
        published_at=row.published_at,
        created_at=row.created_at,
        author_id=row.author_id,
        author_name=f"{row.given_name} {row.family_name}".strip(),
        community_slug=row.community_slug,
        community_name=row.community_name,
        agency_th=row.agency_th or "",
        agency_en=row.agency_en or "",
        province_th=row.province_th or "",
        province_en=row.province_en or "",
        is_sample=row.is_sample,
    )
