"""What follows from the journal: the index is brought up to date."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from cop.db import db
from cop.jobs import every, job
from cop.journal import Entry, What, on
from cop.lessons.models import Lesson
from cop.search import indexing
from cop.search.engine import index
from cop.search.port import Document
from cop.search.sources import SOURCES
from cop.sessions.models import ExchangeSession, Material, Recording
from cop.threads import documents as threads
from cop.threads.models import Thread

# What happens to content without changing what readers may find of it.
_UNSEEN = {
    What.CLOSED_CONTENT_READ, What.LESSON_CAPTURED, What.LESSON_SUBMITTED, What.LESSON_RECALLED,
    What.REVIEW_STARTED, What.CHANGES_REQUESTED, What.LESSON_CLASSIFIED, What.LESSON_REJECTED,
}  # fmt: skip


@on(*(set(What) - _UNSEEN))
def index_changes(entries: Sequence[Entry]) -> None:
    """Index again what changed; one reply in a long thread touches one part of it."""
    whole: dict[str, set[int]] = {}
    parts: dict[tuple[int, int], Document] = {}
    for entry in entries:
        position = entry.codes.get("position")
        if entry.what == What.REPLY_POSTED.value and isinstance(position, int):
            part = threads.chunk(entry.subject_id, position)
            if part is not None:
                parts[entry.subject_id, position] = part
        elif entry.subject_kind in SOURCES:
            whole.setdefault(entry.subject_kind, set()).add(entry.subject_id)
    _with_kin(whole, entries)
    if parts:
        index().upsert({part.id: part for part in parts.values()}.values())
    if whole:
        indexing.replace(whole)


@on(What.COMMUNITY_CHANGED)
def community_changed(entries: Sequence[Entry]) -> None:
    """Index again all that lives in a community: who may read it may have changed."""
    for entry in entries:
        index_community.later(entry.subject_id)


@job()
def index_community(community_id: int) -> None:
    """Index again everything in one community."""
    sessions = _ids(ExchangeSession.id, ExchangeSession.community_id == community_id)
    things = {
        "lesson": _ids(Lesson.id, Lesson.community_id == community_id),
        "thread": _ids(Thread.id, Thread.community_id == community_id),
        "session": sessions,
    }
    _with_what_hangs_on(things)
    for kind, ids in things.items():
        wanted = sorted(ids)
        for start in range(0, len(wanted), indexing.BATCH):
            indexing.replace({kind: wanted[start : start + indexing.BATCH]})


@every(minutes=30)
def compare() -> None:
    """Bring index and database together again, whatever happened to the index."""
    indexing.repair()


def _with_kin(things: dict[str, set[int]], entries: Sequence[Entry]) -> None:
    """Add the other things whose documents change with these."""
    if "session" in things:
        _with_what_hangs_on(things)
    if "recording" in things:
        _with_whose_recording(things, entries)


def _with_what_hangs_on(things: dict[str, set[int]]) -> None:
    """Add the recordings and materials of sessions: their readers are those of the session."""
    sessions = things["session"]
    ours = sorted(sessions)
    recordings = _ids(Recording.id, Recording.session_id.in_(ours))
    things.setdefault("recording", set()).update(recordings)
    materials = _ids(Material.id, Material.session_id.in_(ours))
    things.setdefault("material", set()).update(materials)


def _with_whose_recording(things: dict[str, set[int]], entries: Sequence[Entry]) -> None:
    """Add the sessions of recordings: whether a session has one can be asked for."""
    ours = Recording.id.in_(sorted(things["recording"]))
    gone = {entry.codes.get("session") for entry in entries if entry.subject_kind == "recording"}
    named = {one for one in gone if isinstance(one, int)}
    things.setdefault("session", set()).update(named | _ids(Recording.session_id, ours))


def _ids(column: InstrumentedAttribute[int], condition: ColumnElement[bool]) -> set[int]:
    return set(db.session.scalars(select(column).where(condition)))
