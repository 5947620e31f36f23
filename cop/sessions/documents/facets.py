"""What sessions, recordings and materials have values of, and what tells their versions apart."""

import zlib
from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select

from cop.db import db
from cop.sessions.models import ExchangeSession, Recording, Transcript

Facets = dict[str, tuple[str, ...]]


def session_facets(
    exchange: ExchangeSession, *, principles: Sequence[str] = (), has: Collection[str] = ()
) -> Facets:
    """Return the facets that a session gives to itself and to what belongs to it."""
    facets: Facets = {
        "community": (str(exchange.community_id),),
        "fiscal_year": (str(exchange.fiscal_year),),
        "state": (exchange.state,),
    }
    if exchange.agency_id is not None:
        facets["agency"] = (str(exchange.agency_id),)
    if exchange.author_id is not None:
        facets["author"] = (str(exchange.author_id),)
    if principles:
        facets["principle"] = tuple(principles)
    if has:
        facets["has"] = tuple(sorted(has))
    return facets


def recorded(session_ids: Sequence[int]) -> defaultdict[int, set[str]]:
    """Return what each session has: a recording, and a transcript of one."""
    query = (
        select(Recording.session_id, Transcript.id)
        .outerjoin(Transcript, Transcript.recording_id == Recording.id)
        .where(Recording.session_id.in_(session_ids))
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for session_id, transcript_id in db.session.execute(query):
        found[session_id] |= {"recording"} if transcript_id is None else {"recording", "transcript"}
    return found


def version_of(*said: object) -> int:
    """Return a number that changes with what a document holds."""
    return zlib.crc32(repr(said).encode()) >> 1
