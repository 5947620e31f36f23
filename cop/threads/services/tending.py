"""What those do who tend a thread: lock, open to the public, remove."""

from datetime import datetime

from sqlalchemy import update

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.db import db
from cop.journal import What, record
from cop.threads.models import LOCKED, OPEN, Thread
from cop.threads.policies import (
    may_close_to_public,
    may_lock,
    may_open_to_public,
    may_remove_thread,
    may_unlock,
)


def lock(thread: Thread, *, by: Actor, at: datetime) -> None:
    """Take no more replies; locking twice changes nothing. Recorded as THREAD_LOCKED."""
    may_lock(by, thread).require()
    if thread.state == OPEN:
        _set(thread, state=LOCKED)
        record(What.THREAD_LOCKED, "thread", thread.id, by=by, at=at)


def unlock(thread: Thread, *, by: Actor, at: datetime) -> None:
    """Take replies again. Recorded as THREAD_UNLOCKED."""
    may_unlock(by, thread).require()
    if thread.state == LOCKED:
        _set(thread, state=OPEN)
        record(What.THREAD_UNLOCKED, "thread", thread.id, by=by, at=at)


def open_to_public(thread: Thread, *, by: Actor, at: datetime) -> None:
    """Let visitors read it where the site allows visitors. Recorded as THREAD_OPENED_TO_PUBLIC."""
    may_open_to_public(by, thread).require()
    if thread.visibility != "public":
        _set(thread, visibility="public")
        record(What.THREAD_OPENED_TO_PUBLIC, "thread", thread.id, by=by, at=at)


def close_to_public(thread: Thread, *, by: Actor, at: datetime) -> None:
    """Leave it to signed-in staff again. Recorded as THREAD_CLOSED_TO_PUBLIC."""
    may_close_to_public(by, thread).require()
    if thread.visibility == "public":
        _set(thread, visibility="org")
        record(What.THREAD_CLOSED_TO_PUBLIC, "thread", thread.id, by=by, at=at)


def remove_thread(thread: Thread, reason: str = "", *, by: Actor, at: datetime) -> None:
    """Take a thread away from readers and search. Others than its author must say why.

    Raises Invalid, Refused. Recorded as THREAD_REMOVED with the reason beside it.
    """
    may_remove_thread(by, thread).require()
    if by.id != thread.author_id and not reason.strip():
        raise Invalid({"reason": "reason_needed"})
    _set(thread, removed_at=at, removed_by_id=by.id)
    record(What.THREAD_REMOVED, "thread", thread.id, by=by, at=at, note=reason.strip())


def _set(thread: Thread, **values: object) -> None:
    db.session.execute(update(Thread).where(Thread.id == thread.id).values(**values))
