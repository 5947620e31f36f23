"""One state of the index in PostgreSQL, open for reading within one transaction."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cop.core.text import term_pattern
from cop.search.engines.postgres.columns import Columns, Floats, Ints, Mask
from cop.search.engines.postgres.entries import mark, may_hold, unpacked
from cop.search.engines.postgres.grams import needed_grams
from cop.search.engines.postgres.tables import Cursors, Tables
from cop.search.port import IndexBroken, Query

_MOST_READERS = 64
_TEXTS_AT_ONCE = 500

Postings = tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]


class Snapshot:
    """The documents by number, and the lists of those that have a key."""

    def __init__(self, cursor: Cursors, columns: Columns) -> None:
        self.columns = columns
        self.cursor = cursor
        self._tables = Tables(columns.generation)
        self._postings: dict[bytes, Postings] = {}

    @property
    def count(self) -> int:
        """Return how many documents there are."""
        return self.columns.count

    def load(self, keys: Iterable[bytes]) -> None:
        """Read the lists of these keys in one statement."""
        wanted = list({*keys} - self._postings.keys())
        if not wanted:
            return
        parts: dict[bytes, list[Postings]] = {key: [] for key in wanted}
        self.cursor.execute(
            self._tables.sql("SELECT key, documents, counts FROM {postings} WHERE key = ANY(%s)"),
            (wanted,),
        )
        for key, documents, counts in self.cursor:
            parts[key].append((np.frombuffer(documents, "<i4"), np.frombuffer(counts, np.uint8)))
        for key, found in parts.items():
            self._postings[key] = self._joined([*found, self._fresh(key)])

    def postings(self, key: bytes) -> Postings:
        """Return the documents with a key, and how often each has it."""
        if key not in self._postings:
            self.load([key])
        return self._postings[key]

    def having(self, keys: Iterable[bytes]) -> Mask:
        """Return the documents with one of the keys."""
        wanted = list(keys)
        self.load(wanted)
        found = self.nothing()
        for key in wanted:
            found[self._postings[key][0]] = True
        return found

    def frequencies(self, keys: Sequence[bytes]) -> dict[bytes, int]:
        """Return how many documents have each key, some that are gone perhaps included."""
        found = {key: len(self._fresh(key)[0]) for key in keys}
        self.cursor.execute(
            self._tables.sql(
                "SELECT key, sum(octet_length(counts))::integer FROM {postings}"
                " WHERE key = ANY(%s) GROUP BY key"
            ),
            (list(keys),),
        )
        for key, count in self.cursor:
            found[key] += count
        return found

    def nothing(self) -> Mask:
        """Return no documents."""
        return np.zeros(self.columns.size, bool)

    def zeros(self) -> Floats:
        """Return a zero for each document."""
        return np.zeros(self.columns.size)

    def allowed(self, query: Query, audience: frozenset[str] | None) -> Mask:
        """Return the documents that the reader may see and the filters let through."""
        found = self.columns.live if audience is None else self.readable(audience)
        facets = dict(query.filters)
        if query.kinds:
            facets["kind"] = query.kinds
        for facet, values in facets.items():
            found = found & self._any_of(facet, values)
        for facet, values in query.without.items():
            found = found & ~self._any_of(facet, values)
        if query.since:
            found = found & (self.columns.at >= query.since.timestamp())
        if query.until:
            found = found & (self.columns.at < query.until.timestamp())
        return found

    def readable(self, audience: frozenset[str]) -> Mask:
        """Return the documents with one of the tokens."""
        kept = self.columns.readable
        if audience not in kept:
            if len(kept) > _MOST_READERS:
                kept.clear()
            kept[audience] = self._any_of("audience", audience) & self.columns.live
        return kept[audience]

    def standing(self, piece: str, among: Mask, *, in_title: bool = False) -> Floats:
        """Return how often a piece of folded text stands in the text of each document among these.

        It is looked for in the documents that have all small pieces of it: mostly it is there.
        """
        counts = self.zeros()
        if not piece.strip() or not among.any():
            return counts
        pattern = _compiled(piece)
        candidates = self._candidates(piece, among)
        if in_title:
            for number in candidates:
                counts[number] = len(pattern.findall(self.columns.titles[number]))
            return counts
        # The first word of it stands in every text that has it; commas may cut up a number.
        start = "" if piece.isdecimal() else piece.split(maxsplit=1)[0]
        for number, text in self._texts(candidates.tolist()):
            if may_hold(text, start):
                counts[number] = len(pattern.findall(unpacked(text)))
        return counts

    def texts(self, numbers: Ints) -> dict[int, str]:
        """Return the folded title, keywords and body of documents."""
        return {number: unpacked(text) for number, text in self._texts(numbers.tolist())}

    def _any_of(self, facet: str, values: Collection[str]) -> Mask:
        return self.having(mark(facet, value) for value in values)

    def _candidates(self, piece: str, among: Mask) -> Ints:
        keys = needed_grams(piece)
        self.load(keys)
        may = np.ones(self.columns.size, bool)
        for key in keys:
            having = self.nothing()
            having[self._postings[key][0]] = True
            may &= having
        may[list(self.columns.fresh)] = True  # their small pieces are not listed yet
        return np.flatnonzero(may & among)

    def _texts(self, numbers: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Give the packed texts of documents: those at hand first, the others as they are read."""
        missing = []
        for number in numbers:
            kept = self.columns.texts.get(number)
            if kept is None:
                missing.append(number)
            else:
                yield number, kept
        for start in range(0, len(missing), _TEXTS_AT_ONCE):
            yield from self._read_texts(missing[start : start + _TEXTS_AT_ONCE])

    def _read_texts(self, numbers: list[int]) -> list[tuple[int, bytes]]:
        self.cursor.execute(
            self._tables.sql("SELECT number, text FROM {documents} WHERE number = ANY(%s)"),
            (numbers,),
        )
        found = self.cursor.fetchall()
        if len(found) != len(numbers):
            raise IndexBroken("texts are missing from the search index")
        read = [(int(number), bytes(text)) for number, text in found]
        self.columns.texts.keep(read)
        return read

    def _fresh(self, key: bytes) -> Postings:
        found = [(n, counts[key]) for n, counts in self.columns.fresh.items() if key in counts]
        documents = np.array([number for number, _ in found], np.int32)
        return documents, np.array([count for _, count in found], np.uint8)

    def _joined(self, parts: Sequence[Postings]) -> Postings:
        documents = np.concatenate([documents for documents, _ in parts])
        counts = np.concatenate([counts for _, counts in parts])
        live = self.columns.live[documents]
        if live.all():
            return documents, counts
        # Lists of small pieces have no counts.
        return documents[live], counts[live] if len(counts) else counts


@lru_cache(maxsize=512)
def _compiled(piece: str) -> re.Pattern[str]:
    return re.compile(term_pattern(piece))
