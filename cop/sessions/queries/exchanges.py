"""What is read about one session, and what its form offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, cast, func, literal, null, select, union_all

from cop.accounts.models import Agency
from cop.communities.models import Community
from cop.core.actor import Actor
from cop.db import db
from cop.lessons.models import LessonLink
from cop.reads import AnyRow, kept
from cop.sessions.models import (
    AgendaItem,
    Channel,
    ExchangeSession,
    Series,
    SessionPrinciple,
    Speaker,
    Venue,
)
from cop.sessions.policies import readable_by
from cop.terms.models import Term


@dataclass(frozen=True, slots=True)
class Home:
    """The community in which a session lives, as far as rules and pages ask."""

    id: int
    slug: str
    name: str
    kind: str
    agency_id: int | None


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session with the names of what it points to."""

    exchange: ExchangeSession
    series: str
    series_name: str
    series_short: str
    home: Home
    hall_th: str
    hall_en: str
    building: str
    agency_th: str
    agency_en: str

    @property
    def title(self) -> str:
        """Return the theme, or the title of a session without one."""
        return self.exchange.theme or self.exchange.title_th


@dataclass(frozen=True, slots=True)
class PrincipleLine:
    """A principle on which a session dwelt."""

    code: str
    label_th: str
    label_en: str


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A way to take part."""

    kind: str
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A line of the timetable."""

    title: str
    note: str
    start_at: datetime


@dataclass(frozen=True, slots=True)
class Speaking:
    """A speaker; any of the three may be empty."""

    name: str
    position: str
    agency: str


HOME = (Community.id, Community.slug, Community.name, Community.kind, Community.agency_id)
_VIEW = (
    select(
        ExchangeSession,
        Series.slug,
        Series.name,
        Series.short_name,
        *HOME,
        func.coalesce(Venue.name_th, ExchangeSession.hall),
        func.coalesce(func.nullif(Venue.name_en, ""), Venue.name_th, ExchangeSession.hall),
        func.coalesce(Venue.building, ""),
        func.coalesce(Agency.name_th, ""),
        func.coalesce(func.nullif(Agency.name_en, ""), Agency.name_th, ""),
    )
    .join(Series, Series.id == ExchangeSession.series_id)
    .join(Community, Community.id == ExchangeSession.community_id)
    .outerjoin(Venue, Venue.id == ExchangeSession.venue_id)
    .outerjoin(Agency, Agency.id == ExchangeSession.agency_id)
)


def view(actor: Actor, series: str, fiscal_year: int, number: int) -> SessionView | None:
    """Return the session at this address, when the actor may read it."""
    values = {"series": series, "year": fiscal_year, "number": number}
    row = _view(actor).record(**values)
    return _seen(row) if row else None


@kept
def _view(actor: Actor) -> Select[*tuple[Any, ...]]:
    return _VIEW.where(
        Series.slug == bindparam("series"),
        ExchangeSession.fiscal_year == bindparam("year"),
        ExchangeSession.number == bindparam("number"),
        readable_by(actor),
    )


def view_by_id(actor: Actor, session_id: int) -> SessionView | None:
    """Return the session with this id, when the actor may read it."""
    query = _VIEW.where(ExchangeSession.id == session_id, readable_by(actor))
    row = db.session.execute(query).one_or_none()
    return _seen(row) if row else None


def _seen(row: AnyRow) -> SessionView:
    return SessionView(row[0], row[1], row[2], row[3], Home(*row[4:9]), *row[9:])


def by_ref(actor: Actor, series: str, fiscal_year: int, number: int) -> ExchangeSession | None:
    """Return the session at this address, when the actor may read it."""
    query = (
        select(ExchangeSession)
        .join(Series, Series.id == ExchangeSession.series_id)
        .where(
            Series.slug == series,
            ExchangeSession.fiscal_year == fiscal_year,
            ExchangeSession.number == number,
            readable_by(actor),
        )
    )
    return db.session.scalars(query).one_or_none()


def next_free(series_id: int, fiscal_year: int) -> int:
    """Return the number after the highest one of the series in the fiscal year."""
    query = select(func.coalesce(func.max(ExchangeSession.number), 0)).where(
        ExchangeSession.series_id == series_id, ExchangeSession.fiscal_year == fiscal_year
    )
    return db.session.scalars(query).one() + 1


