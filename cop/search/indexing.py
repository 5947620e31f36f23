"""The index kept like the database: on every change, wholly anew, or by comparing the two."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.search import services
from cop.search.analyzer import analysis_version
from cop.search.dictionary import agree
from cop.search.engine import index, leave_others
from cop.search.language.naming import marked
from cop.search.port import Document, IndexBroken, Key
from cop.search.queries import words
from cop.search.sources import SOURCES, thing_id
from cop.thai.words import using, warm

BATCH = 100
SECONDS_BETWEEN_NOTES = 1.0
_TIMES_OVER = 5
Told = Callable[[int, int], None]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drift:
    """How far index and database are apart."""

    missing: frozenset[tuple[str, int]] = frozenset()
    extra: frozenset[Key] = frozenset()
    broken: bool = False
    other_analysis: bool = False

    @property
    def count(self) -> int:
        """Return how many things or documents are wrong."""
        return len(self.missing) + len(self.extra)


def replace(things: Mapping[str, Iterable[int]]) -> None:
    """Make the index hold what the database says now of these things, and no more of them."""
    wanted = {kind: sorted(set(ids)) for kind, ids in things.items()}
    names = sorted(f"{kind}:{one}" for kind, ids in wanted.items() for one in ids)

    def write() -> None:
        documents: list[Document] = []
        for kind, ids in wanted.items():
            documents += SOURCES[kind].documents(ids)
        index().replace(names, map(marked, documents))

    _in_its_words(write)


def put(documents: Sequence[Document]) -> None:
    """Have these documents in the index in place of those with their keys."""
    _in_its_words(lambda: index().upsert(map(marked, documents)))


def rebuild(told: Told | None = None) -> int:
    """Build the whole index aside and swap it in; return the number of documents.

    It is built with the words that are wanted now, which come into force with it. `told` hears how
    many things of all have been read.
    """
    dictionary = words.wanted()
    _keep(dictionary.version, dictionary.added)
    notes = _Notes(told)
    try:
        with using(dictionary):
            warm(for_much=True)
            made = index().rebuild(_everything(notes.tell))
    except BaseException:
        notes.end(has_failed=True)
        raise
    notes.end()
    leave_others()
    agree()
    return made


def is_as_wanted() -> bool:
    """Tell whether the index can be read and is made with the words that are wanted now."""
    found = index()
    return found.ready() and found.analysis_version() == analysis_version(words.wanted())


def rebuild_since(asked_at: datetime) -> bool:
    """Tell whether an index has been built since this was asked for."""
    last = words.last_build()
    if last is None or last.finished_at is None or last.has_failed:
        return False
    return bool(last.finished_at >= asked_at)


def drift() -> Drift:
    """Compare index and database by id and version."""
    found = index()
    try:
        held = {(kind, doc_id): version for kind, doc_id, version in found.versions()}
    except IndexBroken:
        return Drift(broken=True)
    missing: set[tuple[str, int]] = set()
    for document in _everything():
        if held.pop(document.key, None) != document.version:
            missing.add((document.kind, thing_id(document.id)))
    other = found.analysis_version() != analysis_version(words.wanted())
    return Drift(frozenset(missing), frozenset(held), other_analysis=other)


def repair() -> int:
    """Mend what the comparison found; return how much it was."""
    found = drift()
    if found.broken or found.other_analysis:
        return rebuild()
    things: dict[str, set[int]] = {}
    for kind, one in found.missing:
        things.setdefault(kind, set()).add(one)
    for kind, doc_id in found.extra:
        things.setdefault(kind, set()).add(thing_id(doc_id))
    if things:
        replace(things)
    return found.count


class _Notes:
    """Progress kept where the operators' page finds it. What cannot be noted spoils no index."""

    def __init__(self, told: Told | None) -> None:
        self._told = told
        self._noted_at = 0.0
        self._number = 0
        try:
            with transaction():
                self._number = services.start_build(by=SYSTEM, at=now())
        except Exception:
            log.exception("the building of the index is not noted")

    def tell(self, done: int, total: int) -> None:
        if self._told is not None:
            self._told(done, total)
        seen = time.monotonic()
        if done == total or seen - self._noted_at > SECONDS_BETWEEN_NOTES:
            self._noted_at = seen
            self._write(
                lambda: services.note_progress(self._number, done, total, by=SYSTEM, at=now())
            )

    def end(self, *, has_failed: bool = False) -> None:
        self._write(
            lambda: services.end_build(self._number, by=SYSTEM, at=now(), has_failed=has_failed)
        )

    def _write(self, act: Callable[[], None]) -> None:
        if not self._number:
            return
        try:
            with transaction():
                act()
        except Exception:
            log.exception("the progress of the index is not noted")


def _keep(version: str, added: tuple[str, ...]) -> None:
    if added:
        with transaction():
            services.keep_list(version, added, by=SYSTEM, at=now())


def _in_its_words(write: Callable[[], None]) -> None:
    """Write by the words of the index, and again where another index took its place meanwhile."""
    for _ in range(_TIMES_OVER):
        named = agree()
        warm(for_much=True)
        write()
        if index().analysis_version() == named:
            return
        db.session.rollback()  # what was read for it is of an earlier moment


def _everything(told: Told | None = None) -> Iterator[Document]:
    listed = {kind: source.all_ids() for kind, source in SOURCES.items()}
    total, done = sum(map(len, listed.values())), 0
    for kind, ids in listed.items():
        for some in _batches(ids):
            yield from map(marked, SOURCES[kind].documents(some))
            done += len(some)
            if told is not None:
                told(done, total)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
