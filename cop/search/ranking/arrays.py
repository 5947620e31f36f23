"""The packed cluster pairs of every document, kept beside the records for the second ranking.

They belong to the database and not to an engine, so all engines rank by the same arrays. Everything
here is derived: a rebuild of the index makes it anew.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    String,
    bindparam,
    delete,
    insert,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, db, transaction
from cop.reads import Read
from cop.search.port import Document, Key
from cop.search.ranking.asking import Statistics
from cop.search.ranking.grams import GRAMS_VERSION, HASHES, Grams, packed, unpacked

BATCH = 100
_SECONDS_BETWEEN_LOOKS = 60.0
_ONLY = 1


class PackedPairs(Base):
    """The packed cluster pairs of one document, by its name such as "thread:12.p3"."""

    __tablename__ = "search_pairs"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    made_with: Mapped[int]
    pairs: Mapped[bytes] = mapped_column(LargeBinary)


class PairCounts(Base):
    """In how many documents each pair stands: one row, 65,536 counters of four bytes."""

    __tablename__ = "search_pair_counts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_with: Mapped[int]
    documents: Mapped[int]
    clusters: Mapped[int]
    having: Mapped[bytes] = mapped_column(LargeBinary)


_PAIRS = Read(
    select(PackedPairs.name, PackedPairs.pairs).where(
        PackedPairs.name.in_(bindparam("names", expanding=True)),
        PackedPairs.made_with == GRAMS_VERSION,
    )
)
_COUNTS = Read(
    select(PairCounts.documents, PairCounts.clusters, PairCounts.having).where(
        PairCounts.id == _ONLY, PairCounts.made_with == GRAMS_VERSION
    )
)


def name_of(kind: str, identity: str) -> str:
    """Return the name under which the pairs of a document are kept."""
    return f"{kind}:{identity}"


def pairs_of(names: Sequence[str]) -> dict[str, Grams]:
    """Return the pairs of those of the documents that have any of the present making."""
    return {row.name: unpacked(row.pairs) for row in _PAIRS.rows(names=list(names))}


def put(documents: Iterable[Document]) -> None:
    """Keep the pairs of these documents in place of those of the same names."""
    latest = {name_of(*one.key): one for one in documents}
    _change(PackedPairs.name.in_(list(latest)), latest.values())


def forget(keys: Iterable[Key]) -> None:
    """Keep no pairs of these documents."""
    _change(PackedPairs.name.in_([name_of(*key) for key in keys]), ())


def replace(things: Collection[str], documents: Iterable[Document]) -> None:
    """Keep of these things, parts included, the pairs of exactly these documents."""
    if things:
        parts = (PackedPairs.name.startswith(f"{thing}.", autoescape=True) for thing in things)
        _change(or_(PackedPairs.name.in_(list(things)), *parts), documents)


def renewed(documents: Iterable[Document]) -> Iterator[Document]:
    """Give the documents on, keeping the pairs of all of them and, at the end, of no others."""
    counted = _Counted()
    batch: list[Document] = []
    kept: set[str] = set()
    for document in documents:
        batch.append(document)
        if len(batch) == BATCH:
            kept |= _renew(batch, counted)
            yield from batch
            batch = []
    kept |= _renew(batch, counted)
    yield from batch
    with transaction():
        gone = set(db.session.scalars(select(PackedPairs.name))) - kept
        for some in _batches(sorted(gone)):
            db.session.execute(delete(PackedPairs).where(PackedPairs.name.in_(some)))
        db.session.execute(delete(PairCounts))
        db.session.execute(insert(PairCounts).values(counted.row()))
        # A planner that still takes the table for small would read all of it for each search.
        db.session.execute(text("ANALYZE search_pairs"))


class _Counted:
    """Counters that documents are added to and taken from."""

    def __init__(self) -> None:
        self.having: npt.NDArray[np.int32] = np.zeros(HASHES, np.int32)
        self.documents = self.clusters = 0

    def add(self, kept: bytes, times: int = 1) -> None:
        """Count a document once more, or once less."""
        found = unpacked(kept)
        self.having[np.unique(found)] += times
        self.documents += times
        self.clusters += times * len(found)

    def row(self) -> dict[str, object]:
        """Return the values of the one row."""
        having = np.maximum(self.having, 0).astype("<u4").tobytes()
        counts = {"documents": max(0, self.documents), "clusters": max(0, self.clusters)}
        return {"id": _ONLY, "made_with": GRAMS_VERSION, "having": having, **counts}


class KnownStatistics:
    """The counters as one process knows them: they may lag by a minute, ranks hardly change."""

    def __init__(self) -> None:
        self._known: Statistics | None = None
        self._read_at = 0.0

    def latest(self) -> Statistics | None:
        """Return the counters, or None as long as there are none."""
        now = time.monotonic()
        if self._known is None or now - self._read_at > _SECONDS_BETWEEN_LOOKS:
            self._read_at = now
            row = _COUNTS.row()
            self._known = _statistics(row.documents, row.clusters, row.having) if row else None
        return self._known

    def forget(self) -> None:
        """Read the counters again with the next question."""
        self._known = None


def _statistics(documents: int, clusters: int, having: bytes) -> Statistics | None:
    if not documents:
        return None
    return Statistics(np.frombuffer(having, "<u4"), documents, clusters / documents)


def _change(which: ColumnElement[bool], documents: Iterable[Document]) -> None:
    made = {name_of(*one.key): _packed(one) for one in documents}
    with transaction():
        counted = _present_counts()
        for kept in db.session.scalars(select(PackedPairs.pairs).where(which)):
            counted.add(kept, -1)
        db.session.execute(delete(PackedPairs).where(which))
        _insert(made, counted)
        db.session.execute(delete(PairCounts))
        db.session.execute(insert(PairCounts).values(counted.row()))


def _present_counts() -> _Counted:
    """Return the counters of the database; the row is locked until they are written again."""
    counted = _Counted()
    query = select(PairCounts).where(PairCounts.made_with == GRAMS_VERSION).with_for_update()
    row = db.session.scalars(query).one_or_none()
    if row is not None:
        counted.having = np.frombuffer(row.having, "<u4").astype(np.int32)
        counted.documents, counted.clusters = row.documents, row.clusters
        db.session.expunge(row)
    return counted


def _renew(documents: Sequence[Document], counted: _Counted) -> set[str]:
    made = {name_of(*one.key): _packed(one) for one in documents}
    if made:
        with transaction():
            db.session.execute(delete(PackedPairs).where(PackedPairs.name.in_(list(made))))
            _insert(made, counted)
    return set(made)


def _insert(made: dict[str, bytes], counted: _Counted) -> None:
    for kept in made.values():
        counted.add(kept)
    rows = [
        {"name": name, "made_with": GRAMS_VERSION, "pairs": kept} for name, kept in made.items()
    ]
    if rows:
        db.session.execute(insert(PackedPairs), rows)


def _packed(document: Document) -> bytes:
    return packed(f"{document.title}\n{document.body}")


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), BATCH):
        yield names[start : start + BATCH]
