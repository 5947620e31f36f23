"""Who sees a session and all that belongs to it, and who may change it.

A session is seen where the visibility rule of its place allows; a draft only by those who
organise its series. Recordings, transcripts and materials are seen by whoever sees the session.
"""

from sqlalchemy import ColumnElement, and_, false, or_, true

from cop.communities.policies import (
    CommunityFacts,
    Place,
    PlaceColumns,
    may_post,
    may_see,
    watched_by,
    watches,
    within,
)
from cop.core.actor import Actor
from cop.core.verdict import ALLOW, Verdict, allow_if
from cop.readers import in_scopes_of
from cop.sessions.models import ExchangeSession, Series

# `public` is set by a moderator in an act of its own; sessions are not shared with named people.
VISIBILITIES = ("org", "community", "unit")
_PLACE = PlaceColumns(
    visibility=ExchangeSession.visibility,
    community_id=ExchangeSession.community_id,
    agency_id=ExchangeSession.agency_id,
    author_id=ExchangeSession.author_id,
)


def place_of(exchange: ExchangeSession, community: CommunityFacts) -> Place:
    """Return what the visibility rule must know about a session."""
    return Place(
        visibility=exchange.visibility,
        community_id=community.id,
        community_kind=community.kind,
        community_agency_id=community.agency_id,
        agency_id=exchange.agency_id,
        author_id=exchange.author_id,
    )


def may_read(actor: Actor, exchange: ExchangeSession, community: CommunityFacts) -> bool:
    """Tell whether the actor sees the session."""
    if not may_see(actor, place_of(exchange, community)):
        return False
    return exchange.state != "draft" or manages(actor, exchange)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return `may_read` as an SQL condition on exchange_sessions."""
    return and_(within(actor, _PLACE), or_(ExchangeSession.state != "draft", managed_by(actor)))


def manages(actor: Actor, exchange: ExchangeSession) -> bool:
    """Tell whether the actor organises the series or moderates the session's community or unit."""
    return (
        actor.is_system
        or actor.has("organiser", "series", exchange.series_id)
        or watches(actor, exchange.community_id, exchange.agency_id)
    )


def managed_by(actor: Actor) -> ColumnElement[bool]:
    """Return `manages` as an SQL condition on exchange_sessions."""
    if actor.is_system or actor.has("organiser") or actor.has("moderator"):
        return true()
    return or_(
        false(),
        *in_scopes_of(actor, "organiser", "series", ExchangeSession.series_id),
        *watched_by(actor, ExchangeSession.community_id, ExchangeSession.agency_id),
    )


def may_organise(by: Actor) -> Verdict:
    """Whoever organises some series, or moderates, is shown the way to a new session."""
    return allow_if(
        by.is_system or by.holds("organiser") or by.holds("moderator"), "organisers_only"
    )


def may_create_series(by: Actor) -> Verdict:
    """Organisers and moderators of the whole body found series."""
    return allow_if(by.is_system or by.has("organiser") or by.has("moderator"), "organisers_only")


def may_load_reference(by: Actor) -> Verdict:
    """Allow the system to load reference data."""
    return allow_if(by.is_system, "not_allowed")


def may_create_session(by: Actor, series: Series, community: CommunityFacts) -> Verdict:
    """Organisers of the series, in a community that takes their posts."""
    if by.is_system or watches(by, community.id, series.agency_id):
        return ALLOW
    if not by.has("organiser", "series", series.id):
        return Verdict("organisers_only")
    return may_post(by, community)


def may_change_session(by: Actor, exchange: ExchangeSession) -> Verdict:
    """Organisers of the series and the moderators of its community change a session."""
    return allow_if(manages(by, exchange), "organisers_only")


may_set_agenda = may_change_session
may_set_speakers = may_change_session
may_add_speaker = may_change_session
may_add_recording = may_change_session
may_change_recording = may_change_session
may_remove_recording = may_change_session
may_add_chapter = may_change_session
may_remove_chapter = may_change_session
may_add_transcript = may_change_session
may_add_material = may_change_session
may_remove_material = may_change_session


def may_announce(by: Actor, exchange: ExchangeSession) -> Verdict:
    """Allow whoever organises to announce a draft."""
    return _in_state(by, exchange, "draft")


def may_hold(by: Actor, exchange: ExchangeSession) -> Verdict:
    """Allow whoever organises to note an announced session as held."""
    return _in_state(by, exchange, "announced")


def may_cancel(by: Actor, exchange: ExchangeSession) -> Verdict:
    """Allow whoever organises to cancel a session that has not been held."""
    return _in_state(by, exchange, "draft", "announced")


def may_open_to_public(by: Actor, exchange: ExchangeSession) -> Verdict:
    """Allow a moderator to open a session that is no draft to the public."""
    if exchange.state == "draft" or exchange.visibility == "public":
        return Verdict("wrong_state")
    return allow_if(
        by.is_system or watches(by, exchange.community_id, exchange.agency_id), "moderators_only"
    )


def may_note_text(by: Actor) -> Verdict:
    """Allow the system to keep the text of a material."""
    return allow_if(by.is_system, "not_allowed")


def _in_state(by: Actor, exchange: ExchangeSession, *states: str) -> Verdict:
    if not manages(by, exchange):
        return Verdict("organisers_only")
    return allow_if(exchange.state in states, "wrong_state")
