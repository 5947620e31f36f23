"""One state of the Whoosh index, open for reading by one thread at a time."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from whoosh.index import FileIndex
from whoosh.reading import IndexReader

from cop.core.text import term_pattern
from cop.search.cluster_pairs import is_thai
from cop.search.engines.whoosh.schema import (
    WEIGHT_UNIT,
    bits_of,
    decoded,
    encoded,
    filter_term,
    is_short,
    shortened,
)
from cop.search.engines.whoosh.segment import Described, Floats, Ints, Known, Mask, Segment
from cop.search.port import Query

_MOST_READERS = 64
_MOST_POSTINGS = 500_000
_MOST_STANDING = 32

Numbers = npt.NDArray[np.int32]
Postings = tuple[Numbers, npt.NDArray[np.float32]]


class Snapshot:
    """The documents by number, their terms, and what is kept beside them."""

    def __init__(self, index: FileIndex, reader: IndexReader, older: "Snapshot | None") -> None:
        self.index = index
        self.reader = reader
        self.count: int = reader.doc_count()
        self.size: int = reader.doc_count_all()
        known = {} if older is None else older.known()
        self.leaves = [
            Segment(leaf, offset, known.get(_name(leaf)) or Known())
            for leaf, offset in reader.leaf_readers()
            if leaf.doc_count_all()
        ]
        for each in self.leaves:
            each.open_files()
        self._postings: dict[tuple[str, str], Postings] = {}
        self._postings_kept = 0
        self._lengths: dict[str, Floats] = {}
        self._averages: dict[str, float] = {}
        self._numbers: dict[str, Ints] = {}
        self._allowed: dict[object, Mask] = {}
        self._standing: dict[tuple[str, bool], Ints] = {}

    def known(self) -> dict[str, Known]:
        """Return what was read of each segment by its name."""
        return {_name(leaf.reader): leaf.known for leaf in self.leaves}

    def postings(self, field: str, term: str) -> Postings:
        """Return the documents with a term in a field, and how often it stands in each."""
        if (field, term) not in self._postings:
            if self._postings_kept > _MOST_POSTINGS:
                self._postings.clear()
                self._postings_kept = 0
            found = self._postings[field, term] = self._read(field, encoded(term))
            self._postings_kept += len(found[0]) + 1
        return self._postings[field, term]

    def _read(self, field: str, term: bytes) -> Postings:
        blocks = [
            (documents + leaf.offset, counts)
            for leaf in self.leaves
            for documents, counts in leaf.postings(field, term)
        ]
        if not blocks:
            return np.zeros(0, np.int32), np.zeros(0, np.float32)
        documents = np.concatenate([block[0] for block in blocks])
        counts = np.concatenate([block[1] for block in blocks])
        alive = self.everything()[documents]
        return documents[alive].astype(np.int32), counts[alive].astype(np.float32)

    def having(self, field: str, term: str) -> Numbers:
        """Return the documents with a term in a field."""
        return self.postings(field, term)[0]

    def frequency(self, field: str, term: str) -> int:
        """Return about how many documents have a term, deleted ones included, reading no list."""
        kept = self._postings.get((field, term))
        if kept is not None:
            return len(kept[0])
        return sum(leaf.frequency(field, encoded(term)) for leaf in self.leaves)

    def lengths(self, field: str) -> Floats:
        """Return the number of terms in the field of each document."""
        if field not in self._lengths:
            parts = [leaf.lengths(field) for leaf in self.leaves]
            self._lengths[field] = np.concatenate(parts) if parts else np.zeros(0)
        return self._lengths[field]

    def average_length(self, field: str) -> float:
        """Return the mean number of terms in the field where it has any."""
        if field not in self._averages:
            lengths = self.lengths(field)
            filled = lengths[lengths > 0]
            self._averages[field] = float(filled.sum()) / len(filled) if len(filled) else 1.0
        return self._averages[field]

    def numbers(self, column: str) -> Ints:
        """Return a number of each document: `at` in seconds, `version`, or `weight`."""
        if column not in self._numbers:
            parts = [leaf.numbers(column) for leaf in self.leaves]
            self._numbers[column] = np.concatenate(parts) if parts else np.zeros(0, np.int64)
        return self._numbers[column]

    def weights(self) -> Floats:
        """Return the factor of each document's score."""
        return self.numbers("weight") / WEIGHT_UNIT

    def described(self, document: int) -> Described:
        """Return kind and id of a document, and its values by facet."""
        leaf = self._leaf(document)
        return leaf.described(document - leaf.offset)

    def text(self, document: int) -> str:
        """Return the folded title, keywords and body of a document."""
        return decoded(next(self._texts([document])))

    def _texts(self, documents: Sequence[int]) -> Iterator[bytes]:
        """Give the texts of documents as they are kept; the numbers must rise."""
        start = 0
        for leaf in self.leaves:
            end = bisect_left(documents, leaf.offset + len(leaf), start)
            yield from leaf.texts(number - leaf.offset for number in documents[start:end])
            start = end

    def numbered(self, key: str) -> int | None:
        """Return the document with a name, such as "lesson:12"."""
        found = self.having("key", key)
        return int(found[0]) if len(found) else None

    def vocabulary(self) -> dict[str, int]:
        """Return every term with the number of documents that have it in their body or title."""
        counts: Counter[str] = Counter()
        for leaf in self.leaves:
            for name in ("title", "body"):
                for term, info in leaf.reader.iter_field(name):
                    counts[term.decode()] += info.doc_frequency()
        return counts

    def titles(self) -> list[str]:
        """Return the folded title of each document."""
        return [title for leaf in self.leaves for title in leaf.titles()]

    def everything(self) -> Mask:
        """Return all documents that are not deleted."""
        if "everything" not in self._allowed:
            mask = np.zeros(self.size, np.bool_)
            mask[list(self.reader.all_doc_ids())] = True
            self._allowed["everything"] = mask
        return self._allowed["everything"]

    def allowed(self, query: Query, audience: frozenset[str] | None) -> Mask:
        """Return the documents that the reader may see and the filters let through."""
        found = self.everything() if audience is None else self.readable(audience)
        facets = dict(query.filters)
        if query.kinds:
            facets["kind"] = query.kinds
        for facet, values in facets.items():
            found = found & self._any_of(facet, values)
        for facet, values in query.without.items():
            found = found & ~self._any_of(facet, values)
        if query.since or query.until:
            found = found & self._dated(query.since, query.until)
        return found

    def _dated(self, since: datetime | None, until: datetime | None) -> Mask:
        at = self.numbers("at")
        first = since.timestamp() if since else float("-inf")
        last = until.timestamp() if until else float("inf")
        return (at >= first) & (at < last)

    def readable(self, audience: frozenset[str]) -> Mask:
        """Return the documents with one of the tokens."""
        if audience not in self._allowed:
            if len(self._allowed) > _MOST_READERS:
                self._allowed.clear()
            self._allowed[audience] = self._any_of("audience", audience)
        return self._allowed[audience]

    def standing(self, term: str, among: Mask, *, in_title: bool = False) -> Ints:
        """Return of each document how often a folded term stands in its text; 0 for all others.

        What was counted is remembered for the next page, tab or filter of the same question.
        """
        found = self._standing.pop((term, in_title), None)
        if found is None:
            found = np.full(self.size, -1, np.int64)
            bits = bits_of(term) if is_thai(term) else []
            if bits:
                found[~self.signed(bits).all(axis=0)] = 0
            if len(self._standing) >= _MOST_STANDING:
                del self._standing[next(iter(self._standing))]
        self._standing[term, in_title] = found
        unread = np.flatnonzero(among & (found < 0)).tolist()
        if unread:
            found[unread] = list(self._counted(term, unread, in_title=in_title))
        return np.where(among, found, 0)

    def _counted(self, term: str, documents: Sequence[int], *, in_title: bool) -> Iterator[int]:
        found, found_short = _patterns(term)
        start = term.split(maxsplit=1)[0]
        if in_title:
            titles = self.titles()
            yield from (_count(found, start, titles[each]) for each in documents)
            return
        short = shortened(start)
        for kept in self._texts(documents):
            if not is_short(kept):
                yield _count(found, start, decoded(kept))
            elif found_short is None or short is None or short not in kept:
                yield 0
            else:
                yield len(found_short.findall(kept[1:]))

    def signed(self, bits: list[int]) -> Mask:
        """Return of these bits of the signature whether each document has them, a row a bit."""
        parts = [leaf.signed(bits) for leaf in self.leaves]
        if not parts:
            return np.zeros((len(bits), 0), np.bool_)
        return np.concatenate(parts, axis=1).view(np.bool_)

    def having_any(self, terms: Iterable[tuple[str, str]]) -> Mask:
        """Return the documents with one of the terms, given by field and term."""
        mask = np.zeros(self.size, np.bool_)
        for field, term in terms:
            mask[self.having(field, term)] = True
        return mask

    def _any_of(self, facet: str, values: Collection[str]) -> Mask:
        return self.having_any(("filters", filter_term(facet, value)) for value in values)

    def _leaf(self, document: int) -> Segment:
        last = self.leaves[-1]
        if last.offset <= document:
            return last
        return next(leaf for leaf in reversed(self.leaves) if leaf.offset <= document)


def _name(leaf: IndexReader) -> str:
    """Return what tells a segment from all others."""
    segment = leaf.segment()
    return segment.segment_id() if segment else ""


def _count(pattern: re.Pattern[str], start: str, text: str) -> int:
    # Running a pattern along a text takes several times as long as a plain look.
    return len(pattern.findall(text)) if start in text else 0


@lru_cache(maxsize=512)
def _patterns(term: str) -> tuple[re.Pattern[str], re.Pattern[bytes] | None]:
    """Return what finds a folded term in letters, and in bytes of a letter each if it can.

    Thai letters are in the same order as bytes, so that sets of them stay the same.
    """
    pattern = term_pattern(term)
    short = shortened(pattern.replace(r"\u0e01-\u0e4e", "\u0e01-\u0e4e"))
    return re.compile(pattern), None if short is None else re.compile(short)
