"""Lessons as rows of lists and hits of searches."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
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
from cop.lessons.models import TAKEN_AWAY, Lesson, LessonTerm
from cop.lessons.policies import named, readable_by, shown_to, tended_by
from cop.reads import kept
from cop.terms.models import Term

PER_PAGE = 20
_FREE = ("kind", "outcome", "fiscal_year", "topic", "principle", "process", "community")


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a lesson; names are in both languages, English ones may be empty.

    `author_name` is "" where readers are not told who wrote it.
    """

    id: int
    number: str | None
    title: str
    summary: str
    kind: str
    outcome: str | None
    state: str
    visibility: str
    fiscal_year: int | None
    published_at: datetime | None
    is_published: bool
    created_at: datetime
    author_id: int
    is_sample: bool
    author_name: str
    community_slug: str
    community_name: str
    agency_th: str
    agency_en: str
    province_th: str
    province_en: str

    @property
    def ref(self) -> str:
        """Return the number, or the id until there is one."""
        return self.number or str(self.id)


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


# In the order of the fields of a card.
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
    Lesson.published_revision_id.is_not(None),
    Lesson.created_at,
    Lesson.author_id,
    Lesson.is_sample,
    named(Member.name, Member.id),
    Community.slug,
    Community.name,
    func.coalesce(Agency.name_th, ""),
    func.coalesce(Agency.name_en, ""),
    func.coalesce(Province.name_th, ""),
    func.coalesce(Province.name_en, ""),
)


def cards(actor: Actor, ids: Sequence[int]) -> dict[int, Card]:
    """Return the cards of those lessons that the actor may read."""
    if not ids:
        return {}
    return {row[0]: Card(*row) for row in _of_ids(actor).rows(ids=list(ids))}


def by_number(actor: Actor, number: str) -> Card | None:
    """Return the card of the lesson with this number, if the actor may read it."""
    row = _numbered(actor).row(number=number.upper())
    return Card(*row) if row else None


def latest(actor: Actor, limit: int = 5, community_id: int | None = None) -> list[Card]:
    """Return lessons in use, newest first, of one community if named."""
    query = _latest(actor, limit, everywhere=community_id is None)
    return [Card(*row) for row in query.rows(community=community_id)]


def listing(actor: Actor, filters: Filters, page: int) -> Paging[Card]:
    """Return a page of the lessons that fit: the newest first, own ones by their creation."""
    shape, values = _parted(filters)
    total = _counted(actor, shape).count(**values)
    found = _listed(actor, shape).rows(skip=(page - 1) * PER_PAGE, **values) if total else ()
    return Paging(rows=[Card(*row) for row in found], page=page, total=total, per_page=PER_PAGE)


def _parted(filters: Filters) -> tuple[Filters, dict[str, Any]]:
    """Return the filters with their free values blanked, and those values as parameters."""
    values = {name: value for name in _FREE if (value := getattr(filters, name))}
    blank: dict[str, Any] = {name: 1 if name == "fiscal_year" else "x" for name in values}
    return replace(filters, **blank), values


@kept
def _of_ids(actor: Actor) -> Select[*tuple[Any, ...]]:
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    return _cards().where(Lesson.id.in_(ids), readable_by(actor))


@kept
def _numbered(actor: Actor) -> Select[*tuple[Any, ...]]:
    return _cards().where(Lesson.number == bindparam("number"), readable_by(actor))


@kept
def _latest(actor: Actor, limit: int, *, everywhere: bool) -> Select[*tuple[Any, ...]]:
    query = _cards().where(shown_to(actor), Lesson.state != "withdrawn")
    if not everywhere:
        query = query.where(Lesson.community_id == bindparam("community"))
    return query.order_by(Lesson.published_at.desc(), Lesson.id.desc()).limit(limit)


@kept
def _counted(actor: Actor, shape: Filters) -> Select[*tuple[Any, ...]]:
    return (
        select(func.count(Lesson.id))
        .join(Community, Community.id == Lesson.community_id)
        .where(*_fitting(actor, shape))
    )


@kept
def _listed(actor: Actor, shape: Filters) -> Select[*tuple[Any, ...]]:
    newest = Lesson.created_at.desc() if shape.mine else Lesson.published_at.desc()
    listed = _cards().where(*_fitting(actor, shape)).order_by(newest, Lesson.id.desc())
    return listed.limit(PER_PAGE).offset(bindparam("skip", type_=Integer))


def _fitting(actor: Actor, shape: Filters) -> list[ColumnElement[bool]]:
    if shape.mine:
        where = [tended_by(actor)]
        where.append(
            Lesson.state == shape.state if shape.state else Lesson.state.not_in(TAKEN_AWAY)
        )
    else:
        where = [shown_to(actor)]
        where.append(
            Lesson.state == "withdrawn"
            if shape.state == "withdrawn"
            else Lesson.state != "withdrawn"
        )
    for column, name in (
        (Lesson.kind, "kind"),
        (Lesson.outcome, "outcome"),
        (Lesson.fiscal_year, "fiscal_year"),
        (Community.slug, "community"),
    ):
        if getattr(shape, name):
            where.append(column == bindparam(name))
    for scheme in ("topic", "principle", "process"):
        if getattr(shape, scheme):
            where.append(_has_term(scheme))
    return where


def _has_term(scheme: str) -> ColumnElement[bool]:
    shown = func.coalesce(Lesson.published_revision_id, Lesson.current_revision_id)
    return exists().where(
        and_(
            LessonTerm.revision_id == shown,
            LessonTerm.term_id == Term.id,
            Term.scheme == scheme,
            Term.code == bindparam(scheme),
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
