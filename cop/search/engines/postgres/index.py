"""The search index kept in PostgreSQL: several machines share it, and no further service runs.

PostgreSQL keeps lists of documents by key; terms and scores are the site's.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, LiteralString, TypeVar

import numpy as np
import psycopg

from cop.search.analyzer import analysis_version
from cop.search.engines.beside import made_beside, once
from cop.search.engines.postgres.columns import Columns, Floats, Mask, latest
from cop.search.engines.postgres.entries import entry, name, named
from cop.search.engines.postgres.pool import Pool, guarded
from cop.search.engines.postgres.ranking import answer
from cop.search.engines.postgres.similar import alike
from cop.search.engines.postgres.snapshot import Snapshot
from cop.search.engines.postgres.suggesting import suggestions
from cop.search.engines.postgres.tables import (
    Cursors,
    Tables,
    drop,
    lock,
    new_generation,
    older_tables,
    read_state,
    state_to_write,
    write_state,
)
from cop.search.engines.postgres.vocabulary import vocabulary
from cop.search.engines.postgres.writing import Builder, Writer
from cop.search.port import CANDIDATES, Document, Found, Hit, IndexBroken, Key, Query

_Result = TypeVar("_Result")

_log = logging.getLogger(__name__)


class PostgresIndex:
    """A `SearchIndex` in tables of its own in the database at a URL (postgresql+psycopg://...).

    Each read sees all that was committed before it, by any process on any machine.
    """

    def __init__(self, url: str) -> None:
        self._pool = Pool(url)
        self._turn = threading.Lock()
        self._columns: Columns | None = None

    def upsert(self, documents: Iterable[Document]) -> None:
        """Put the documents in the index in place of those with their keys."""
        entries = [entry(each) for each in {each.key: each for each in documents}.values()]
        with self._writer() as writer:
            writer.remove([each.name for each in entries])
            writer.add(entries)

    def delete(self, keys: Iterable[Key]) -> None:
        """Take the documents with these keys out; unknown keys are no error."""
        names = [name(*key) for key in keys]
        with self._writer() as writer:
            writer.remove(names)

    def replace(self, things: Iterable[str], documents: Iterable[Document]) -> None:
        """Have of these things ("thread:12") exactly the documents given, parts included."""
        wanted = [thing.encode("utf-8", "surrogatepass") for thing in things]
        entries = [entry(each) for each in {each.key: each for each in documents}.values()]
        with self._writer() as writer:
            writer.remove_things(wanted)
            writer.remove([each.name for each in entries])
            writer.add(entries)

    def clear(self) -> None:
        """Have no document at all."""
        self.rebuild(())

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Have exactly these documents in the index; return their number.

        Everything is one transaction: of a rebuild that fails or is killed nothing stays behind.
        """
        seen: set[Key] = set()
        try:
            with self._pool.writing() as cursor:
                lock(cursor)
                state, tables = new_generation(cursor)
                builder = Builder(Writer(cursor, tables, state))
                for made in made_beside(entry, once(documents, seen)):
                    builder.add(made)
                builder.finish()
                cursor.execute(tables.sql("ANALYZE {postings}, {documents}"))
                state.analysis = analysis_version()
                write_state(cursor, state)
        except psycopg.Error as error:
            msg = "the index failed to rebuild"
            raise IndexBroken(msg) from error
        self._sweep()
        return len(seen)

    def find(self, query: Query, audience: frozenset[str] | None, limit: int) -> Found:
        """Return the best `limit` documents readable with one of the audience tokens."""
        started = time.perf_counter()
        found = self._read(lambda snapshot: _answered(snapshot, query, audience, limit))
        return replace(found, took_ms=(time.perf_counter() - started) * 1000)

    def suggest(self, prefix: str, audience: frozenset[str] | None, limit: int) -> tuple[Hit, ...]:
        """Return documents with the typed words in the title, the last of them unfinished."""
        return self._read(lambda snapshot: tuple(suggestions(snapshot, prefix, audience, limit)))

    def similar(self, key: Key, audience: frozenset[str] | None, limit: int) -> tuple[Hit, ...]:
        """Return documents that share the telling words of a document."""
        return self._read(lambda snapshot: tuple(alike(snapshot, key, audience, limit)))

    def vocabulary(self) -> Iterator[tuple[str, int]]:
        """Give each term with the number of documents that have it; very long ones are left out."""
        counted = self._read(lambda snapshot: vocabulary(snapshot.cursor, snapshot.columns))
        yield from counted.items()

    def versions(self) -> Iterator[tuple[str, str, int]]:
        """Give kind, id and version of all documents, in no order."""
        for kept, version in self._checked("SELECT name, version FROM {documents}"):
            yield (*named(kept), version)

    def ready(self) -> bool:
        """Return whether searching works."""
        try:
            self._checked("SELECT 1 FROM {documents} LIMIT 1")
        except IndexBroken:
            return False
        return True

    def refresh(self) -> None:
        """Do nothing: what was committed is seen at once."""

    def analysis_version(self) -> str | None:
        """Return the version of the analysis that all documents went through, if it is one."""
        try:
            with guarded("read"), self._pool.reading() as cursor:
                return read_state(cursor).analysis
        except IndexBroken:
            return None

    def close(self) -> None:
        """Let go of all connections."""
        self._pool.close()
        self._columns = None

    @contextmanager
    def _writer(self) -> Iterator[Writer]:
        """Give a writer whose changes are committed at the end, after those of all before it."""
        with guarded("write"), self._pool.writing() as cursor:
            lock(cursor)
            state = state_to_write(cursor)
            if state is None:
                # Not all documents are here, so no analysis is vouched for: a rebuild is due.
                state, tables = new_generation(cursor)
            else:
                tables = Tables(state.generation)
            writer = Writer(cursor, tables, state)
            yield writer
            if not writer.changed:
                cursor.connection.rollback()
                return
            if writer.mostly_dead():
                state.analysis = None  # a rebuild is due as well
            write_state(cursor, state)

    def _read(self, act: Callable[[Snapshot], _Result]) -> _Result:
        def reading(cursor: Cursors) -> _Result:
            with self._turn:
                # The first statement decides what is seen, so no thread sees less than one before.
                state = read_state(cursor)
                columns = self._columns = latest(cursor, state, self._columns)
            return act(Snapshot(cursor, columns))

        try:
            return self._attempted(reading)
        except IndexBroken:
            self._columns = None
            raise

    def _checked(self, statement: LiteralString) -> list[tuple[Any, ...]]:
        """Return the rows of a statement, all tables being there."""

        def reading(cursor: Cursors) -> list[tuple[Any, ...]]:
            tables = Tables(read_state(cursor).generation)
            tables.check(cursor)
            return cursor.execute(tables.sql(statement)).fetchall()

        return self._attempted(reading)

    def _attempted(self, act: Callable[[Cursors], _Result]) -> _Result:
        """Return the result of reading, again if tables were just swapped or a connection lost."""
        with guarded("read"):
            try:
                with self._pool.reading() as cursor:
                    return act(cursor)
            except (psycopg.errors.UndefinedTable, psycopg.OperationalError):
                with self._pool.reading() as cursor:
                    return act(cursor)

    def _sweep(self) -> None:
        """Drop tables no longer in use, one at a time: a reader may hold one and want another."""
        try:
            with self._pool.reading() as cursor:
                tables = older_tables(cursor)
            for table in tables:
                with self._pool.writing() as cursor:
                    drop(cursor, table)
        except (psycopg.Error, IndexBroken):
            _log.warning("Old tables of the search index wait for the next rebuild", exc_info=True)


def leave(url: str) -> None:
    """Have an index in this database that is no longer kept up count as one to be built anew."""
    pool = Pool(url)
    try:
        with pool.writing() as cursor:
            lock(cursor)
            if state_to_write(cursor) is not None:
                cursor.execute("UPDATE cop_search_state SET analysis = NULL")
    except (psycopg.Error, IndexBroken):
        _log.warning("The index in PostgreSQL could not be left", exc_info=True)
    finally:
        pool.close()


def _answered(
    snapshot: Snapshot, query: Query, audience: frozenset[str] | None, limit: int
) -> Found:
    found = answer(snapshot, query, audience)
    by_score = query.sort == "relevance"
    hits = _best(snapshot, found.documents, found.scores, limit, by_score=by_score)
    more = _best(snapshot, found.more, found.scores, CANDIDATES - len(hits), by_score=True)
    return Found(hits, int(found.documents.sum()), 0.0, found.all_words, more)


def _best(
    snapshot: Snapshot, documents: Mask, scores: Floats, limit: int, *, by_score: bool
) -> tuple[Hit, ...]:
    """Return the best documents in order; the newer of two with one score comes first."""
    columns = snapshot.columns
    numbers = np.flatnonzero(documents)
    if by_score:
        scores = scores * columns.weight
    first = scores[numbers] if by_score else np.zeros(len(numbers))
    order = np.lexsort((numbers, -columns.at[numbers], -first))
    return tuple(
        Hit(*columns.key(each), float(scores[each]), float(columns.weight[each]), facets)
        for each in numbers[order][: max(0, limit)].tolist()
        for facets in [columns.facets[each]]
    )
