"""The three blueprints of sessions, and what their pages share."""

from flask import Blueprint, request, url_for

from cop.accounts.guards import member, to_sign_in
from cop.communities import services as communities
from cop.communities.policies import reads_by_office
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Missing
from cop.core.numbers import row_number
from cop.db import transaction
from cop.sessions import queries
from cop.sessions.models import ExchangeSession
from cop.sessions.policies import place_of
from cop.sessions.queries import Home, RecordingView, SessionView

blueprint = Blueprint("sessions", __name__)
of_recordings = Blueprint("recordings", __name__)
of_materials = Blueprint("materials", __name__)
_WHOLE = "int(max=2147483647)"
REF = f"/sessions/<string:series>/<{_WHOLE}:fiscal_year>/<{_WHOLE}:number>"
RECORDING = f"/recordings/<{_WHOLE}:recording_id>"
MATERIAL = f"/materials/<{_WHOLE}:material_id>"
CHAPTER = f"<{_WHOLE}:chapter_id>"
hidden = to_sign_in
"""The answer to a visitor who may not read a page."""


def session_or_404(series: str, fiscal_year: int, number: int) -> tuple[SessionView, Actor]:
    """Return the session at this address, and who asks. Raises Missing."""
    actor = member()
    found = queries.view(actor, series, fiscal_year, number)
    if found is None:
        raise Missing
    return found, actor


def recording_or_404(recording_id: int) -> tuple[RecordingView, Actor]:
    """Return the recording with its session, and who asks. Raises Missing."""
    actor = member()
    found = queries.recording(actor, recording_id)
    if found is None:
        raise Missing
    return found, actor


def address_of(series: str, exchange: ExchangeSession) -> str:
    """Return the address of a session's page."""
    return url_for(
        "sessions.show",
        series=series,
        fiscal_year=exchange.fiscal_year,
        number=exchange.number,
    )


def note_closed_reading(
    actor: Actor, kind: str, subject_id: int, exchange: ExchangeSession, home: Home
) -> None:
    """Have the journal say that a moderator read closed content by office."""
    if actor.grants and reads_by_office(actor, place_of(exchange, home)):
        with transaction():
            communities.note_closed_reading(kind, subject_id, by=actor, at=now())


def sent_version() -> int | None:
    """Return the version on which an edit is based, None when the form does not say."""
    return row_number(request.form.get("version"))
