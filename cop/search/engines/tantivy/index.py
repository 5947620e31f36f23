"""The search index kept with Tantivy, for many documents on one machine."""

import logging
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tantivy import Index, IndexWriter
from tantivy import Query as Asked

from cop.search.engines.folder_index import FolderIndex
from cop.search.engines.index_folder import Current
from cop.search.engines.tantivy.files import Sums, check, commit_of
from cop.search.engines.tantivy.ranking import answer
from cop.search.engines.tantivy.schema import SCHEMA, SCHEMA_VERSION, clean, entry, name
from cop.search.engines.tantivy.similar import alike
from cop.search.engines.tantivy.snapshot import Cards, Snapshot
from cop.search.engines.tantivy.suggesting import suggestions
from cop.search.port import Document, Found, Hit, IndexBroken, Key, Query

_WRITER_BYTES = 32_000_000
_REBUILD_BYTES = 48_000_000

_log = logging.getLogger(__name__)


class TantivyIndex(FolderIndex[Snapshot]):
    """A `SearchIndex` in a folder. The threads of a process share its snapshot at once."""

    def __init__(self, root: Path) -> None:
        self._whole: Sums = set()
        super().__init__(root, SCHEMA_VERSION)

    def upsert(self, documents: Iterable[Document]) -> None:
        """Put the documents in the index in place of those with their keys."""
        latest = {document.key: document for document in documents}
        entries = [(clean(name(*key)), entry(document)) for key, document in latest.items()]
        with self._writer() as writer:
            for key, fields in entries:
                writer.delete_documents_by_term("key", key)
                writer.add_document(fields)

    def delete(self, keys: Iterable[Key]) -> None:
        """Take the documents with these keys out; unknown keys are no error."""
        with self._writer() as writer:
            for key in keys:
                writer.delete_documents_by_term("key", clean(name(*key)))

    def replace(self, things: Iterable[str], documents: Iterable[Document]) -> None:
        """Have of these things ("thread:12") exactly the documents given, parts included."""
        wanted = [clean(one) for one in things]
        entries = [entry(document) for document in documents]
        if not entries and not self._holds_any(wanted):
            return
        with self._writer() as writer:
            for one in wanted:
                writer.delete_documents_by_term("thing", one)
            for fields in entries:
                writer.add_document(fields)

    def find(self, query: Query, audience: frozenset[str] | None, limit: int) -> Found:
        """Return the best `limit` documents readable with one of the audience tokens."""
        started = time.perf_counter()
        with self._reading() as snapshot:
            found = answer(snapshot, query, audience, limit)
        took = (time.perf_counter() - started) * 1000
        return Found(found.hits, found.total, took, found.all_words, found.more)

    def suggest(self, prefix: str, audience: frozenset[str] | None, limit: int) -> tuple[Hit, ...]:
        """Return documents with the typed words in the title, the last of them unfinished."""
        with self._reading() as snapshot:
            return suggestions(snapshot, prefix, audience, limit)

    def similar(self, key: Key, audience: frozenset[str] | None, limit: int) -> tuple[Hit, ...]:
        """Return documents that share the telling words of a document."""
        with self._reading() as snapshot:
            return alike(snapshot, key, audience, limit)

    def vocabulary(self) -> Iterator[tuple[str, int]]:
        """Give each term with the number of documents that have it."""
        with self._reading() as snapshot:
            counted = snapshot.vocabulary()
        yield from counted

    def versions(self) -> Iterator[tuple[str, str, int]]:
        """Give kind, id and version of all documents, in no order."""
        with self._reading() as snapshot:
            listed = list(snapshot.versions())
        yield from listed

    def ready(self) -> bool:
        """Return whether searching works."""
        try:
            with self._reading() as snapshot:
                snapshot.searcher.search(Asked.all_query(), limit=1)
        except IndexBroken:
            return False
        return True

    def _forget(self) -> None:
        super()._forget()
        self._commit = (0, 0)
        self._cards: Cards = {}
        self._process = os.getpid()

    def _build(self, directory: Path, documents: Iterable[Document]) -> None:
        with _committed(_created(directory), _REBUILD_BYTES) as writer:
            for document in documents:
                writer.add_document(entry(document))

    def _holds_any(self, things: list[str]) -> bool:
        """Return whether a write would take anything out: most drafts never were in."""
        if self._folder.current() is None:
            return False
        self.refresh()
        with self._reading() as snapshot:
            asked = Asked.term_set_query(SCHEMA, "thing", things)
            return bool(snapshot.searcher.search(asked, limit=1).hits)

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        try:
            with _guarded("read"):
                yield self._latest()
        except IndexBroken:
            self.close()
            raise

    def _look(self) -> None:
        if self._process != os.getpid():
            self.close()
        super()._look()

    def _opened(self, current: Current) -> Snapshot:
        self._commit = commit_of(current.directory)
        check(current.directory, self._whole)
        index = Index.open(str(current.directory))
        # Tantivy would look for commits in a thread of its own, which a fork leaves behind.
        index.config_reader("manual")
        index.reload()
        return Snapshot(index, self._cards)

    def _renewed(self, snapshot: Snapshot, directory: Path) -> Snapshot:
        commit = commit_of(directory)
        if commit == self._commit:
            return snapshot
        snapshot.index.reload()
        self._commit = commit
        return Snapshot(snapshot.index, self._cards)

    @contextmanager
    def _writer(self) -> Iterator[IndexWriter]:
        with self._folder.writing(), _guarded("write"):
            directory = self._target()
            check(directory, self._whole)
            with _committed(Index.open(str(directory)), _WRITER_BYTES) as writer:
                yield writer
        self.refresh()


def _created(directory: Path) -> Index:
    return Index(SCHEMA, path=str(directory), reuse=False)


@contextmanager
def _committed(index: Index, heap_bytes: int) -> Iterator[IndexWriter]:
    """Give a writer of one thread, committed at the end; merging is over when this returns."""
    index.config_reader("manual")
    writer = index.writer(heap_size=heap_bytes, num_threads=1)
    try:
        yield writer
        commit(writer)
    except BaseException:
        with suppress(Exception):
            writer.rollback()
        raise
    finally:
        # This lets go of Tantivy's lock, which a writer kept by an error would hold.
        writer.wait_merging_threads()


def commit(writer: IndexWriter) -> None:
    """Write what was added and taken out to the disk, all of it or nothing."""
    writer.commit()


@contextmanager
def _guarded(act: str) -> Iterator[None]:
    """Turn whatever a damaged index makes Tantivy raise into IndexBroken.

    Where Rust gives up, the error is none of Exception's.
    """
    try:
        yield
    except IndexBroken:
        raise
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        _log.exception("The search index failed to %s", act)
        msg = f"the index failed to {act}"
        raise IndexBroken(msg) from error
