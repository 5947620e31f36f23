"""The index kept like the database: on every change, wholly anew, or by comparing the two."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cop.search.analyzer import ANALYSIS_VERSION
from cop.search.engine import index
from cop.search.port import Document, IndexBroken, Key
from cop.search.sources import SOURCES, thing_id
from cop.thai.words import warm

BATCH = 100
__all__ = ["ANALYSIS_VERSION", "Drift", "drift", "rebuild", "repair", "replace"]


@dataclass(frozen=True, slots=True)
class Drift:
    """How far index and database are apart."""

    missing: frozenset[tuple[str, int]] = frozenset()
    extra: frozenset[Key] = frozenset()
    broken: bool = False
    other_analysis: bool = False

    @property
    def count(self) -> int:
        """Return how many things or documents are wrong."""
        return len(self.missing) + len(self.extra)


def replace(things: Mapping[str, Iterable[int]]) -> None:
    """Make the index hold what the database says now of these things, and no more of them."""
    warm(for_much=True)
    documents: list[Document] = []
    doubtful: set[tuple[str, int]] = set()
    for kind, ids in things.items():
        wanted = sorted(set(ids))
        made = SOURCES[kind].documents(wanted)
        documents += made
        doubtful |= {(kind, one) for one in wanted}
    index().replace(sorted(f"{kind}:{one}" for kind, one in doubtful), documents)


def rebuild() -> int:
    """Build the whole index aside and swap it in; return the number of documents."""
    warm(for_much=True)
    return index().rebuild(_everything())


def drift() -> Drift:
    """Compare index and database by id and version."""
    found = index()
    try:
        held = {(kind, doc_id): version for kind, doc_id, version in found.versions()}
    except IndexBroken:
        return Drift(broken=True)
    missing: set[tuple[str, int]] = set()
    for document in _everything():
        if held.pop(document.key, None) != document.version:
            missing.add((document.kind, thing_id(document.id)))
    other = found.analysis_version() != ANALYSIS_VERSION
    return Drift(frozenset(missing), frozenset(held), other_analysis=other)


def repair() -> int:
    """Mend what the comparison found; return how much it was."""
    found = drift()
    if found.broken or found.other_analysis:
        return rebuild()
    things: dict[str, set[int]] = {}
    for kind, one in found.missing:
        things.setdefault(kind, set()).add(one)
    for kind, doc_id in found.extra:
        things.setdefault(kind, set()).add(thing_id(doc_id))
    if things:
        replace(things)
    return found.count


def _everything() -> Iterator[Document]:
    for source in SOURCES.values():
        for ids in _batches(source.all_ids()):
            yield from source.documents(ids)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
