"""The packed vectors of every document, kept beside the records like its pairs of letter clusters.

They belong to the database and not to an engine. Everything here is derived: `filling` makes it.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import (
    LargeBinary,
    String,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, db, transaction
from cop.reads import Read
from cop.search.ranking.arrays import PackedPairs
from cop.search.ranking.grams import GRAMS_VERSION, Grams, unpacked

BATCH = 100


class PackedVectors(Base):
    """The vectors of one document's windows, by its name such as "thread:12.p3".

    `version` is that of the document in the index, `text_hash` tells whether its text is another.
    """

    __tablename__ = "search_vectors"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    made_with: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    text_hash: Mapped[int]
    vectors: Mapped[bytes] = mapped_column(LargeBinary)


_BOTH = Read(
    select(PackedPairs.name, PackedPairs.pairs, PackedVectors.vectors)
    .outerjoin(
        PackedVectors,
        and_(
            PackedVectors.name == PackedPairs.name,
            PackedVectors.made_with == bindparam("made_with", type_=String()),
        ),
    )
    .where(
        PackedPairs.name.in_(bindparam("names", expanding=True)),
        PackedPairs.made_with == GRAMS_VERSION,
    )
)


def with_pairs(names: Sequence[str], made_with: str) -> tuple[dict[str, Grams], dict[str, bytes]]:
    """Return pairs and vectors of those of the documents that have any, in one statement."""
    rows = _BOTH.rows(names=list(names), made_with=made_with)
    pairs = {row.name: unpacked(row.pairs) for row in rows}
    return pairs, {row.name: row.vectors for row in rows if row.vectors}


def versions(made_with: str) -> Mapping[str, int]:
    """Return the versions of the documents that have vectors of this making, by name."""
    query = select(PackedVectors.name, PackedVectors.version)
    rows = db.session.execute(query.where(PackedVectors.made_with == made_with))
    return {row.name: row.version for row in rows}


def put(name: str, made_with: str, version: int, text_hash: int, vectors: bytes) -> None:
    """Keep the vectors of a document in place of those that it had."""
    row = {"name": name, "made_with": made_with, "version": version}
    with transaction():
        db.session.execute(delete(PackedVectors).where(PackedVectors.name == name))
        db.session.execute(
            insert(PackedVectors).values(**row, text_hash=text_hash, vectors=vectors)
        )


def keep(name: str, made_with: str, version: int, text_hash: int) -> bool:
    """Note a new version of a document whose text is as it was; tell whether that is so."""
    same = (
        PackedVectors.name == name,
        PackedVectors.made_with == made_with,
        PackedVectors.text_hash == text_hash,
    )
    if db.session.scalar(select(PackedVectors.name).where(*same)) is None:
        return False
    with transaction():
        db.session.execute(update(PackedVectors).where(*same).values(version=version))
    return True


def forget_all_but(names: Collection[str]) -> None:
    """Keep no vectors of documents that are not among these."""
    gone = sorted(set(db.session.scalars(select(PackedVectors.name))).difference(names))
    for start in range(0, len(gone), BATCH):
        with transaction():
            some = gone[start : start + BATCH]
            db.session.execute(delete(PackedVectors).where(PackedVectors.name.in_(some)))
