"""Recordings, their chapters and transcripts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.db import db, expect_version
from cop.journal import What, record
from cop.sessions.models import (
    PROVIDERS,
    TRANSCRIPT_SOURCES,
    Chapter,
    Cue,
    ExchangeSession,
    Recording,
    Transcript,
)
from cop.sessions.policies import (
    may_add_chapter,
    may_add_recording,
    may_add_transcript,
    may_change_recording,
    may_remove_chapter,
    may_remove_recording,
)
from cop.sessions.services.facts import CueFacts, RecordingFacts
from cop.thai.folding import fold

MOST_CUES = 20_000
MOST_CHAPTERS = 200


def add_recording(
    exchange: ExchangeSession,
    facts: RecordingFacts,
    *,
    is_sample: bool = False,
    by: Actor,
    at: datetime,
) -> Recording:
    """Add a recording to a session. Raises Invalid for one without address or file."""
    may_add_recording(by, exchange).require()
    query = select(func.count()).where(Recording.session_id == exchange.id)
    recording = Recording(
        session_id=exchange.id,
        place=db.session.scalars(query).one(),
        added_by_id=by.id,
        created_at=at,
        is_sample=is_sample,
    )
    _take(recording, facts)
    db.session.add(recording)
    db.session.flush()
    record(What.RECORDING_ADDED, "recording", recording.id, by=by, at=at, session=exchange.id)
    return recording


def change_recording(
    recording: Recording,
    exchange: ExchangeSession,
    facts: RecordingFacts,
    *,
    version: int | None,
    by: Actor,
    at: datetime,
) -> None:
    """Change a recording; without an address or a file in the facts it keeps its own.

    Raises Stale, Invalid.
    """
    may_change_recording(by, exchange).require()
    expect_version(recording, version)
    if facts.url or facts.stored:
        _take(recording, facts)
    else:
        _describe(recording, facts)
    record(What.RECORDING_CHANGED, "recording", recording.id, by=by, at=at)


def remove_recording(
    recording: Recording, exchange: ExchangeSession, *, by: Actor, at: datetime
) -> None:
    """Take a recording away with its chapters and transcripts."""
    may_remove_recording(by, exchange).require()
    texts = select(Transcript.id).where(Transcript.recording_id == recording.id)
    db.session.execute(delete(Cue).where(Cue.transcript_id.in_(texts)))
    db.session.execute(delete(Transcript).where(Transcript.recording_id == recording.id))
    db.session.execute(delete(Chapter).where(Chapter.recording_id == recording.id))
    record(What.RECORDING_REMOVED, "recording", recording.id, by=by, at=at, session=exchange.id)
    db.session.delete(recording)


def add_chapter(
    recording: Recording,
    exchange: ExchangeSession,
    start_seconds: int,
    title: str,
    *,
    by: Actor,
    at: datetime,
) -> Chapter:
    """Name the part of a recording that begins there. Raises Invalid."""
    may_add_chapter(by, exchange).require()
    query = select(Chapter.start_seconds).where(Chapter.recording_id == recording.id)
    starts = set(db.session.scalars(query))
    if start_seconds in starts:
        raise Invalid({"start": "chapter_taken"})
    if recording.duration_seconds and start_seconds >= recording.duration_seconds:
        raise Invalid({"start": "chapter_after_end"})
    if len(starts) >= MOST_CHAPTERS:
        raise Invalid({"start": "too_many"}, {"most": MOST_CHAPTERS})
    chapter = Chapter(recording_id=recording.id, start_seconds=start_seconds, title=title)
    db.session.add(chapter)
    db.session.flush()
    record(What.RECORDING_CHANGED, "recording", recording.id, by=by, at=at, chapter=chapter.id)
    return chapter


def remove_chapter(chapter: Chapter, exchange: ExchangeSession, *, by: Actor, at: datetime) -> None:
    """Take the name of a part away."""
    may_remove_chapter(by, exchange).require()
    db.session.delete(chapter)
    record(What.RECORDING_CHANGED, "recording", chapter.recording_id, by=by, at=at)


def add_transcript(  # noqa: PLR0913 - the two records, the words, their origin, who and when
    recording: Recording,
    exchange: ExchangeSession,
    cues: Sequence[CueFacts],
    *,
    language: str = "th",
    source: str = "human",
    by: Actor,
    at: datetime,
) -> Transcript:
    """Keep the words of a recording in one language, in place of those before. Raises Invalid."""
    may_add_transcript(by, exchange).require()
    if source not in TRANSCRIPT_SOURCES:
        raise Invalid({"source": "not_a_choice"})
    if not 0 < len(cues) <= MOST_CUES:
        raise Invalid({"file": "too_many" if cues else "transcript_empty"}, {"most": MOST_CUES})
    transcript = _transcript(recording, language)
    transcript.source, transcript.added_by_id, transcript.changed_at = source, by.id, at
    db.session.flush()
    db.session.execute(delete(Cue).where(Cue.transcript_id == transcript.id))
    db.session.execute(
        insert(Cue),
        [
            {
                "transcript_id": transcript.id,
                "place": place,
                "start_seconds": cue.start_seconds,
                "end_seconds": cue.end_seconds,
                "speaker": cue.speaker,
                "text": cue.text,
                "folded": fold(cue.text),
            }
            for place, cue in enumerate(sorted(cues, key=lambda one: one.start_seconds))
        ],
    )
    record(What.TRANSCRIPT_ADDED, "recording", recording.id, by=by, at=at, transcript=transcript.id)
    return transcript


def _transcript(recording: Recording, language: str) -> Transcript:
    query = select(Transcript).where(
        Transcript.recording_id == recording.id, Transcript.language == language
    )
    transcript = db.session.scalars(query).one_or_none()
    if transcript is None:
        transcript = Transcript(recording_id=recording.id, language=language, version=1)
        db.session.add(transcript)
    else:
        transcript.version += 1
    return transcript


def _describe(recording: Recording, facts: RecordingFacts) -> None:
    recording.title = facts.title
    recording.duration_seconds = facts.duration_seconds
    recording.language = facts.language


def _take(recording: Recording, facts: RecordingFacts) -> None:
    _describe(recording, facts)
    if facts.provider not in PROVIDERS:
        raise Invalid({"url": "not_an_address"})
    if not facts.url and facts.stored is None:
        raise Invalid({"url": "recording_missing"})
    stored = facts.stored
    recording.provider = facts.provider
    recording.url = "" if stored else facts.url
    recording.video_id = facts.video_id
    recording.digest = stored.digest if stored else None
    recording.content_type = stored.content_type if stored else ""
    recording.size_bytes = stored.size_bytes if stored else 0
