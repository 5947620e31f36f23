"""What was searched, for the curators: what found nothing, what nobody opened, and how it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from cop.core.paging import Paging
from cop.db import db
from cop.reads import AnyRow
from cop.search.models import DismissedQuery, Search
from cop.thai.fiscal_year import BANGKOK

Show = Literal["nothing", "unopened"]
PERIODS = (30, 90)
PER_PAGE = 50
MOST_EXPORTED = 5_000
WEEKS = 13
# A question counts as rarely opened when that many searches led to a click in less than a fifth.
LEAST_SEARCHES = 3
SELDOM = 0.2


@dataclass(frozen=True, slots=True)
class Week:
    """How much was searched in a week that begins on a Monday in Bangkok."""

    begins: date
    searches: int
    without: int

    @property
    def share(self) -> float:
        """Return the part of the searches that found nothing, 0 to 1."""
        return self.without / self.searches if self.searches else 0.0


def questions(show: Show, since: datetime, page: int) -> Paging[AnyRow]:
    """Return a page of questions by how often they failed.

    Rows have folded, typed (one way of writing it), searches, people, last_at, failed, found (in
    the newest search). People are known of searches of the last 30 days.
    """
    grouped = _grouped(show, since)
    total = db.session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    return Paging(_read(grouped, PER_PAGE, (page - 1) * PER_PAGE), page, total, PER_PAGE)


def all_questions(show: Show, since: datetime) -> Sequence[AnyRow]:
    """Return all of them, 5,000 at most, as `questions` does."""
    return _read(_grouped(show, since), MOST_EXPORTED, 0)


def dismissed() -> Sequence[str]:
    """Return the questions that are off the lists, the newest first, 100 at most."""
    query = select(DismissedQuery.folded).order_by(DismissedQuery.id.desc()).limit(100)
    return db.session.scalars(query).all()


def weeks(at: datetime) -> list[Week]:
    """Return the last 13 weeks, the present one last."""
    today = at.astimezone(BANGKOK).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday())
    begins = [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    counts: list[ColumnElement[int]] = []
    for day in begins:
        within = and_(Search.at >= day, Search.at < day + timedelta(weeks=1))
        counts += [_sum(within), _sum(and_(within, Search.found == 0))]
    row = db.session.execute(select(*counts).where(Search.at >= begins[0])).one()
    numbers = [int(number or 0) for number in row]
    return [
        Week(d.date(), n, w) for d, n, w in zip(begins, numbers[::2], numbers[1::2], strict=True)
    ]


def _grouped(show: Show, since: datetime) -> Select[*tuple[Any, ...]]:
    nothing = _sum(Search.found == 0)
    shown = _sum(and_(Search.found > 0, Search.is_members))
    clicked = _sum(and_(Search.found > 0, Search.clicked_rank.is_not(None)))
    failed = nothing if show == "nothing" else shown - clicked
    grouped = (
        select(
            Search.folded,
            func.max(Search.typed).label("typed"),
            func.count(Search.id).label("searches"),
            func.count(Search.member_id.distinct()).label("people"),
            func.max(Search.at).label("last_at"),
            func.max(Search.id).label("last_id"),
            failed.label("failed"),
        )
        .where(Search.at >= since, Search.folded != "")
        .where(Search.folded.not_in(select(DismissedQuery.folded)))
        .group_by(Search.folded)
    )
    if show == "nothing":
        return grouped.having(nothing > 0)
    return grouped.having(and_(shown >= LEAST_SEARCHES, clicked < shown * SELDOM))


def _read(grouped: Select[*tuple[Any, ...]], limit: int, offset: int) -> Sequence[AnyRow]:
    some = grouped.subquery()
    query = (
        select(*(column for column in some.c if column.name != "last_id"), Search.found)
        .join(Search, Search.id == some.c.last_id)
        .order_by(some.c.failed.desc(), some.c.last_at.desc(), some.c.folded)
    )
    return db.session.execute(query.limit(limit).offset(offset)).all()


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
