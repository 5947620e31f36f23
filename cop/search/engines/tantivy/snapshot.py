"""One state of the Tantivy index, open for reading by any number of threads."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tantivy import DocAddress, Index, Occur, Searcher
from tantivy import Query as Asked

from cop.search.engines.tantivy.schema import SCHEMA, WEIGHT_UNIT
from cop.search.port import Hit

_MOST_CARDS = 50_000

Clause = tuple[Occur, Asked]
Facets = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Card:
    """What an answer says of a document. It never changes: a new version has a new serial."""

    kind: str
    id: str
    at: int
    weight: float
    facets: Facets


Cards = dict[int, Card]


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

    def idf(self, having: int) -> float:
        """Return the weight of a term that so many documents have, as Lucene counts it."""
        return math.log(1 + (max(self.count - having, 0) + 0.5) / (having + 0.5))

    def total(self, clauses: Sequence[Clause]) -> int:
        """Return how many documents meet the clauses."""
        return self.searcher.search(Asked.boolean_query(clauses), limit=1).count

    def best(
        self, clauses: Sequence[Clause], limit: int, *, weighed: bool = True
    ) -> tuple[tuple[Hit, ...], int]:
        """Return the documents with the best scores, and how many meet the clauses.

        Of two with one score the newer comes first.
        """
        query = Asked.boolean_query(clauses)
        by = "weight" if weighed else None
        found = self.searcher.search(query, limit=max(1, limit), weight_by_field=by)
        cards = self.cards_at([address for _, address in found.hits])
        unit = WEIGHT_UNIT if weighed else 1.0
        rows = [
            (-score / unit, -card.at, place, card)
            for place, ((score, _), card) in enumerate(zip(found.hits, cards, strict=True))
        ]
        rows.sort()
        hits = tuple(
            Hit(card.kind, card.id, -score, card.weight, card.facets)
            for score, _, _, card in rows[:limit]
        )
        return hits, found.count

    def newest(self, clauses: Sequence[Clause], limit: int) -> tuple[tuple[Hit, ...], int]:
        """Return the newest of the documents, unscored, and how many meet the clauses."""
        query = Asked.boolean_query(clauses)
        found = self.searcher.search(query, limit=max(1, limit), order_by_field="at")
        cards = self.cards_at([address for _, address in found.hits[:limit]])
        hits = (Hit(card.kind, card.id, 0.0, card.weight, card.facets) for card in cards)
        return tuple(hits), found.count

    def cards_at(self, addresses: list[DocAddress]) -> list[Card]:
        """Return what is to be said of the documents."""
        serials = self.searcher.fast_field_values("serial", addresses)
        found = []
        for serial, address in zip(serials, addresses, strict=True):
            card = self.cards.get(serial)
            if card is None:
                card = self._read(address)
                if len(self.cards) >= _MOST_CARDS:
                    self.cards.clear()
                self.cards[serial] = card
            found.append(card)
        return found

    def _read(self, address: DocAddress) -> Card:
        kind, identity, at, weight, facets = json.loads(self._kept("card", address))
        values = {facet: tuple(some) for facet, some in facets.items()}
        return Card(kind, identity, at, weight, values)

    def telling(self, key: str) -> dict[str, int]:
        """Return the terms of a document by its name, with how often each stands there."""
        query = Asked.term_query(SCHEMA, "key", key, "basic")
        found = self.searcher.search(query, limit=1, count=False).hits
        counts: dict[str, int] = {}
        if found:
            counts = json.loads(self._kept("telling", found[0][1]))
        return counts

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
