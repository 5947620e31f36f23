"""Any engine with the second ranking on top of it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cop.search.meaning import vectors
from cop.search.meaning.weighing import Meaning
from cop.search.port import CANDIDATES, Document, Found, Hit, Key, Query, SearchIndex
from cop.search.ranking import arrays
from cop.search.ranking.reranking import Candidate, rerank

# A document with less of the question is shown when it comes near the best of all.
_NEAR_THE_BEST = 0.4


class RankedIndex:
    """A `SearchIndex` that keeps arrays of cluster pairs beside an engine and ranks with them.

    With `meaning` it weighs the best answers of whole questions by what they are about, too.
    """

    def __init__(self, engine: SearchIndex, meaning: Meaning | None = None) -> None:
        self.engine = engine
        self.meaning = meaning
        self._statistics = arrays.KnownStatistics()

    def find(self, query: Query, audience: frozenset[str] | None, limit: int) -> Found:
        """Return the engine's answer, its best documents ranked a second time."""
        found = self.engine.find(query, audience, max(limit, CANDIDATES))
        if query.sort == "relevance" and query.words and found.hits:
            found = self._ranked(query, found)
        return replace(found, hits=found.hits[:limit])

    def _ranked(self, query: Query, found: Found) -> Found:
        known = self._statistics.latest()
        first = found.hits[:CANDIDATES]
        best = (*first, *found.more[: CANDIDATES - len(first)])
        names = [arrays.name_of(hit.kind, hit.id) for hit in best]
        made_with = self.meaning.wanted_for(query) if self.meaning else ""
        told: dict[str, bytes] = {}
        if made_with:
            pairs, told = vectors.with_pairs(names, made_with)
        else:
            pairs = arrays.pairs_of(names)
        if known is None or len(pairs) < len(best):
            # Scores with and without the second part do not compare: leave the engine's order.
            return found
        candidates = [
            Candidate(hit.score, hit.weight, pairs[arrays.name_of(hit.kind, hit.id)])
            for hit in best
        ]
        ranked = [
            hit._replace(score=score)
            for hit, score in zip(best, rerank(query.text, candidates, known), strict=True)
        ]
        kept = _kept(ranked, len(first))
        added = len(kept) - len(first)
        if told and self.meaning:
            kept = self.meaning.weighed(query.text, kept, told)
        return replace(found, hits=(*kept, *found.hits[CANDIDATES:]), total=found.total + added)

    def suggest(self, prefix: str, audience: frozenset[str] | None, limit: int) -> tuple[Hit, ...]:
        """Return documents with the typed words in the title."""
        return self.engine.suggest(prefix, audience, limit)

    def similar(self, key: Key, audience: frozenset[str] | None, limit: int) -> tuple[Hit, ...]:
        """Return documents that share the telling words of a document."""
        return self.engine.similar(key, audience, limit)

    def vocabulary(self) -> Iterator[tuple[str, int]]:
        """Give each term with the number of documents that have it."""
        return self.engine.vocabulary()

    def upsert(self, documents: Iterable[Document]) -> None:
        """Put the documents in the index, and their arrays beside it."""
        wanted = list(documents)
        self.engine.upsert(wanted)
        arrays.put(wanted)

    def delete(self, keys: Iterable[Key]) -> None:
        """Take the documents with these keys out."""
        gone = list(keys)
        self.engine.delete(gone)
        arrays.forget(gone)

    def replace(self, things: Iterable[str], documents: Iterable[Document]) -> None:
        """Have of these things exactly the documents given."""
        names, wanted = list(things), list(documents)
        self.engine.replace(names, wanted)
        arrays.replace(names, wanted)

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Have exactly these documents in the index."""
        made = self.engine.rebuild(arrays.renewed(documents))
        self._statistics.forget()
        return made

    def clear(self) -> None:
        """Have no document at all."""
        self.rebuild(())

    def versions(self) -> Iterator[tuple[str, str, int]]:
        """Give kind, id and version of all documents."""
        return self.engine.versions()

    def ready(self) -> bool:
        """Return whether searching works."""
        return self.engine.ready()

    def refresh(self) -> None:
        """Make all that was written visible to this process at once."""
        self.engine.refresh()
        self._statistics.forget()

    def analysis_version(self) -> str | None:
        """Return the version of the analysis that all documents went through, if it is one."""
        return self.engine.analysis_version()


def _kept(ranked: list[Hit], enough: int) -> list[Hit]:
    """Return the hits in their new order, those with less of the question only near the best."""
    edge = max(hit.score for hit in ranked) * _NEAR_THE_BEST
    kept = ranked[:enough] + [hit for hit in ranked[enough:] if hit.score >= edge]
    return sorted(kept, key=lambda hit: -hit.score)
