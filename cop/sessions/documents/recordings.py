"""Recordings in the search index, a long one in parts: "7", "7.p1" and so on."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from cop.communities.models import Community
from cop.communities.policies import audience
from cop.db import db
from cop.search.port import Document
from cop.sessions.documents.facets import session_facets, version_of
from cop.sessions.models import Chapter, Cue, ExchangeSession, Recording, Transcript
from cop.sessions.policies import place_of

KIND = "recording"
CUES_A_PART = 200
# A phrase may begin in one part and end in the next.
OVERLAP = 2


def documents(ids: Sequence[int]) -> list[Document]:
    """Return the documents of these recordings, save those of draft sessions."""
    query = (
        select(Recording, ExchangeSession, Community)
        .join(ExchangeSession, ExchangeSession.id == Recording.session_id)
        .join(Community, Community.id == ExchangeSession.community_id)
        .where(Recording.id.in_(ids), ExchangeSession.state != "draft")
        .order_by(Recording.id)
    )
    chapters = _chapters(ids)
    spoken = _spoken(ids)
    found: list[Document] = []
    for recording, exchange, community in db.session.execute(query):
        title = f"{exchange.number}/{exchange.fiscal_year} {exchange.theme or exchange.title_th}"
        heading = "\n".join([title, *chapters[recording.id]])
        cues = spoken[recording.id]
        has = {"recording", "transcript"} if cues else {"recording"}
        facets = session_facets(exchange, has=has)
        readers = audience(place_of(exchange, community))
        found += [
            Document(
                kind=KIND,
                id=str(recording.id) if place == 0 else f"{recording.id}.p{place}",
                version=version_of(recording.title, text, readers, sorted(facets.items())),
                title=recording.title,
                body=text,
                at=exchange.start_at,
                audience=readers,
                facets=facets,
            )
            for place, text in enumerate(_parts(heading, cues))
        ]
    return found


def all_ids() -> list[int]:
    """Return the ids of all recordings, save those of draft sessions."""
    query = (
        select(Recording.id)
        .join(ExchangeSession, ExchangeSession.id == Recording.session_id)
        .where(ExchangeSession.state != "draft")
        .order_by(Recording.id)
    )
    return list(db.session.scalars(query))


def _parts(heading: str, cues: Sequence[str]) -> Iterator[str]:
    """Yield the text of each part; the first has the heading too."""
    yield "\n".join([heading, *cues[: CUES_A_PART + OVERLAP]])
    for start in range(CUES_A_PART, len(cues), CUES_A_PART):
        yield "\n".join(cues[start : start + CUES_A_PART + OVERLAP])


def _chapters(ids: Sequence[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = select(Chapter.recording_id, Chapter.title).where(Chapter.recording_id.in_(ids))
    for recording_id, title in db.session.execute(query.order_by(Chapter.start_seconds)):
        found[recording_id].append(title)
    return found


def _spoken(ids: Sequence[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = (
        select(Transcript.recording_id, Cue.text)
        .join(Transcript, Transcript.id == Cue.transcript_id)
        .where(Transcript.recording_id.in_(ids))
        .order_by(Transcript.recording_id, Transcript.language != "th", Transcript.id, Cue.place)
    )
    for recording_id, text in db.session.execute(query):
        found[recording_id].append(text)
    return found
