"""The index is brought up to date as the journal says, kept whole, and asked what is new in it."""

import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from cop.accounts import queries as accounts
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.jobs import every, job
from cop.journal import Entry, What, on
from cop.lessons.models import Lesson
from cop.search import indexing, services
from cop.search.meaning import filling
from cop.search.mending import wordlists
from cop.search.port import Document, IndexBroken
from cop.search.queries import following
from cop.search.sources import SOURCES
from cop.sessions.models import ExchangeSession, Material, Recording
from cop.threads import documents as threads
from cop.threads.models import Thread

# What happens to content without changing what readers may find of it.
_UNSEEN = {
    What.CLOSED_CONTENT_READ, What.AUTHOR_REVEALED,
    What.LESSON_CAPTURED, What.MINOR_EDIT_SEEN, What.LESSON_SUBMITTED,
    What.LESSON_REASSIGNED, What.LESSON_RECALLED,
    What.REVIEW_STARTED, What.CHANGES_REQUESTED, What.LESSON_CLASSIFIED, What.LESSON_REJECTED,
    What.LESSON_CONFIRMED,
    What.DOMAIN_WORD_ADDED, What.DOMAIN_WORD_REMOVED, What.QUERY_DISMISSED, What.QUERY_RECALLED,
    What.SEARCH_FOLLOWED, What.SEARCH_RENAMED, What.SEARCH_UNFOLLOWED,
}  # fmt: skip

SECONDS_BETWEEN_ASKING = 60.0
LOOKED_AT_EVERY = timedelta(minutes=9)
MOST_AT_ONCE = 200
SECONDS_AT_ONCE = 0.5


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
    try:
        if parts:
            indexing.put(list({part.id: part for part in parts.values()}.values()))
        if whole:
            indexing.replace(whole)
    except IndexBroken:
        ask_to_rebuild()
        raise


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


@on(What.DOMAIN_WORD_ADDED, What.DOMAIN_WORD_REMOVED, What.AGENCY_CREATED, What.AGENCY_CHANGED)
def words_changed(_entries: Sequence[Entry]) -> None:
    """Build the index with the new words, if they are new: searching goes on in the old one."""
    renew.later()


@job()
def renew() -> None:
    """Build the index anew unless it can be read and has the words that are wanted."""
    if not indexing.is_as_wanted():
        indexing.rebuild()


_asking = threading.Lock()
_asked: dict[str, float] = {}


def ask_to_rebuild() -> None:
    """Ask the worker for a new index, for a search that found it broken; once a minute a process.

    That the index opens says little: a damaged part may be met by one question and no other.
    """
    with _asking:
        before = _asked.get("at")
        if before is not None and time.monotonic() - before < SECONDS_BETWEEN_ASKING:
            return
        _asked["at"] = time.monotonic()
    rebuild_broken.later(now().isoformat())


@job()
def rebuild_broken(asked_at: str) -> None:
    """Build the index anew unless that was done since it was asked for."""
    if not indexing.rebuild_since(datetime.fromisoformat(asked_at)):
        indexing.rebuild()


@job(retries=1)
def keep_search(asked: dict[str, Any]) -> None:
    """Keep one search in the log."""
    with transaction():
        services.log(services.Asked(**asked), by=SYSTEM, at=now())


@job(retries=1)
def keep_click(member_id: int, typed: str, rank: int) -> None:
    """Note which result of a search was opened; queued after the search, so that it is there."""
    with transaction():
        services.note_click(member_id, typed, rank, by=SYSTEM, at=now())


@every(minutes=30)
def forget() -> None:
    """Forget whose searches they were after 30 days, the searches after 400, and left ones."""
    with transaction():
        services.forget(by=SYSTEM, at=now())
    with transaction():
        services.sweep_left(by=SYSTEM, at=now())


@every(minutes=10)
def look_for_news() -> None:
    """Count what is new in the searches that people follow."""
    count_news()


@job()
def count_news() -> None:
    """Count for a moment, those that waited longest first; queue the rest behind other work."""
    began = time.monotonic()
    for one in following.due(now() - LOOKED_AT_EVERY, MOST_AT_ONCE):
        at = now()
        owner = accounts.actor_by_id(one.member_id)
        count = following.new_things(owner, one.state, one.opened_at) if owner else 0
        rights = following.rights_of(owner) if owner else ""
        with transaction():
            services.note_new(one.id, count, rights, by=SYSTEM, at=at)
        if time.monotonic() - began > SECONDS_AT_ONCE:
            count_news.later()
            return


@every(minutes=5)
def keep_words() -> None:
    """Have the words counted that spelling proposes from, where they are old."""
    if wordlists.are_due():
        wordlists.count_beside()


@every(minutes=2)
def keep_vectors() -> None:
    """Have vectors made for documents that have none, where the ranking by meaning is on."""
    filling.fill_beside()


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
