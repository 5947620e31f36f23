"""What lists and search hits show of sessions, recordings and materials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    func,
    or_,
    select,
)

from cop.communities.models import Community
from cop.core.actor import Actor
from cop.core.paging import Paging
from cop.db import UtcInstant
from cop.reads import Read, kept
from cop.sessions.models import ExchangeSession, Recording, Series, Venue
from cop.sessions.policies import readable_by

PER_PAGE = 20
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_AT: BindParameter[datetime] = bindparam("at", type_=UtcInstant())
_COMMUNITY: BindParameter[int] = bindparam("community", type_=Integer)


@dataclass(frozen=True, slots=True)
class SessionCard:
    """A session in a list. Its address is made of `series`, `fiscal_year` and `number`."""

    id: int
    series: str
    series_name: str
    fiscal_year: int
    number: int
    title_th: str
    theme: str
    start_at: datetime
    end_at: datetime | None
    state: str
    hall_th: str
    hall_en: str
    community: str
    community_name: str
    visibility: str
    is_sample: bool
    recordings: int

    @property
    def title(self) -> str:
        """Return the theme, or the title of a session without one."""
        return self.theme or self.title_th

    @property
    def url_values(self) -> dict[str, object]:
        """Return what the address of its page needs."""
        return {"series": self.series, "fiscal_year": self.fiscal_year, "number": self.number}


_RECORDINGS = (
    select(func.count())
    .where(Recording.session_id == ExchangeSession.id)
    .correlate(ExchangeSession)
    .scalar_subquery()
    .label("recordings")
)
_CARD = (
    select(
        ExchangeSession.id,
        Series.slug.label("series"),
        func.coalesce(func.nullif(Series.short_name, ""), Series.name).label("series_name"),
        ExchangeSession.fiscal_year,
        ExchangeSession.number,
        ExchangeSession.title_th,
        ExchangeSession.theme,
        ExchangeSession.start_at,
        ExchangeSession.end_at,
        ExchangeSession.state,
        func.coalesce(Venue.name_th, ExchangeSession.hall).label("hall_th"),
        func.coalesce(func.nullif(Venue.name_en, ""), Venue.name_th, ExchangeSession.hall).label(
            "hall_en"
        ),
        Community.slug.label("community"),
        Community.name.label("community_name"),
        ExchangeSession.visibility,
        ExchangeSession.is_sample,
        _RECORDINGS,
    )
    .join(Series, Series.id == ExchangeSession.series_id)
    .join(Community, Community.id == ExchangeSession.community_id)
    .outerjoin(Venue, Venue.id == ExchangeSession.venue_id)
)


def cards(actor: Actor, ids: Sequence[int]) -> dict[int, SessionCard]:
    """Return the cards of those sessions that the actor may read."""
    if not ids:
        return {}
    return {one.id: one for one in _cards(_some(actor), ids=list(ids))}


def latest(
    actor: Actor, at: datetime, *, limit: int = 5, community_id: int | None = None
) -> list[SessionCard]:
    """Return sessions that are over or under way, newest first."""
    query = _latest(actor, limit, everywhere=community_id is None)
    return _cards(query, at=at, community=community_id)


def upcoming(
    actor: Actor, at: datetime, *, limit: int = 5, community_id: int | None = None
) -> list[SessionCard]:
    """Return announced sessions that are not over, the nearest first."""
    query = _upcoming(actor, limit, everywhere=community_id is None)
    return _cards(query, at=at, community=community_id)


def next_session(actor: Actor, at: datetime) -> SessionCard | None:
    """Return the nearest announced session that is not over."""
    found = upcoming(actor, at, limit=1)
    return found[0] if found else None


def listing(
    actor: Actor, page: int, *, fiscal_year: int | None = None, series: str = ""
) -> Paging[SessionCard]:
    """Return a page of 20 sessions, newest first, drafts among them for who organises."""
    narrowed = {"of_year": fiscal_year is not None, "of_series": bool(series)}
    values = {"year": fiscal_year, "series": series}
    total = _counted(actor, **narrowed).count(**values)
    rows = _cards(_listed(actor, **narrowed), skip=(page - 1) * PER_PAGE, **values)
    return Paging(rows, page, total, PER_PAGE)


def fiscal_years(actor: Actor) -> list[tuple[int, int]]:
    """Return fiscal years with their number of sessions, newest first."""
    return [(year, count) for year, count in _years(actor).rows()]


def neighbours(actor: Actor, exchange: ExchangeSession, *, limit: int = 4) -> list[SessionCard]:
    """Return other sessions of the same series and fiscal year, the highest number first."""
    values = {"series": exchange.series_id, "year": exchange.fiscal_year, "own": exchange.id}
    return _cards(_neighbours(actor, limit), **values)


@kept
def _neighbours(actor: Actor, limit: int) -> Select[*tuple[Any, ...]]:
    query = _CARD.where(
        readable_by(actor),
        ExchangeSession.series_id == bindparam("series"),
        ExchangeSession.fiscal_year == bindparam("year"),
        ExchangeSession.id != bindparam("own"),
    )
    return query.order_by(ExchangeSession.number.desc()).limit(limit)


@kept
def _years(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(ExchangeSession.fiscal_year, func.count())
        .where(readable_by(actor))
        .group_by(ExchangeSession.fiscal_year)
        .order_by(ExchangeSession.fiscal_year.desc())
    )


@kept
def _counted(actor: Actor, *, of_year: bool, of_series: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(func.count())
        .select_from(ExchangeSession)
        .join(Series, Series.id == ExchangeSession.series_id)
        .where(*_chosen(actor, of_year=of_year, of_series=of_series))
    )


@kept
def _listed(actor: Actor, *, of_year: bool, of_series: bool) -> Select[*tuple[Any, ...]]:
    newest = (
        ExchangeSession.fiscal_year.desc(),
        ExchangeSession.start_at.desc(),
        ExchangeSession.id.desc(),
    )
    chosen = _CARD.where(*_chosen(actor, of_year=of_year, of_series=of_series))
    return chosen.order_by(*newest).limit(PER_PAGE).offset(bindparam("skip", type_=Integer))


def _chosen(actor: Actor, *, of_year: bool, of_series: bool) -> list[ColumnElement[bool]]:
    chosen = [readable_by(actor)]
    if of_year:
        chosen.append(ExchangeSession.fiscal_year == bindparam("year"))
    if of_series:
        chosen.append(Series.slug == bindparam("series"))
    return chosen


@kept
def _some(actor: Actor) -> Select[*tuple[Any, ...]]:
    return _CARD.where(ExchangeSession.id.in_(_IDS), readable_by(actor))


def _cards(query: Read, **values: object) -> list[SessionCard]:
    return [SessionCard(*row) for row in query.rows(**values)]


@kept
def _latest(actor: Actor, limit: int, *, everywhere: bool) -> Select[*tuple[Any, ...]]:
    query = _CARD.where(readable_by(actor), ExchangeSession.start_at <= _AT)
    if not everywhere:
        query = query.where(ExchangeSession.community_id == _COMMUNITY)
    return query.order_by(ExchangeSession.start_at.desc()).limit(limit)


@kept
def _upcoming(actor: Actor, limit: int, *, everywhere: bool) -> Select[*tuple[Any, ...]]:
    ahead = or_(ExchangeSession.start_at >= _AT, ExchangeSession.end_at >= _AT)
    query = _CARD.where(readable_by(actor), ExchangeSession.state == "announced", ahead)
    if not everywhere:
        query = query.where(ExchangeSession.community_id == _COMMUNITY)
    return query.order_by(ExchangeSession.start_at, ExchangeSession.id).limit(limit)
