"""What follows from the journal: once, again after a failure, and never lost."""

from collections.abc import Iterator, Sequence

import pytest
from flask import Flask
from sqlalchemy import func, select

from cop import journal
from cop.core.actor import SYSTEM
from cop.db import db, transaction
from cop.journal import Entry, What, record

SEEN: list[int] = []
FAIL: list[bool] = []


@pytest.fixture
def listener(app: Flask) -> Iterator[None]:
    """A subscriber that notes what it gets, and fails when told to."""

    def note(entries: Sequence[Entry]) -> None:
        if FAIL:
            raise RuntimeError("told to fail")
        SEEN.extend(entry.subject_id for entry in entries)

    SEEN.clear()
    FAIL.clear()
    before = list(journal._handlers[What.TERM_CHANGED])
    journal.on(What.TERM_CHANGED)(note)
    yield
    journal._handlers[What.TERM_CHANGED][:] = before


def _happen(*subjects: int) -> None:
    with transaction():
        for one in subjects:
            record(What.TERM_CHANGED, "term", one, by=SYSTEM)


def test_entry_is_handed_over_after_the_commit(listener: None) -> None:
    _happen(1, 2)
    assert SEEN == [1, 2]
    assert journal.waiting() == 0


def test_entry_is_handed_over_once(listener: None) -> None:
    _happen(1)
    journal.dispatch()
    assert SEEN == [1]


def test_nothing_is_handed_over_when_the_change_was_rolled_back(listener: None) -> None:
    def fail() -> None:
        record(What.TERM_CHANGED, "term", 1, by=SYSTEM)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), transaction():
        fail()
    journal.dispatch()
    assert SEEN == []
    assert db.session.scalar(select(func.count(Entry.id))) == 0


def test_failed_entry_waits_and_is_offered_again(listener: None) -> None:
    FAIL.append(True)
    _happen(7)
    assert SEEN == []
    assert journal.waiting() == 1
    FAIL.clear()
    journal.offer_again()
    journal.dispatch()
    assert SEEN == [7]


def test_entry_held_by_another_worker_is_left_alone(listener: None) -> None:
    FAIL.append(True)
    _happen(7)
    FAIL.clear()
    journal.dispatch()  # still leased by the dispatch that failed
    assert SEEN == []


def test_entry_that_always_fails_is_given_up_and_counted(listener: None) -> None:
    FAIL.append(True)
    _happen(7)
    with transaction():
        entry = db.session.scalars(select(Entry)).one()
        entry.attempts = journal.MAX_ATTEMPTS
        entry.held_until = None
    assert journal.dispatch() == 0
    assert journal.waiting() == 0
    assert journal.given_up() == 1


def test_crash_between_commit_and_dispatch_loses_nothing(listener: None) -> None:
    poke = list(journal._poke)
    journal._poke.clear()
    try:
        _happen(3)
        assert SEEN == []
    finally:
        journal._poke[:] = poke
    journal.dispatch()
    assert SEEN == [3]
