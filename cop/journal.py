"""The journal: what happened, written in the same commit as the change itself.

Search, notices and counters follow from it afterwards; the same rows are the audit trail. Rows
are never edited or deleted: they hold ids, codes and hashes only. Words that a person wrote
(reasons, remarks) stand in `journal_notes`, which a redaction may blank.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from cop.core.actor import Actor
from cop.core.clock import now
from cop.db import Base, after_commit, db, pk
from cop.happened import What as What  # noqa: PLC0414 - what the journal speaks of

log = logging.getLogger(__name__)

BATCH = 200
LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 8


class Entry(Base):
    """One thing that happened to one subject."""

    __tablename__ = "journal_entries"
    __table_args__ = (
        Index("ix_journal_entries_subject", "subject_kind", "subject_id"),
        Index("ix_journal_entries_waiting", "dispatched_at", "id"),
    )

    id: Mapped[pk]
    what: Mapped[str] = mapped_column(String(40), index=True)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    at: Mapped[datetime]
    codes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    dispatched_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)


class Note(Base):
    """The words that belong to an entry; a redaction may blank them."""

    __tablename__ = "journal_notes"

    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entries.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


Handler = Callable[[Sequence[Entry]], None]
_handlers: dict[str, list[Handler]] = defaultdict(list)
_poke: list[Callable[[], object]] = []


def on(*kinds: What) -> Callable[[Handler], Handler]:
    """Subscribe a function to entries of these kinds; it gets batches and must be idempotent."""

    def subscribe(handler: Handler) -> Handler:
        for kind in kinds:
            if handler not in _handlers[kind]:
                _handlers[kind].append(handler)
        return handler

    return subscribe


def poked_by(poke: Callable[[], object]) -> None:
    """Name the act that wakes the dispatcher after a commit with new entries."""
    _poke[:] = [poke]


def record(
    what: What,
    subject_kind: str,
    subject_id: int,
    *,
    by: Actor,
    at: datetime | None = None,
    note: str | None = None,
    **codes: str | int | bool | None,
) -> None:
    """Add an entry to the present transaction; it is dispatched after the commit."""
    entry = Entry(
        what=what.value,
        subject_kind=subject_kind,
        subject_id=subject_id,
        by_id=by.id,
        at=at or now(),
        codes=codes,
    )
    db.session.add(entry)
    if note:
        db.session.flush()
        db.session.add(Note(entry_id=entry.id, text=note))
    if _poke:
        after_commit("journal.dispatch", _poke[0])


def dispatch() -> int:
    """Hand waiting entries to their handlers, oldest first; return how many were done.

    Delivery is at least once: rows are leased for a minute, stamped after every handler succeeded,
    and offered again (up to 8 times) when one failed.
    """
    done = 0
    while entries := _claim():
        failed = _hand_over(entries)
        good = [entry.id for entry in entries if entry.id not in failed]
        if good:
            _write(update(Entry).where(Entry.id.in_(good)).values(dispatched_at=now()))
            done += len(good)
        if failed:
            break
    return done


def waiting() -> int:
    """Return how many entries have not been dispatched and have not been given up."""
    query = select(func.count()).where(Entry.dispatched_at.is_(None), Entry.attempts < MAX_ATTEMPTS)
    return db.session.scalar(query) or 0


def given_up() -> int:
    """Return how many entries failed every time."""
    query = select(func.count()).where(
        Entry.dispatched_at.is_(None), Entry.attempts >= MAX_ATTEMPTS
    )
    return db.session.scalar(query) or 0


def offer_again() -> None:
    """Let entries that were given up be tried again."""
    _write(update(Entry).where(Entry.dispatched_at.is_(None)).values(attempts=0, held_until=None))


def _claim() -> Sequence[Entry]:
    at = now()
    chosen = (
        select(Entry.id)
        .where(
            Entry.dispatched_at.is_(None),
            Entry.attempts < MAX_ATTEMPTS,
            (Entry.held_until.is_(None)) | (Entry.held_until < at),
        )
        .order_by(Entry.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    waiting_ids = db.session.scalars(chosen).all()
    db.session.commit()
    if not waiting_ids:
        return ()
    lease = (
        update(Entry)
        .where(Entry.id.in_(waiting_ids), (Entry.held_until.is_(None)) | (Entry.held_until < at))
        .values(held_until=at + LEASE, attempts=Entry.attempts + 1)
        .returning(Entry.id)
    )
    ids = _write(lease, gives_ids=True)
    return db.session.scalars(select(Entry).where(Entry.id.in_(ids)).order_by(Entry.id)).all()


def _hand_over(entries: Sequence[Entry]) -> set[int]:
    batches: dict[Handler, list[Entry]] = defaultdict(list)
    for entry in entries:
        for handler in _handlers.get(entry.what, ()):
            batches[handler].append(entry)
    failed: set[int] = set()
    for handler, batch in batches.items():
        # Each handler reads the present state, not the one in which the entries were claimed.
        db.session.commit()
        try:
            handler(batch)
        except Exception:
            db.session.rollback()
            failed.update(entry.id for entry in batch)
            log.exception("handler %s failed on %d entries", handler.__name__, len(batch))
    return failed


def _write(statement: Any, *, gives_ids: bool = False) -> list[int]:  # noqa: ANN401 - an update
    db.session.commit()
    result = db.session.execute(statement)
    ids = [row[0] for row in result] if gives_ids else []
    db.session.commit()
    return ids
