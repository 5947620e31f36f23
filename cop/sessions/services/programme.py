"""The programme of a session: its timetable and its speakers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.db import db, expect_version
from cop.journal import What, record
from cop.sessions.models import AgendaItem, ExchangeSession, Speaker
from cop.sessions.policies import may_add_speaker, may_set_agenda, may_set_speakers
from cop.sessions.services.facts import AgendaLine, SpeakerFacts

MOST_ROWS = 60


def set_agenda(
    exchange: ExchangeSession,
    lines: Sequence[AgendaLine],
    *,
    is_sample: bool = False,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Put the lines in place of the timetable, in the order of time. Raises Stale, Invalid."""
    may_set_agenda(by, exchange).require()
    expect_version(exchange, version)
    _refuse_many(len(lines))
    db.session.execute(delete(AgendaItem).where(AgendaItem.session_id == exchange.id))
    db.session.add_all(
        AgendaItem(
            session_id=exchange.id,
            place=place,
            start_at=line.start_at,
            title=line.title,
            note=line.note,
        )
        for place, line in enumerate(sorted(lines, key=lambda one: one.start_at))
    )
    exchange.agenda_is_sample = is_sample
    exchange.changed_at = at
    record(What.AGENDA_CHANGED, "session", exchange.id, by=by, at=at, lines=len(lines))


def set_speakers(
    exchange: ExchangeSession,
    speakers: Sequence[SpeakerFacts],
    *,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Put the speakers in place of those before, in this order. Raises Stale, Invalid."""
    may_set_speakers(by, exchange).require()
    expect_version(exchange, version)
    _refuse_many(len(speakers))
    db.session.execute(delete(Speaker).where(Speaker.session_id == exchange.id))
    for place, facts in enumerate(speakers):
        _seat(exchange, facts, place)
    exchange.changed_at = at
    record(What.SPEAKER_CHANGED, "session", exchange.id, by=by, at=at, speakers=len(speakers))


def add_speaker(
    exchange: ExchangeSession, facts: SpeakerFacts, *, by: Actor, at: datetime
) -> Speaker:
    """Add a speaker after the others. Raises Invalid when neither person nor agency is named."""
    may_add_speaker(by, exchange).require()
    query = select(func.coalesce(func.max(Speaker.place), -1))
    last = db.session.scalars(query.where(Speaker.session_id == exchange.id)).one()
    _refuse_many(last + 2)
    speaker = _seat(exchange, facts, last + 1)
    exchange.changed_at = at
    db.session.flush()
    record(What.SPEAKER_CHANGED, "session", exchange.id, by=by, at=at, added=speaker.id)
    return speaker


def _seat(exchange: ExchangeSession, facts: SpeakerFacts, place: int) -> Speaker:
    if not (facts.name or facts.position or facts.agency):
        raise Invalid({"speakers": "speaker_nameless"}, {"row": place + 1})
    speaker = Speaker(
        session_id=exchange.id,
        place=place,
        name=facts.name,
        position=facts.position,
        agency=facts.agency,
        topic=facts.topic,
    )
    db.session.add(speaker)
    return speaker


def _refuse_many(rows: int) -> None:
    if rows > MOST_ROWS:
        raise Invalid({"rows": "too_many"}, {"most": MOST_ROWS})
