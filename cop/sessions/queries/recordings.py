"""What is read about one recording or material."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, func, literal, or_, select

from cop.communities.models import Community
from cop.core.actor import Actor
from cop.db import db
from cop.reads import kept
from cop.sessions.models import (
    Chapter,
    Cue,
    ExchangeSession,
    Material,
    Recording,
    Series,
    Transcript,
)
from cop.sessions.policies import readable_by
from cop.sessions.queries.exchanges import HOME, Home

MOST_MOMENTS = 3


@dataclass(frozen=True, slots=True)
class RecordingView:
    """A recording with the session it is of."""

    recording: Recording
    exchange: ExchangeSession
    series: str
    home: Home

    @property
    def session_title(self) -> str:
        """Return the session's theme, or the title of one without."""
        return self.exchange.theme or self.exchange.title_th


@dataclass(frozen=True, slots=True)
class CueLine:
    """What was said from one second to another."""

    start_seconds: float
    end_seconds: float
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """A transcript without its cues."""

    id: int
    language: str
    source: str
    version: int
    changed_at: datetime


def recording(actor: Actor, recording_id: int) -> RecordingView | None:
    """Return the recording, when the actor may read its session."""
    row = _recording(actor).record(recording=recording_id)
    if row is None:
        return None
    found, exchange, series, *home = row
    return RecordingView(found, exchange, series, Home(*home))


@kept
def _recording(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(Recording, ExchangeSession, Series.slug, *HOME)
        .join(ExchangeSession, ExchangeSession.id == Recording.session_id)
        .join(Series, Series.id == ExchangeSession.series_id)
        .join(Community, Community.id == ExchangeSession.community_id)
        .where(Recording.id == bindparam("recording"), readable_by(actor))
    )


def material(actor: Actor, material_id: int) -> tuple[Material, ExchangeSession, str] | None:
    """Return the material, its session and the series' slug, when the actor may read it."""
    query = (
        select(Material, ExchangeSession, Series.slug)
        .join(ExchangeSession, ExchangeSession.id == Material.session_id)
        .join(Series, Series.id == ExchangeSession.series_id)
        .where(Material.id == material_id, readable_by(actor))
    )
    row = db.session.execute(query).one_or_none()
    return (row[0], row[1], row[2]) if row else None


def material_to_read(material_id: int) -> Material | None:
    """Return a material whose text has not been read."""
    query = select(Material).where(Material.id == material_id, Material.read_state == "waiting")
    return db.session.scalars(query).one_or_none()


def chapters(recording_id: int) -> Sequence[Chapter]:
    """Return the chapters in the order of time."""
    query = select(Chapter).where(Chapter.recording_id == recording_id)
    return db.session.scalars(query.order_by(Chapter.start_seconds)).all()


def chapter(recording_id: int, chapter_id: int) -> Chapter | None:
    """Return one chapter of a recording."""
    query = select(Chapter).where(Chapter.id == chapter_id, Chapter.recording_id == recording_id)
    return db.session.scalars(query).one_or_none()


def transcripts(recording_id: int) -> list[TranscriptLine]:
    """Return the transcripts, Thai first."""
    query = (
        select(
            Transcript.id,
            Transcript.language,
            Transcript.source,
            Transcript.version,
            Transcript.changed_at,
        )
        .where(Transcript.recording_id == recording_id)
        .order_by(Transcript.language != "th", Transcript.language)
    )
    return [TranscriptLine(*row) for row in db.session.execute(query)]


def cues(transcript_id: int) -> list[CueLine]:
    """Return the cues in the order of time."""
    query = (
        select(Cue.start_seconds, Cue.end_seconds, Cue.speaker, Cue.text)
        .where(Cue.transcript_id == transcript_id)
        .order_by(Cue.place)
    )
    return [CueLine(*row) for row in db.session.execute(query)]


def moments(recording_ids: Sequence[int], terms: Sequence[str]) -> dict[int, list[tuple[int, str]]]:
    """Return for each recording up to 3 (second, text) of cues that hold a term.

    Cues with more of the terms are taken first; what is taken stands in the order of time.
    `terms` are folded, as `cop.thai.folding.fold` returns them.
    """
    wanted = [term for term in dict.fromkeys(terms) if term.strip()][:20]
    if not recording_ids or not wanted:
        return {}
    holds = [Cue.folded.contains(term, autoescape=True) for term in wanted]
    found = sum((case((one, 1), else_=0) for one in holds), start=literal(0))
    rank = func.row_number().over(
        partition_by=Transcript.recording_id, order_by=(found.desc(), Cue.start_seconds)
    )
    chosen = (
        select(
            Transcript.recording_id,
            Cue.start_seconds,
            Cue.text,
            rank.label("rank"),
        )
        .join(Transcript, Transcript.id == Cue.transcript_id)
        .where(Transcript.recording_id.in_(recording_ids), or_(*holds))
        .subquery()
    )
    query = (
        select(chosen.c.recording_id, chosen.c.start_seconds, chosen.c.text)
        .where(chosen.c.rank <= MOST_MOMENTS)
        .order_by(chosen.c.recording_id, chosen.c.start_seconds)
    )
    result: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for recording_id, second, text in db.session.execute(query):
        result[recording_id].append((int(second), text))
    return dict(result)


def file_digests() -> set[str]:
    """Return the hashes of all bytes that recordings and materials name."""
    found = set(db.session.scalars(select(Material.digest)))
    own = select(Recording.digest).where(Recording.digest.is_not(None))
    return found | {digest for digest in db.session.scalars(own) if digest}
