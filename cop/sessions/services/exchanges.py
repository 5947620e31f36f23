"""Sessions: announced, changed, held, cancelled."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from cop.communities.models import Community
from cop.core.actor import Actor
from cop.core.errors import Invalid, Missing
from cop.core.markup import render
from cop.db import db, expect_version
from cop.journal import What, record
from cop.sessions.models import (
    CHANNELS,
    Channel,
    ExchangeSession,
    Series,
    SessionPrinciple,
    Venue,
)
from cop.sessions.policies import (
    VISIBILITIES,
    may_announce,
    may_cancel,
    may_change_session,
    may_create_session,
    may_hold,
    may_open_to_public,
)
from cop.sessions.queries import next_free
from cop.sessions.services.facts import SessionFacts
from cop.terms.models import Term
from cop.thai.fiscal_year import fiscal_year

FIRST_YEAR, LAST_YEAR = 2400, 2700
LAST_NUMBER = 999


def create_session(
    series: Series,
    facts: SessionFacts,
    *,
    state: str = "announced",
    is_sample: bool = False,
    by: Actor,
    at: datetime,
) -> ExchangeSession:
    """Add a session; one that was announced and is over counts as held. Raises Invalid.

    A number that is taken is refused with the next free one in the details.
    """
    community = _community(facts.community_id)
    may_create_session(by, series, community).require()
    if state == "announced" and (facts.end_at or facts.start_at) < at:
        state = "held"
    exchange = ExchangeSession(
        series_id=series.id,
        state=state,
        author_id=by.id,
        created_at=at,
        is_sample=is_sample,
        visibility="community" if community.kind == "members" else "org",
    )
    _take(exchange, facts, community, at)
    exchange.number = facts.number or next_free(series.id, exchange.fiscal_year)
    _refuse_taken(exchange)
    db.session.add(exchange)
    _flush(exchange)
    _take_rows(exchange, facts)
    record(What.SESSION_CREATED, "session", exchange.id, by=by, at=at, state=state)
    return exchange


def change_session(
    exchange: ExchangeSession, facts: SessionFacts, *, version: int | None, by: Actor, at: datetime
) -> None:
    """Change what is said of a session. Raises Stale, Invalid."""
    may_change_session(by, exchange).require()
    expect_version(exchange, version)
    community = _community(facts.community_id)
    if community.id != exchange.community_id:
        series = db.session.get_one(Series, exchange.series_id)
        may_create_session(by, series, community).require()
    with db.session.no_autoflush:
        _take(exchange, facts, community, at)
        exchange.number = facts.number or exchange.number
        _refuse_taken(exchange)
    _flush(exchange)
    _take_rows(exchange, facts)
    _changed(exchange, by, at)


def announce(exchange: ExchangeSession, *, by: Actor, at: datetime) -> None:
    """Show a draft to its readers. Recorded as SESSION_PUBLISHED."""
    may_announce(by, exchange).require()
    over = (exchange.end_at or exchange.start_at) < at
    exchange.state, exchange.changed_at = "held" if over else "announced", at
    record(What.SESSION_PUBLISHED, "session", exchange.id, by=by, at=at)


def hold(exchange: ExchangeSession, *, by: Actor, at: datetime) -> None:
    """Note that a session took place."""
    may_hold(by, exchange).require()
    exchange.state, exchange.changed_at = "held", at
    _changed(exchange, by, at)


def cancel(exchange: ExchangeSession, reason: str, *, by: Actor, at: datetime) -> None:
    """Cancel a session; it stays on its page with the reason. Raises Invalid without one."""
    may_cancel(by, exchange).require()
    if not reason.strip():
        raise Invalid({"reason": "required"})
    exchange.state, exchange.cancel_reason, exchange.changed_at = "cancelled", reason.strip(), at
    record(What.SESSION_CANCELLED, "session", exchange.id, by=by, at=at, note=reason.strip())


def open_to_public(exchange: ExchangeSession, *, by: Actor, at: datetime) -> None:
    """Let the public read the session and all that belongs to it."""
    may_open_to_public(by, exchange).require()
    exchange.visibility, exchange.changed_at = "public", at
    _changed(exchange, by, at, visibility="public")


def _changed(exchange: ExchangeSession, by: Actor, at: datetime, **codes: str) -> None:
    record(What.SESSION_CHANGED, "session", exchange.id, by=by, at=at, **codes)


def _take(
    exchange: ExchangeSession, facts: SessionFacts, community: Community, at: datetime
) -> None:
    year = facts.fiscal_year or fiscal_year(facts.start_at)
    _check(facts, year, exchange.visibility)
    exchange.fiscal_year = year
    exchange.title_th = facts.title_th
    exchange.theme = facts.theme
    exchange.summary, exchange.summary_html = facts.summary, render(facts.summary)
    exchange.objectives, exchange.objectives_html = facts.objectives, render(facts.objectives)
    exchange.start_at, exchange.end_at = facts.start_at, facts.end_at
    exchange.venue_id = _venue_id(facts.venue)
    exchange.hall = "" if exchange.venue_id else facts.venue
    exchange.hall_count = facts.hall_count
    exchange.chair, exchange.on_behalf_of = facts.chair, facts.on_behalf_of
    exchange.community_id, exchange.agency_id = community.id, facts.agency_id
    exchange.source_url = facts.source_url
    exchange.changed_at = at
    if facts.visibility is not None:
        exchange.visibility = facts.visibility


def _check(facts: SessionFacts, year: int, visibility: str) -> None:
    problems: dict[str, str] = {}
    details: dict[str, object] = {}
    if not FIRST_YEAR <= year <= LAST_YEAR:
        problems["fiscal_year"] = "fiscal_year_era"
        details["year"] = year + 543 if 1900 <= year <= 2100 else fiscal_year(facts.start_at)
    if facts.number is not None and not 1 <= facts.number <= LAST_NUMBER:
        problems["number"] = "number_range"
        details.update(least=1, most=LAST_NUMBER)
    if facts.end_at is not None and facts.end_at <= facts.start_at:
        problems["end_at"] = "time_order"
    if facts.visibility is not None and facts.visibility not in {*VISIBILITIES, visibility}:
        problems["visibility"] = "not_a_choice"
    if any(one.kind not in CHANNELS for one in facts.channels):
        problems["channels"] = "not_a_choice"
    if problems:
        raise Invalid(problems, details)


def _refuse_taken(exchange: ExchangeSession) -> None:
    query = select(ExchangeSession.id).where(
        ExchangeSession.series_id == exchange.series_id,
        ExchangeSession.fiscal_year == exchange.fiscal_year,
        ExchangeSession.number == exchange.number,
    )
    if db.session.scalars(query).one_or_none() not in {None, exchange.id}:
        raise _taken(exchange, next_free(exchange.series_id, exchange.fiscal_year))


def _flush(exchange: ExchangeSession) -> None:
    """Write the row; of two organisers who chose one number at once, the second is refused."""
    try:
        db.session.flush()
    except IntegrityError as error:
        raise _taken(exchange, exchange.number + 1) from error


def _taken(exchange: ExchangeSession, free: int) -> Invalid:
    year = exchange.fiscal_year
    details = {"number": exchange.number, "fiscal_year": year, "next": free}
    return Invalid({"number": "session_number_taken"}, details)


def _take_rows(exchange: ExchangeSession, facts: SessionFacts) -> None:
    principles = _principle_ids(facts)
    db.session.execute(delete(SessionPrinciple).where(SessionPrinciple.session_id == exchange.id))
    db.session.execute(delete(Channel).where(Channel.session_id == exchange.id))
    db.session.add_all(SessionPrinciple(session_id=exchange.id, term_id=one) for one in principles)
    by_kind = {one.kind: one for one in facts.channels}
    db.session.add_all(
        Channel(session_id=exchange.id, kind=kind, note=one.note, address=one.address)
        for kind, one in by_kind.items()
    )


def _principle_ids(facts: SessionFacts) -> list[int]:
    codes = set(facts.principles)
    query = select(Term.id, Term.code).where(Term.scheme == "principle", Term.code.in_(codes))
    found = {code: one for one, code in db.session.execute(query)}
    if codes - found.keys():
        raise Invalid({"principles": "not_a_choice"})
    return sorted(found.values())


def _venue_id(name: str) -> int | None:
    if not name:
        return None
    query = select(Venue.id).where((Venue.name_th == name) | (Venue.name_en == name))
    return db.session.scalars(query.order_by(Venue.id).limit(1)).one_or_none()


def _community(community_id: int) -> Community:
    community = db.session.get(Community, community_id)
    if community is None:
        raise Missing
    return community