def marks(session_id: int) -> tuple[list[PrincipleLine], list[ChannelLine]]:
    """Return a session's principles by code and its channels, in one query."""
    principles = (
        select(
            literal("principle").label("what"),
            Term.code.label("one"),
            Term.label_th.label("two"),
            Term.label_en.label("three"),
        )
        .join(SessionPrinciple, SessionPrinciple.term_id == Term.id)
        .where(SessionPrinciple.session_id == session_id)
    )
    channels = select(literal("channel"), Channel.kind, Channel.note, Channel.address).where(
        Channel.session_id == session_id
    )
    rows = db.session.execute(union_all(principles, channels)).all()
    order = {"onsite": 0, "vc": 1, "streaming": 2}
    return (
        sorted(
            (PrincipleLine(*row[1:]) for row in rows if row[0] == "principle"),
            key=lambda one: one.code,
        ),
        sorted(
            (ChannelLine(*row[1:]) for row in rows if row[0] == "channel"),
            key=lambda one: order.get(one.kind, 9),
        ),
    )


def agenda(session_id: int) -> Sequence[AgendaItem]:
    """Return the timetable in its order."""
    query = select(AgendaItem).where(AgendaItem.session_id == session_id)
    return db.session.scalars(query.order_by(AgendaItem.place)).all()


def speakers(session_id: int) -> Sequence[Speaker]:
    """Return the speakers in their order."""
    query = select(Speaker).where(Speaker.session_id == session_id)
    return db.session.scalars(query.order_by(Speaker.place)).all()


def programme(session_id: int) -> tuple[list[Slot], list[Speaking]]:
    """Return the timetable and the speakers of a session as its page shows them, in one query."""
    slots = select(
        literal("slot").label("what"),
        AgendaItem.place.label("place"),
        AgendaItem.title.label("one"),
        AgendaItem.note.label("two"),
        literal("").label("three"),
        AgendaItem.start_at.label("at"),
    ).where(AgendaItem.session_id == session_id)
    speaking = select(
        literal("speaker"),
        Speaker.place,
        Speaker.name,
        Speaker.position,
        Speaker.agency,
        cast(null(), AgendaItem.start_at.type),
    ).where(Speaker.session_id == session_id)
    rows = sorted(db.session.execute(union_all(slots, speaking)), key=lambda row: row.place)
    return (
        [Slot(row.one, row.two, row.at) for row in rows if row.what == "slot"],
        [Speaking(row.one, row.two, row.three) for row in rows if row.what == "speaker"],
    )


def threads_of(lesson_ids: Sequence[int]) -> list[int]:
    """Return the ids of threads to which these lessons are tied, not checked for rights."""
    if not lesson_ids:
        return []
    query = select(LessonLink.to_id).where(
        LessonLink.lesson_id.in_(lesson_ids), LessonLink.to_kind == "thread"
    )
    return list(dict.fromkeys(db.session.scalars(query.order_by(LessonLink.id))))


def series_for(actor: Actor) -> Sequence[Series]:
    """Return the series in which the actor may hold sessions, in dictionary order."""
    query = select(Series).order_by(Series.sort_key)
    if not (actor.is_system or actor.has("organiser") or actor.holds("moderator")):
        query = query.where(Series.id.in_(sorted(actor.scopes("organiser", "series"))))
    return db.session.scalars(query).all()


def series_named(slug: str) -> Series | None:
    """Return the series with this slug."""
    return db.session.scalars(select(Series).where(Series.slug == slug)).one_or_none()


def principle_terms() -> list[PrincipleLine]:
    """Return the principles in use, in their order."""
    query = (
        select(Term.code, Term.label_th, Term.label_en)
        .where(Term.scheme == "principle", Term.status == "active")
        .order_by(Term.place, Term.code)
    )
    return [PrincipleLine(*row) for row in db.session.execute(query)]


def halls() -> list[tuple[str, str, str, str]]:
    """Return (kind, Thai name, English name, province code) of the halls in use, in order."""
    query = (
        select(Venue.kind, Venue.name_th, Venue.name_en, func.coalesce(Venue.province_code, ""))
        .where(Venue.is_active)
        .order_by(Venue.sort_key)
    )
    return [(kind, th, en, code) for kind, th, en, code in db.session.execute(query)]
