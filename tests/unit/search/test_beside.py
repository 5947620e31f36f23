"""A second process makes documents ready: the same, in the same order, whatever happens to it."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from cop.search.engines import beside
from cop.search.engines.beside import made_beside, once
from cop.search.engines.whoosh.schema import entry
from cop.search.port import Document
from cop.thai.words import Dictionary, using

WORD = "ซอฟต์พาวเวอร์"


def _documents(count: int) -> Iterator[Document]:
    for number in range(count):
        yield Document(
            kind="lesson",
            id=str(number),
            version=1,
            title=f"เรื่องที่ {number}",
            body=f"ประชุมเรื่อง{WORD}และงบประมาณปี 2563 " * 3,
            at=datetime(2020, 7, 9, tzinfo=UTC),
        )


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The processes that are started during the test."""
    found: list[Any] = []
    start = beside.subprocess.Popen

    def noted(*args, **kwargs):
        found.append(start(*args, **kwargs))
        return found[-1]

    monkeypatch.setattr(beside.subprocess, "Popen", noted)
    return found


@pytest.mark.usefixtures("two_cores")
def test_it_makes_the_same_in_the_same_order_by_the_same_words() -> None:
    with using(Dictionary([WORD])):
        here = [entry(one) for one in _documents(150)]
        assert WORD.encode() in here[0]["body"]
        assert list(made_beside(entry, _documents(150))) == here


@pytest.mark.usefixtures("two_cores")
def test_nothing_is_lost_when_the_process_is_killed(started: list[Any]) -> None:
    made = []
    for one in made_beside(entry, _documents(400)):
        made.append(one["name"])
        if len(made) == 100:
            os.kill(started[0].pid, signal.SIGKILL)
    assert made == [entry(one)["name"] for one in _documents(400)]
    assert started[0].poll() is not None


@pytest.mark.usefixtures("two_cores")
def test_a_process_is_ended_when_the_work_is_given_up(started: list[Any]) -> None:
    made = made_beside(entry, _documents(400))
    for _ in range(100):
        next(made)
    made.close()
    assert started[0].poll() is not None


def test_few_documents_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside.subprocess, "Popen", None)
    assert len(list(made_beside(entry, _documents(64)))) == 64
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0})
    assert len(list(made_beside(entry, _documents(150)))) == 150


def test_a_document_comes_once() -> None:
    seen: set[tuple[str, str]] = set()
    twice = [*_documents(3), *_documents(4)]
    assert [one.id for one in once(twice, seen)] == ["0", "1", "2", "3"]
    assert len(seen) == 4
