"""The search index kept with Whoosh, which keeps the lists; terms and scores are the site's."""

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from whoosh.index import EmptyIndexError, FileIndex
from whoosh.reading import IndexReader

from cop.search.engines.beside import made_beside
from cop.search.engines.folder_index import FolderIndex
from cop.search.engines.index_folder import Current
from cop.search.engines.whoosh.folder import Storage, opened
from cop.search.engines.whoosh.ranking import Scored, answer
from cop.search.engines.whoosh.schema import SCHEMA, SCHEMA_VERSION, encoded, entry, name
from cop.search.engines.whoosh.similar import alike
from cop.search.engines.whoosh.snapshot import Snapshot
from cop.search.engines.whoosh.suggesting import suggestions
from cop.search.engines.whoosh.writer import Writer
from cop.search.port import CANDIDATES, Document, Found, Hit, IndexBroken, Key, Query

_log = logging.getLogger(__name__)
# To open a commit takes a few milliseconds; so many commits in a row do not overtake that.
_ATTEMPTS = 20


class WhooshIndex(FolderIndex[Snapshot]):
    """A `SearchIndex` in a folder. The threads of a process share its snapshot in turn."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, SCHEMA_VERSION)

    def upsert(self, documents: Iterable[Document]) -> None:
        """Put the documents in the index in place of those with their keys."""
        latest = {document.key: document for document in documents}
        entries = [(name(*key), entry(document)) for key, document in latest.items()]
        with self._folder.writing(), _guarded("write"), self._writer() as writer:
            _remove(writer, [key for key, _ in entries])
            for _, fields in entries:
                writer.add_entry(fields)

    def delete(self, keys: Iterable[Key]) -> None:
        """Take the documents with these keys out; unknown keys are no error."""
        with self._folder.writing(), _guarded("write"), self._writer() as writer:
            _remove(writer, [name(*key) for key in keys])

    def replace(self, things: Iterable[str], documents: Iterable[Document]) -> None:
        """Have of these things ("thread:12") exactly the documents given, parts included."""
        wanted = list(things)
        entries = [entry(document) for document in documents]
        with self._folder.writing(), _guarded("write"):
            if not entries and not self._holds_any(wanted):
                return
            with self._writer() as writer:
                _remove(writer, _names_of(writer, wanted))
                for fields in entries:
                    writer.add_entry(fields)

    def find(self, query: Query, audience: frozenset[str] | None, limit: int) -> Found:
        """Return the best `limit` documents readable with one of the audience tokens."""
        started = time.perf_counter()
        with self._reading() as snapshot:
            found = answer(snapshot, query, audience)
            hits = _best(snapshot, found.found, limit, by_score=query.sort == "relevance")
            more = _best(snapshot, found.more, CANDIDATES - len(hits), by_score=True)
        took = (time.perf_counter() - started) * 1000
        return Found(hits, len(found.found[0]), took, found.all_words, more)

    def suggest(self, prefix: str, audience: frozenset[str] | None, limit: int) -> tuple[Hit, ...]:
        """Return documents with the typed words in the title, the last of them unfinished."""
        with self._reading() as snapshot:
            return tuple(suggestions(snapshot, prefix, audience, limit))

    def similar(self, key: Key, audience: frozenset[str] | None, limit: int) -> tuple[Hit, ...]:
        """Return documents that share the telling words of a document."""
        with self._reading() as snapshot:
            return tuple(alike(snapshot, key, audience, limit))

    def vocabulary(self) -> Iterator[tuple[str, int]]:
        """Give each term with the number of documents that have it."""
        with self._reading() as snapshot:
            counted = snapshot.vocabulary()
        yield from counted.items()

    def versions(self) -> Iterator[tuple[str, str, int]]:
        """Give kind, id and version of all documents, in no order."""
        with self._reading() as snapshot:
            versions = snapshot.numbers("version")
            everything = np.flatnonzero(snapshot.everything()).tolist()
            listed = [(*snapshot.described(each)[:2], int(versions[each])) for each in everything]
        yield from listed

    def ready(self) -> bool:
        """Return whether searching works."""
        try:
            with self._reading() as snapshot:
                snapshot.numbers("at")
        except IndexBroken:
            return False
        return True

    def close(self) -> None:
        """Let go of all files."""
        with self._turn:
            if self._snapshot is not None:
                with suppress(Exception):
                    self._snapshot.reader.close()
            super().close()

    def _build(self, directory: Path, documents: Iterable[Document]) -> None:
        with _committed(_create(directory), directory) as writer:
            for fields in made_beside(entry, documents):
                writer.add_entry(fields)

    def _holds_any(self, things: list[str]) -> bool:
        """Return whether a write would take anything out: most drafts never were in."""
        if self._folder.current() is None:
            return False
        self.refresh()
        with self._reading() as snapshot:
            return any(True for one in things for _ in _parts(snapshot.reader, one))

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        with self._turn:
            try:
                with _guarded("read"):
                    yield self._latest()
            except IndexBroken:
                self.close()
                raise

    def _opened(self, current: Current) -> Snapshot:
        return _newest(current.directory, None)

    def _renewed(self, snapshot: Snapshot, directory: Path) -> Snapshot:
        if snapshot.index.latest_generation() == snapshot.reader.generation():
            return snapshot
        # Not by Whoosh's `reuse`: 2.7.4 opens every segment anew with it and closes the older
        # ones, whoosh3 brings those back that a commit has taken away.
        newer = _newest(directory, snapshot)
        snapshot.reader.close()
        return newer

    @contextmanager
    def _writer(self) -> Iterator[Writer]:
        directory = self._target()
        with _committed(opened(directory), directory) as writer:
            yield writer
        self.refresh()


def _newest(directory: Path, older: Snapshot | None) -> Snapshot:
    """Return the newest commit with all its files open, trying again while commits overtake it.

    A commit removes files of the one before as soon as it stands, whoever was about to open them;
    and a folder that is listed at that moment may show neither.
    """
    for _ in range(_ATTEMPTS):
        commits = _commits(directory)
        try:
            return _read(directory, older)
        except (OSError, EmptyIndexError):
            if _commits(directory) == commits:
                raise
    return _read(directory, older)


def _commits(directory: Path) -> set[str]:
    return {path.name for path in directory.glob("*.toc")}


def _read(directory: Path, older: Snapshot | None) -> Snapshot:
    index = opened(directory)
    reader = index.reader()
    try:
        made = Snapshot(index, reader, older)
        if made.leaves and index.latest_generation() != reader.generation():
            msg = f"a commit has overtaken {reader.generation()}"
            raise FileNotFoundError(msg)
    except BaseException:
        reader.close()
        raise
    return made


def _best(snapshot: Snapshot, found: Scored, limit: int, *, by_score: bool) -> tuple[Hit, ...]:
    """Return the best documents in order; the newer of two with one score comes first."""
    documents, scores = found
    weights = snapshot.weights()[documents]
    at = snapshot.numbers("at")[documents]
    if by_score:
        scores = scores * weights
    first = scores if by_score else at
    if 0 < limit < len(documents):
        # All of the last place's score stay, for the order by time to choose from.
        edge = np.partition(first, -limit)[-limit]
        near = first >= edge
        documents, scores, weights, at = (each[near] for each in (documents, scores, weights, at))
    order = np.lexsort((documents, -at, -scores) if by_score else (documents, -at))
    order = order[: max(0, limit)]
    rows = zip(*(each[order].tolist() for each in (documents, scores, weights)), strict=True)
    hits = []
    for document, score, weight in rows:
        kind, identity, facets = snapshot.described(document)
        hits.append(Hit(kind, identity, score, weight, facets))
    return tuple(hits)


def _create(directory: Path) -> FileIndex:
    return Storage(str(directory)).create_index(SCHEMA)


@contextmanager
def _committed(index: FileIndex, directory: Path) -> Iterator[Writer]:
    writer = Writer(index, directory)
    try:
        yield writer
        writer.commit()
    except BaseException:
        with suppress(Exception):
            writer.cancel()
        raise


def _names_of(writer: Writer, things: list[str]) -> list[str]:
    with writer.reader() as reader:
        return [one for thing in things for one in _parts(reader, thing)]


def _parts(reader: IndexReader, thing: str) -> Iterator[str]:
    """Give the names of the documents of one thing: its own, and those of its parts."""
    if ("key", encoded(thing)) in reader:
        yield thing
    for found in reader.expand_prefix("key", encoded(f"{thing}.")):
        yield found.decode()


def _remove(writer: Writer, names: list[str]) -> None:
    with writer.reader() as reader:
        for each in names:
            if ("key", encoded(each)) in reader:
                for document in list(reader.postings("key", encoded(each)).all_ids()):
                    writer.delete_document(document)


@contextmanager
def _guarded(act: str) -> Iterator[None]:
    """Turn whatever a damaged index makes Whoosh raise into IndexBroken: there is no end of it."""
    try:
        yield
    except IndexBroken:
        raise
    except Exception as error:
        _log.exception("The search index failed to %s", act)
        msg = f"the index failed to {act}"
        raise IndexBroken(msg) from error
