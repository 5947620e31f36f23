"""How many things have each value of each facet, counted for a thousand things at a time.

Engines hand out the same mapping for a document again and again. Its values are therefore looked
up once and kept as numbers, one a facet: counting then takes no step of Python for each thing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from struct import Struct
from threading import Lock

import numpy as np
import numpy.typing as npt

from cop.search.port import FACETS

COUNTED = tuple(name for name in FACETS if name not in {"author", "has"})
"""The facets that a page offers values of: the others are only typed."""
_MOST_KEPT = 50_000

Facets = Mapping[str, tuple[str, ...]]
_Values = tuple[str, ...]
_PACKED = Struct(f"={len(COUNTED)}I")
_Numbers = npt.NDArray[np.uint32]


def counted(of_documents: Sequence[Facets], united: Sequence[Facets]) -> dict[str, Counter[str]]:
    """Return by facet how many things have each value.

    Of most things one document was found, and its mapping is the engine's own; `united` are those
    of the others, made for this answer.
    """
    rows, values = _kept.rows_of(of_documents)
    found = {name: _spread(rows[:, place], values[place]) for place, name in enumerate(COUNTED)}
    for facets in united:
        for name, counts in found.items():
            counts.update(facets.get(name, ()))
    return found


class _Rows:
    """The numbers of mappings, and what they mean. A mapping is held, so that its id stays its."""

    def __init__(self) -> None:
        self.by_id: dict[int, bytes] = {}
        self.values: tuple[list[_Values], ...] = tuple([] for _ in COUNTED)
        self._numbers: tuple[dict[_Values, int], ...] = tuple({} for _ in COUNTED)
        self._held: list[Facets] = []

    def row(self, facets: Facets) -> bytes:
        """Return the numbers of a mapping, one a facet, as bytes."""
        made = self.by_id.get(id(facets))
        if made is None:
            row = map(self._number, range(len(COUNTED)), map(facets.get, COUNTED))
            self._held.append(facets)
            made = self.by_id[id(facets)] = _PACKED.pack(*row)
        return made

    def _number(self, place: int, values: _Values | None) -> int:
        some = values or ()
        numbers = self._numbers[place]
        if some not in numbers:
            self.values[place].append(some)
            numbers[some] = len(numbers)
        return numbers[some]


class _Kept:
    """The rows that one process knows; all are forgotten when they become too many."""

    def __init__(self) -> None:
        self._rows = _Rows()
        self._turn = Lock()

    def rows_of(self, facets: Sequence[Facets]) -> tuple[_Numbers, tuple[list[_Values], ...]]:
        """Return a row of numbers for each mapping, and by facet what the numbers mean."""
        rows = self._rows
        found = list(map(rows.by_id.get, map(id, facets)))
        if None in found:
            with self._turn:
                if len(self._rows.by_id) > _MOST_KEPT:
                    self._rows = _Rows()
                rows = self._rows
                found = list(map(rows.row, facets))
        packed = b"".join(one for one in found if one is not None)
        return np.frombuffer(packed, np.uint32).reshape(-1, len(COUNTED)), rows.values


_kept = _Kept()


def _spread(numbers: _Numbers, values: Sequence[_Values]) -> Counter[str]:
    """Count single values: a number stands for all the values of a thing."""
    found: Counter[str] = Counter()
    counts = np.bincount(numbers)
    having = np.flatnonzero(counts)
    for number, count in zip(having.tolist(), counts[having].tolist(), strict=True):
        for value in values[number]:
            found[value] = found.get(value, 0) + count
    return found
