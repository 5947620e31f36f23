"""One segment of the Whoosh index: its lists and columns, as arrays where they are many."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.columns import ColumnReader
from whoosh.reading import IndexReader

from cop.search.engines.whoosh.schema import SCHEMA, SIGNATURE_BITS, decoded

# Documents of which the signatures are turned at once: four megabytes of single bits.
_TURNED_AT_ONCE = 1_024

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
"""Of each document whether it is meant."""
Facets = Mapping[str, tuple[str, ...]]
Described = tuple[str, str, Facets]
"""Kind and id of a document, and its values by facet."""


@dataclass(slots=True)
class Known:
    """What was read of a segment: it stays true as long as the segment lives."""

    turned: npt.NDArray[np.uint8] | None = None
    titles: list[str] = field(default_factory=list)
    lengths: dict[str, Floats] = field(default_factory=dict)
    numbers: dict[str, Ints] = field(default_factory=dict)
    described: dict[int, Described] = field(default_factory=dict)


@dataclass(slots=True)
class Segment:
    """Documents `offset` and following of a snapshot; methods take numbers within the segment."""

    reader: IndexReader
    offset: int
    known: Known
    columns: dict[str, ColumnReader] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of documents, deleted ones included."""
        return int(self.reader.doc_count_all())

    def open_files(self) -> None:
        """Open all files of the segment. Raises FileNotFoundError if one is gone.

        Whoosh opens a column when it is first read. A later commit may have removed it by then,
        and Whoosh takes a column without a file for one without values.
        """
        for name, kind in SCHEMA.items():
            if kind.column_type:
                self.column(name)
            elif len(self):
                self.reader.doc_field_length(0, name)

    def column(self, name: str) -> ColumnReader:
        """Return a column. Whoosh reads the places of all its values anew at each opening."""
        if name not in self.columns:
            if not self.reader.has_column(name):
                raise FileNotFoundError(name)
            self.columns[name] = self.reader.column_reader(name, translate=False)
        return self.columns[name]

    def lengths(self, name: str) -> Floats:
        """Return the number of terms in the field of each document."""
        if name not in self.known.lengths:
            length = self.reader.doc_field_length
            found = (length(number, name) or 0 for number in range(len(self)))
            self.known.lengths[name] = np.fromiter(found, float, len(self))
        return self.known.lengths[name]

    def numbers(self, name: str) -> Ints:
        """Return the value of a column of numbers of each document."""
        if name not in self.known.numbers:
            self.known.numbers[name] = np.fromiter(self.column(name), np.int64, len(self))
        return self.known.numbers[name]

    def titles(self) -> list[str]:
        """Return the folded title of each document."""
        if not self.known.titles:
            self.known.titles.extend(decoded(each) for each in self.column("heading"))
        return self.known.titles

    def described(self, number: int) -> Described:
        """Return what a document is."""
        found = self.known.described.get(number)
        if found is None:
            kind, _, identity = self.column("name")[number].decode().partition(":")
            kept = json.loads(self.column("facets")[number] or b"{}")
            # One object for what many documents have: it is smaller, and counted faster.
            facets = {sys.intern(name): _one(tuple(values)) for name, values in kept.items()}
            found = self.known.described[number] = sys.intern(kind), identity, facets
        return found

    def texts(self, numbers: Iterable[int]) -> Iterator[bytes]:
        """Give the folded title, keywords and body of these documents, as they are kept."""
        column: Any = self.column("text")
        # A word is often looked for in hundreds of texts: no calls but those that read.
        descriptor = column._dbfile.fileno()  # noqa: SLF001
        base, starts, sizes = column._basepos, column._offsets, column._lengths  # noqa: SLF001
        return (os.pread(descriptor, sizes[each], base + starts[each]) for each in numbers)

    def signed(self, bits: list[int]) -> npt.NDArray[np.uint8]:
        """Return of these bits of the signature whether each document has them, a row a bit."""
        if self.known.turned is None:
            self.known.turned = _turned(self.column("signature"), len(self))
        return np.unpackbits(self.known.turned[bits], axis=1, count=len(self), bitorder="little")

    def frequency(self, name: str, term: bytes) -> int:
        """Return how many documents have a term in a field; deleted ones are among them."""
        return int(self.reader.doc_frequency(name, term))

    def postings(self, name: str, term: bytes) -> Iterator[tuple[Ints, Floats]]:
        """Give the documents with a term in a field, and how often it stands in each, by blocks.

        Deleted documents are among them.
        """
        if (name, term) in self.reader:
            matcher = self.reader.postings(name, term)
            # Whoosh leaves deleted documents out by a matcher around that of the list.
            yield from _blocks(getattr(matcher, "child", matcher))


@lru_cache(maxsize=10_000)
def _one(values: tuple[str, ...]) -> tuple[str, ...]:
    return values


def _blocks(matcher: Any) -> Iterator[tuple[Ints, Floats]]:  # noqa: ANN401 - Whoosh has no types
    if not hasattr(matcher, "_read_data"):
        ids: list[int] = []
        weights: list[float] = []
        while matcher.is_active():
            ids.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
        yield np.array(ids, np.int64), np.array(weights, float)
        return
    # A block whole: one call for each document takes Whoosh twenty times as long.
    while matcher.is_active():
        matcher._read_data()  # noqa: SLF001
        steps, weights, _ = matcher._data  # noqa: SLF001
        documents = np.cumsum(np.asarray(steps, np.int64))
        counts = np.ones(len(documents)) if weights is None else np.asarray(weights, float)
        yield documents, np.broadcast_to(counts, documents.shape)
        matcher._next_block()  # noqa: SLF001


def _turned(signatures: ColumnReader, documents: int) -> npt.NDArray[np.uint8]:
    """Return the signatures by bit instead of by document: a row of packed documents for each."""
    size = SIGNATURE_BITS // 8
    turned = np.zeros((SIGNATURE_BITS, -(-documents // 8)), np.uint8)
    for start in range(0, documents, _TURNED_AT_ONCE):
        end = min(documents, start + _TURNED_AT_ONCE)
        rows = b"".join(signatures[number].ljust(size, b"\0") for number in range(start, end))
        bits = np.unpackbits(
            np.frombuffer(rows, np.uint8).reshape(-1, size), axis=1, bitorder="little"
        )
        packed = np.packbits(bits, axis=0, bitorder="little")
        turned[:, start // 8 : start // 8 + len(packed)] = packed.T
    return turned
