"""Writing in the tables of one generation, by whoever holds the lock."""

from array import array
from collections.abc import Sequence

from cop.search.engines.postgres.entries import Entry, unpacked
from cop.search.engines.postgres.grams import gram_lists
from cop.search.engines.postgres.tables import Cursors, State, Tables

_MOST_FRESH = 128
_DOCUMENTS_AT_ONCE = 1_024
_SEGMENTS_TO_MERGE = 8
_BULK_LEVEL = 1

_DEAD_TO_SPARE = 10_000


_Row = tuple[int, Sequence[bytes], bytes, bytes]
"""A document's number, its keys, how often it has each, and its packed text."""


class Writer:
    """Takes documents out and puts documents in, in one transaction."""

    def __init__(self, cursor: Cursors, tables: Tables, state: State) -> None:
        self.state = state
        self.changed = False
        self._cursor = cursor
        self._tables = tables

    def remove(self, names: Sequence[bytes]) -> int:
        """Take the documents with these names out; return their number."""
        statement = "DELETE FROM {documents} WHERE name = ANY(%s) RETURNING number"
        self._cursor.execute(self._tables.sql(statement), (list(names),))
        return self._forget()

    def remove_things(self, things: Sequence[bytes]) -> int:
        """Take all documents of these things out; return their number."""
        statement = "DELETE FROM {documents} WHERE thing = ANY(%s) RETURNING number"
        self._cursor.execute(self._tables.sql(statement), (list(things),))
        return self._forget()

    def add(self, entries: Sequence[Entry]) -> None:
        """Put documents in whose names are not there; they are found from the commit on."""
        if not entries:
            return
        first = self._insert(entries)
        with self._cursor.copy(
            self._tables.sql("COPY {fresh} (number, keys, counts) FROM STDIN (FORMAT BINARY)")
        ) as copy:
            copy.set_types(["int4", "bytea[]", "bytea"])
            for number, each in enumerate(entries, first):
                copy.write_row((number, list(each.keys), each.counts))
        if self.state.top - self.state.sealed > _MOST_FRESH:
            self._seal()

    def add_many(self, entries: Sequence[Entry]) -> None:
        """Put documents in as a segment of their own."""
        first = self._insert(entries)
        rows = [(number, *_listed(each)) for number, each in enumerate(entries, first)]
        self._segment(rows, _BULK_LEVEL)
        self.state.sealed = self.state.top

    def mostly_dead(self) -> bool:
        """Return whether lists of documents that are gone take more room than they should."""
        return self.state.top > 2 * self.state.documents + _DEAD_TO_SPARE

    def _insert(self, entries: Sequence[Entry]) -> int:
        first, self.changed = self.state.top, True
        with self._cursor.copy(self._tables.sql(_COPY_DOCUMENTS)) as copy:
            copy.set_types(_DOCUMENT_TYPES)
            for number, each in enumerate(entries, first):
                row = (number, each.name, each.thing, each.version, each.at, each.weight)
                copy.write_row((*row, *each.lengths, each.title, each.facets, each.text))
        self.state.top += len(entries)
        self.state.documents += len(entries)
        return first

    def _forget(self) -> int:
        numbers = [number for (number,) in self._cursor.fetchall()]
        if numbers:
            self.changed = True
            statement = "INSERT INTO {gone} (number, revision) SELECT unnest(%s::int[]), %s"
            # The revision that this transaction ends with.
            revision = self.state.revision + 1
            self._cursor.execute(self._tables.sql(statement), (numbers, revision))
            self._cursor.execute(
                self._tables.sql("DELETE FROM {fresh} WHERE number = ANY(%s)"), (numbers,)
            )
            self.state.documents -= len(numbers)
        return len(numbers)

    def _seal(self) -> None:
        """Make a segment of what was written last."""
        self._cursor.execute(self._tables.sql(_FRESH))
        self._segment(self._cursor.fetchall(), 0)
        self._cursor.execute(self._tables.sql("DELETE FROM {fresh}"))
        self.state.sealed = self.state.top

    def _segment(self, rows: Sequence[_Row], level: int) -> None:
        lists: dict[bytes, tuple[array[int], bytearray]] = {}
        for number, keys, counts, _ in rows:
            for key, count in zip(keys, counts, strict=True):
                kept = lists.get(key)
                if kept is None:
                    kept = lists[key] = (array("i"), bytearray())
                kept[0].append(number)
                kept[1].append(count)
        pieces = gram_lists([row[0] for row in rows], [unpacked(row[3]) for row in rows])
        segment = self._numbered(level)
        with self._cursor.copy(self._tables.sql(_COPY_POSTINGS)) as copy:
            copy.set_types(["bytea", "int4", "bytea", "bytea"])
            for key, numbers in pieces:
                copy.write_row((key, segment, numbers, b""))
            for key in sorted(lists):
                documents, times = lists[key]
                copy.write_row((key, segment, documents.tobytes(), bytes(times)))
        self._merge(level)

    def _numbered(self, level: int) -> int:
        statement = """
            INSERT INTO {segments} (segment, level)
            SELECT coalesce(max(segment), 0) + 1, %s FROM {segments} RETURNING segment
        """
        self._cursor.execute(self._tables.sql(statement), (level,))
        ((segment,),) = self._cursor.fetchall()
        return int(segment)

    def _merge(self, level: int) -> None:
        """Make one segment of eight of a level, so that a question reads few rows a key."""
        self._cursor.execute(
            self._tables.sql("SELECT segment FROM {segments} WHERE level = %s"), (level,)
        )
        found = [segment for (segment,) in self._cursor.fetchall()]
        if len(found) < _SEGMENTS_TO_MERGE:
            return
        merged = self._numbered(level + 1)
        self._cursor.execute(self._tables.sql(_MERGE), (merged, found))
        self._cursor.execute(
            self._tables.sql("DELETE FROM {postings} WHERE segment = ANY(%s)"), (found,)
        )
        self._cursor.execute(
            self._tables.sql("DELETE FROM {segments} WHERE segment = ANY(%s)"), (found,)
        )
        self._merge(level + 1)


class Builder:
    """Fills new tables with many documents, a batch of about a thousand at a time."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._waiting: list[Entry] = []

    def add(self, made: Entry) -> None:
        """Put one document in."""
        self._waiting.append(made)
        if len(self._waiting) >= _DOCUMENTS_AT_ONCE:
            self.finish()

    def finish(self) -> None:
        """Put in what still waits."""
        if self._waiting:
            self._writer.add_many(self._waiting)
            self._waiting = []


def _listed(made: Entry) -> tuple[Sequence[bytes], bytes, bytes]:
    return made.keys, made.counts, made.text


_FRESH = """
    SELECT number, keys, counts, text FROM {fresh} JOIN {documents} USING (number) ORDER BY number
"""
_COPY_DOCUMENTS = """
    COPY {documents} (number, name, thing, version, at, weight, title_length, keywords_length,
        body_length, title, facets, text) FROM STDIN (FORMAT BINARY)
"""
_DOCUMENT_TYPES = [
    "int4", "bytea", "bytea", "int8", "int8", "float8", "int4", "int4", "int4", "bytea", "text",
    "bytea",
]  # fmt: skip
_COPY_POSTINGS = """
    COPY {postings} (key, segment, documents, counts) FROM STDIN (FORMAT BINARY)
"""
_MERGE = """
    INSERT INTO {postings} (key, segment, documents, counts)
    SELECT key, %s, string_agg(documents, ''::bytea ORDER BY segment),
        string_agg(counts, ''::bytea ORDER BY segment)
    FROM {postings} WHERE segment = ANY(%s) GROUP BY key
"""
