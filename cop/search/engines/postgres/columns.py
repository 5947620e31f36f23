"""What each process holds of the index: a few numbers and the title of every document."""

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from cop.search.engines.postgres.entries import BODY, FIELDS, KEYWORDS, TITLE, named, unpacked
from cop.search.engines.postgres.tables import Cursors, State, Tables
from cop.search.port import IndexBroken

_MOST_TEXT = 32 * 1024 * 1024

Facets = Mapping[str, tuple[str, ...]]
Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Texts:
    """The packed texts read last, up to 32 MB. A number never gets another text."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        self._size = 0

    def get(self, number: int) -> bytes | None:
        """Return the packed text of a document, if it is kept."""
        with self._turn:
            found = self._kept.get(number)
            if found is not None:
                self._kept.move_to_end(number)
            return found

    def keep(self, texts: Iterable[tuple[int, bytes]]) -> None:
        """Keep texts, and let go of those not used for longest."""
        with self._turn:
            for number, text in texts:
                if number not in self._kept:
                    self._kept[number] = text
                    self._size += len(text)
            while self._size > _MOST_TEXT:
                self._size -= len(self._kept.popitem(last=False)[1])


@dataclass(frozen=True, slots=True)
class Columns:
    """Every document by its number, at one revision; never changed, so threads share it."""

    generation: int
    revision: int
    live: Mask
    at: Ints
    weight: Floats
    lengths: Mapping[bytes, Floats]
    names: list[bytes]
    titles: list[str]
    facets: list[Facets]
    fresh: Mapping[int, Mapping[bytes, int]]
    texts: Texts
    known: dict[str, Facets]
    count: int = 0
    averages: dict[bytes, float] = field(default_factory=dict)
    readable: dict[frozenset[str], Mask] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Return the number of numbers, those of documents that are gone included."""
        return len(self.names)

    def key(self, number: int) -> tuple[str, str]:
        """Return kind and id of a document."""
        return named(self.names[number])


def latest(cursor: Cursors, state: State, older: Columns | None) -> Columns:
    """Return the columns at a state, reading what has changed since the older ones.

    Raises IndexBroken when documents are missing from the tables.
    """
    if older is not None and older.generation == state.generation:
        if older.revision == state.revision:
            return older
    else:
        older = None
    before = older or _empty(state.generation)
    tables = Tables(state.generation)
    grown = _grown(before, state)
    cursor.execute(tables.sql(_ROWS), (before.size,))
    for row in cursor:
        _put(grown, row)
    cursor.execute(tables.sql("SELECT number FROM {gone} WHERE revision > %s"), (before.revision,))
    for (number,) in cursor:
        grown.live[number] = False
    made = replace(
        grown,
        fresh=_fresh(cursor, tables, state, before, grown),
        count=int(grown.live.sum()),
        averages={each: _average(grown.lengths[each], grown.live) for each in FIELDS},
    )
    if made.count != state.documents:
        raise IndexBroken("documents are missing from the search index")
    return made


_ROWS = """
    SELECT number, name, at, weight, title_length, keywords_length, body_length, title, facets
    FROM {documents} WHERE number >= %s
"""


def _empty(generation: int) -> Columns:
    none = np.zeros(0)
    return Columns(
        generation=generation,
        revision=-1,
        live=none.astype(bool),
        at=none.astype(np.int64),
        weight=none,
        lengths=dict.fromkeys(FIELDS, none),
        names=[],
        titles=[],
        facets=[],
        fresh={},
        texts=Texts(),
        known={},
    )


def _grown(before: Columns, state: State) -> Columns:
    """Return a copy with room for the new numbers, which are not live yet."""
    more = state.top - before.size
    return Columns(
        generation=state.generation,
        revision=state.revision,
        live=np.concatenate((before.live, np.zeros(more, bool))),
        at=np.concatenate((before.at, np.zeros(more, np.int64))),
        weight=np.concatenate((before.weight, np.ones(more))),
        lengths={each: np.concatenate((before.lengths[each], np.zeros(more))) for each in FIELDS},
        names=before.names + [b""] * more,
        titles=before.titles + [""] * more,
        facets=before.facets + [{}] * more,
        fresh={},
        texts=before.texts,
        known=before.known,
    )


def _put(columns: Columns, row: tuple[Any, ...]) -> None:
    number, name, at, weight, title_length, keywords_length, body_length, title, facets = row
    columns.live[number] = True
    columns.at[number], columns.weight[number] = at, weight
    columns.lengths[TITLE][number] = title_length
    columns.lengths[KEYWORDS][number] = keywords_length
    columns.lengths[BODY][number] = body_length
    columns.names[number], columns.titles[number] = name, unpacked(title)
    if facets not in columns.known:
        columns.known[facets] = {each: tuple(v) for each, v in json.loads(facets).items()}
    columns.facets[number] = columns.known[facets]


def _fresh(
    cursor: Cursors, tables: Tables, state: State, before: Columns, grown: Columns
) -> dict[int, Mapping[bytes, int]]:
    found = {
        number: counts
        for number, counts in before.fresh.items()
        if number >= state.sealed and grown.live[number]
    }
    cursor.execute(
        tables.sql("SELECT number, keys, counts FROM {fresh} WHERE number >= %s"), (before.size,)
    )
    for number, keys, counts in cursor:
        found[number] = dict(zip(keys, counts, strict=True))
    return found


def _average(lengths: Floats, live: Mask) -> float:
    filled = lengths[live & (lengths > 0)]
    return float(filled.mean()) if len(filled) else 1.0
