"""The lists of a segment while documents come in: of each term the documents that have it.

Whoosh keeps a tuple for each term of each document, 250 bytes, and sorts them all. Here each is
three numbers in arrays, and what is sorted by letters is the terms alone.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import repeat
from os import pread
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
import numpy.typing as npt

MOST_HELD = 3_000_000
"""Postings that are held in memory, 12 bytes each, and as much once more while they are sorted."""

Numbers = npt.NDArray[np.uint32]
Listed = tuple[Numbers, Numbers]
"""The documents that have a term, and how often it stands in each."""
_Posting = tuple[str, bytes, int, float, bytes]
_BYTES = 4
_NONE: Numbers = np.zeros(0, np.uint32)


class Lists:
    """Takes postings as documents come, in order, and gives lists in the order of the terms.

    It stands where Whoosh's writer has its pool. What is too much for memory lies in files of the
    folder that nobody else sees.
    """

    def __init__(self, folder: Path, most: int = MOST_HELD) -> None:
        self._folder = folder
        self._most = most
        self._held = 0
        self._fields: defaultdict[str, _Field] = defaultdict(_Field)

    def add_document(self, name: str, document: int, counts: Mapping[bytes, int]) -> None:
        """Take the terms in a field of the next document."""
        self._fields[name].add(document, counts)
        self._held += len(counts)
        if self._held > self._most:
            for each in self._fields.values():
                each.put_aside(self._folder)
            self._held = 0

    def add(self, posting: _Posting) -> None:
        """Take one posting of another segment, as Whoosh gives it when it merges."""
        name, term, document, weight, _ = posting
        self.add_document(name, document, {term: int(weight)})

    def iter_postings(self) -> Iterator[tuple[str, bytes, Numbers, Numbers]]:
        """Give field, term, documents and counts."""
        for name in sorted(self._fields):
            for term, (documents, counts) in self._fields[name].lists():
                yield name, term, documents, counts

    def cleanup(self) -> None:
        """Forget everything, files included."""
        for each in self._fields.values():
            each.close()
        self._fields.clear()


class _Field:
    """The postings of one field; its terms are numbered as they are met."""

    def __init__(self) -> None:
        self._numbers: defaultdict[bytes, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._aside: list[_RunAside] = []
        self._start()

    def _start(self) -> None:
        self._terms, self._documents, self._counts = array("I"), array("I"), array("I")

    def add(self, document: int, counts: Mapping[bytes, int]) -> None:
        self._terms.extend(map(self._numbers.__getitem__, counts))
        self._documents.extend(repeat(document, len(counts)))
        self._counts.extend(counts.values())

    def put_aside(self, folder: Path) -> None:
        if self._terms:
            self._aside.append(_RunAside(*self._sorted(), folder))

    def close(self) -> None:
        for run in self._aside:
            run.close()

    def lists(self) -> Iterator[tuple[bytes, Listed]]:
        runs = [*self._aside, _Run(*self._sorted())]
        for term in sorted(self._numbers):
            parts = [run.listed(self._numbers[term]) for run in runs]
            yield term, _joined([part for part in parts if len(part[0])])

    def _sorted(self) -> tuple[Numbers, Numbers, npt.NDArray[np.int64]]:
        """Return documents and counts by the number of the term, and where each term's end."""
        terms, documents, counts = (
            np.frombuffer(each, np.uint32) for each in (self._terms, self._documents, self._counts)
        )
        self._start()
        # Stable: the documents of a term stay in order.
        places = np.argsort(terms, kind="stable")
        return documents[places], counts[places], np.cumsum(np.bincount(terms))


class _Run:
    """Lists one after the other, in the order of the terms' numbers."""

    def __init__(self, documents: Numbers, counts: Numbers, ends: npt.NDArray[np.int64]) -> None:
        self._documents, self._counts = documents, counts
        self._ends: list[int] = [0, *ends.tolist()]

    def listed(self, number: int) -> Listed:
        """Return the list of a term; an empty one if it has none here."""
        if number + 1 >= len(self._ends):
            return _NONE, _NONE
        return self._part(self._ends[number], self._ends[number + 1])

    def _part(self, start: int, end: int) -> Listed:
        return self._documents[start:end], self._counts[start:end]


class _RunAside(_Run):
    """Lists in a file, which is gone when it is closed."""

    def __init__(
        self, documents: Numbers, counts: Numbers, ends: npt.NDArray[np.int64], folder: Path
    ) -> None:
        super().__init__(_NONE, _NONE, ends)
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - kept as long as the run
        self._file.write(documents.tobytes() + counts.tobytes())
        self._file.flush()

    def close(self) -> None:
        self._file.close()

    def _part(self, start: int, end: int) -> Listed:
        every = self._ends[-1]
        return self._read(start, end), self._read(every + start, every + end)

    def _read(self, start: int, end: int) -> Numbers:
        found = pread(self._file.fileno(), (end - start) * _BYTES, start * _BYTES)
        return np.frombuffer(found, np.uint32)


def _joined(parts: list[Listed]) -> Listed:
    if len(parts) == 1:
        return parts[0]
    documents, counts = zip(*parts, strict=True)
    return np.concatenate(documents), np.concatenate(counts)
