"""One state of the Tantivy index, open for reading by any number of threads."""

import json
import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
from tantivy import DocAddress, Index, Occur, Searcher, SearchResult
from tantivy import Query as Asked

from cop.search.engines.tantivy.schema import SCHEMA, WEIGHT_UNIT, telling
from cop.search.port import CANDIDATES, Hit

_MOST_CARDS = 50_000

Clause = tuple[Occur, Asked]


Cards = dict[int, Hit]
"""What an answer says of a document, without a score, by the number that its version has."""

_hit = partial(tuple.__new__, Hit)
"""Make a hit of its parts in half the time: a thousand of them are made for a page."""


class Snapshot:
    """The documents as of one commit. Cards are kept from one snapshot to the next."""

    def __init__(self, index: Index, cards: Cards) -> None:
        self.index = index
        self.searcher: Searcher = index.searcher()
        self.count: int = self.searcher.num_docs
        self.cards = cards
        self._frequencies: dict[tuple[str, str], int] = {}

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents have a term in a field; some of them may be gone already."""
        found = self._frequencies.get((field, term))
        if found is None:
            found = self._frequencies[field, term] = self.searcher.doc_freq(field, term)
        return found

    def idf(self, having: int, among: int | None = None) -> float:
        """Return the weight of a term that so many documents have of all or of some.

        As Lucene counts it.
        """
        others = max((self.count if among is None else among) - having, 0)
        return math.log(1 + (others + 0.5) / (having + 0.5))

    def total(self, clauses: Sequence[Clause]) -> int:
        """Return how many documents meet the clauses."""
        return self.searcher.search(Asked.boolean_query(clauses), limit=1).count

    def totals(self, clauses: Sequence[Clause], written: Sequence[str]) -> list[int]:
        """Return how many of the documents that meet the clauses each query finds.

        The queries are written in Tantivy's language. What meets the clauses is gone through once.
        """
        asked = {str(place): {"filter": one} for place, one in enumerate(written)}
        found = self.searcher.aggregate(Asked.boolean_query(clauses), asked)
        return [found[place]["doc_count"] for place in asked]

    def best(
        self, clauses: Sequence[Clause], limit: int, *, weighed: bool = True, enough: int = 0
    ) -> tuple[tuple[Hit, ...], int]:
        """Return the documents with the best scores, and how many meet the clauses.

        Of two with one score the newer comes first. Of more than the limit `enough` are returned.
        """
        query = Asked.boolean_query(clauses)
        by = "weight" if weighed else None
        found = self.searcher.search(query, limit=max(1, limit), weight_by_field=by)
        rows = _some(found, limit, enough)
        if not rows:
            return (), found.count
        given, addresses = zip(*rows, strict=True)
        scores = np.array(given) / (WEIGHT_UNIT if weighed else 1.0)
        cards = self.cards_at(list(addresses))
        if (scores[1:] == scores[:-1]).any():
            newer = np.array(self.searcher.fast_field_values("at", list(addresses)))
            order = np.lexsort((-newer, -scores))
            scores, cards = scores[order], list(map(cards.__getitem__, order.tolist()))
        return tuple(_scored(cards[:limit], scores.tolist())), found.count

    def newest(
        self, clauses: Sequence[Clause], limit: int, enough: int = 0
    ) -> tuple[tuple[Hit, ...], int]:
        """Return the newest of the documents, unscored, and how many meet the clauses."""
        query = Asked.boolean_query(clauses)
        found = self.searcher.search(query, limit=max(1, limit), order_by_field="at")
        rows = _some(found, limit, enough)[:limit]
        return tuple(self.cards_at([address for _, address in rows])), found.count

    def cards_at(self, addresses: list[DocAddress]) -> list[Hit]:
        """Return what is to be said of the documents."""
        serials = self.searcher.fast_field_values("serial", addresses)
        found = list(map(self.cards.get, serials))
        return [
            card or self._carded(serial, address)
            for card, serial, address in zip(found, serials, addresses, strict=True)
        ]

    def _carded(self, serial: int, address: DocAddress) -> Hit:
        kind, identity, _, weight, facets = json.loads(self._kept("card", address))
        values = {facet: tuple(some) for facet, some in facets.items()}
        card = Hit(kind, identity, 0.0, weight, values)
        if len(self.cards) >= _MOST_CARDS:
            self.cards.clear()
        self.cards[serial] = card
        return card

    def telling(self, key: str) -> dict[str, int]:
        """Return the terms of a document by its name, with how often each stands there."""
        query = Asked.term_query(SCHEMA, "key", key, "basic")
        found = self.searcher.search(query, limit=1, count=False).hits
        return telling(self._kept("telling", found[0][1])) if found else {}

    def _kept(self, field: str, address: DocAddress) -> bytes:
        return bytes(self.searcher.doc(address).get_first(field) or b"")

    def versions(self) -> Iterator[tuple[str, str, int]]:
        """Give kind, id and version of all documents."""
        if not self.count:
            return
        found = self.searcher.search(Asked.all_query(), limit=self.count, count=False)
        addresses = [address for _, address in found.hits]
        numbers = self.searcher.fast_field_values("version", addresses)
        for card, version in zip(self.cards_at(addresses), numbers, strict=True):
            yield card.kind, card.id, version

    def vocabulary(self) -> list[tuple[str, int]]:
        """Return every term with the number of documents that have it."""
        return self.searcher.terms_with_prefix("words", "")


def _some(found: SearchResult, limit: int, enough: int) -> list[tuple[Any, DocAddress]]:
    """Return what was found, or as much of it as is enough where it is more than the limit."""
    rows = found.hits  # made anew each time it is asked for
    return rows[:enough] if enough and found.count > limit else rows


def _scored(cards: list[Hit], scores: list[float]) -> list[Hit]:
    """Return the hits with their scores, which those have that are ranked again."""
    if not cards:
        return []
    kinds, ids, _, weights, facets = zip(*cards[:CANDIDATES], strict=True)
    first = map(_hit, zip(kinds, ids, scores, weights, facets, strict=False))
    return [*first, *cards[CANDIDATES:]]
