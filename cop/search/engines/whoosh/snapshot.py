"""One state of the Whoosh index, open for reading by one thread at a time."""

import json
import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from whoosh.columns import ColumnReader
from whoosh.index import FileIndex
from whoosh.reading import IndexReader

from cop.core.text import term_pattern
from cop.search.engines.whoosh.schema import (
    WEIGHT_UNIT,
    decoded,
    encoded,
    filter_term,
    is_thai,
    signature,
)
from cop.search.port import Query

_MOST_READERS = 64
_MOST_POSTINGS = 500_000

Postings = tuple["array[int]", "array[float]"]
Facets = Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class _Leaf:
    """One segment. What was read of it stays true as long as the segment lives."""

    reader: IndexReader
    offset: int
    signatures: list[int] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    lengths: dict[str, list[int]] = field(default_factory=dict)
    facets: dict[int, Facets] = field(default_factory=dict)
    keys: dict[int, tuple[str, str]] = field(default_factory=dict)
    columns: dict[str, ColumnReader] = field(default_factory=dict)

    def name(self) -> str:
        """Return what tells this segment from all others."""
        segment = self.reader.segment()
        return segment.segment_id() if segment else ""

    def column(self, name: str) -> ColumnReader:
        """Return a column. Whoosh reads the places of all its values anew at each opening."""
        if name not in self.columns:
            self.columns[name] = self.reader.column_reader(name, translate=False)
        return self.columns[name]

    def lengths_of(self, field: str) -> list[int]:
        """Return the number of terms in the field of each document."""
        if field not in self.lengths:
            length = self.reader.doc_field_length
            numbers = range(self.reader.doc_count_all())
            self.lengths[field] = [length(number, field) or 0 for number in numbers]
        return self.lengths[field]

    def all_signatures(self) -> list[int]:
        """Return the signature of each document."""
        if not self.signatures:
            kept = self.column("signature")
            self.signatures.extend(int.from_bytes(each, "little") for each in kept)
        return self.signatures

    def all_titles(self) -> list[str]:
        """Return the folded title of each document."""
        if not self.titles:
            self.titles.extend(decoded(each) for each in self.column("heading"))
        return self.titles


class Snapshot:
    """The documents by number, their terms, and what is kept beside them."""

    def __init__(self, index: FileIndex, reader: IndexReader, older: "Snapshot | None") -> None:
        self.index = index
        self.reader = reader
        self.count: int = reader.doc_count()
        known = {} if older is None else {leaf.name(): leaf for leaf in older.leaves}
        self.leaves: list[_Leaf] = [
            _Leaf(leaf, offset) for leaf, offset in reader.leaf_readers() if leaf.doc_count_all()
        ]
        for leaf in self.leaves:
            if leaf.name() in known:
                leaf.signatures = known[leaf.name()].signatures
                leaf.titles = known[leaf.name()].titles
                leaf.lengths = known[leaf.name()].lengths
                leaf.facets = known[leaf.name()].facets
                leaf.keys = known[leaf.name()].keys
        self._postings: dict[tuple[str, str], Postings] = {}
        self._postings_kept = 0
        self._lengths: dict[str, list[int]] = {}
        self._averages: dict[str, float] = {}
        self._columns: dict[str, list[int]] = {}
        self._allowed: dict[object, frozenset[int]] = {}

    def postings(self, field: str, term: str) -> Postings:
        """Return the documents with a term in a field, and how often it stands in each."""
        if (field, term) not in self._postings:
            if self._postings_kept > _MOST_POSTINGS:
                self._postings.clear()
                self._postings_kept = 0
            found = self._postings[field, term] = self._read(field, encoded(term))
            self._postings_kept += len(found[0]) + 1
        return self._postings[field, term]

    def _read(self, field: str, term: bytes) -> Postings:
        documents, counts = array("L"), array("f")
        for leaf in self.leaves:
            if (field, term) in leaf.reader:
                matcher = leaf.reader.postings(field, term)
                while matcher.is_active():
                    documents.append(matcher.id() + leaf.offset)
                    counts.append(matcher.weight())
                    matcher.next()
        return documents, counts

    def having(self, field: str, term: str) -> frozenset[int]:
        """Return the documents with a term in a field."""
        return frozenset(self.postings(field, term)[0])

    def lengths(self, field: str) -> list[int]:
        """Return the number of terms in the field of each document."""
        if field not in self._lengths:
            self._lengths[field] = [
                length for leaf in self.leaves for length in leaf.lengths_of(field)
            ]
        return self._lengths[field]

    def average_length(self, field: str) -> float:
        """Return the mean number of terms in the field where it has any."""
        if field not in self._averages:
            filled = [length for length in self.lengths(field) if length]
            self._averages[field] = sum(filled) / len(filled) if filled else 1.0
        return self._averages[field]

    def numbers(self, column: str) -> list[int]:
        """Return a number of each document: `at` in seconds, `version`, or `weight`."""
        if column not in self._columns:
            self._columns[column] = [value for leaf in self.leaves for value in leaf.column(column)]
        return self._columns[column]

    def weight(self, document: int) -> float:
        """Return the factor of a document's score."""
        return self.numbers("weight")[document] / WEIGHT_UNIT

    def key(self, document: int) -> tuple[str, str]:
        """Return kind and id of a document."""
        leaf = self._leaf(document)
        number = document - leaf.offset
        if number not in leaf.keys:
            kind, _, identity = leaf.column("name")[number].decode().partition(":")
            leaf.keys[number] = kind, identity
        return leaf.keys[number]

    def facets(self, document: int) -> Facets:
        """Return the values of a document by facet."""
        leaf = self._leaf(document)
        number = document - leaf.offset
        if number not in leaf.facets:
            found = json.loads(leaf.column("facets")[number] or b"{}")
            leaf.facets[number] = {name: tuple(values) for name, values in found.items()}
        return leaf.facets[number]

    def numbered(self, key: str) -> int | None:
        """Return the document with a name, such as "lesson:12"."""
        found = self.postings("key", key)[0]
        return found[0] if found else None

    def vocabulary(self) -> dict[str, int]:
        """Return every term with the number of documents that have it in their body or title."""
        counts: Counter[str] = Counter()
        for leaf in self.leaves:
            for name in ("title", "body"):
                for term, info in leaf.reader.iter_field(name):
                    counts[term.decode()] += info.doc_frequency()
        return counts

    def text(self, document: int) -> str:
        """Return the folded title, keywords and body of a document."""
        return decoded(self._kept("text", document))

    def titles(self) -> list[str]:
        """Return the folded title of each document."""
        return [title for leaf in self.leaves for title in leaf.all_titles()]

    def everything(self) -> frozenset[int]:
        """Return all documents."""
        if "everything" not in self._allowed:
            self._allowed["everything"] = frozenset(self.reader.all_doc_ids())
        return self._allowed["everything"]

    def allowed(self, query: Query, audience: frozenset[str] | None) -> frozenset[int]:
        """Return the documents that the reader may see and the filters let through."""
        found = self.everything() if audience is None else self.readable(audience)
        facets = dict(query.filters)
        if query.kinds:
            facets["kind"] = query.kinds
        for facet, values in facets.items():
            found &= self._any_of(facet, values)
        for facet, values in query.without.items():
            found -= self._any_of(facet, values)
        if query.since or query.until:
            found = self._dated(found, query.since, query.until)
        return found

    def _dated(
        self, among: frozenset[int], since: datetime | None, until: datetime | None
    ) -> frozenset[int]:
        at = self.numbers("at")
        first = since.timestamp() if since else float("-inf")
        last = until.timestamp() if until else float("inf")
        return frozenset(one for one in among if first <= at[one] < last)

    def readable(self, audience: frozenset[str]) -> frozenset[int]:
        """Return the documents with one of the tokens."""
        if audience not in self._allowed:
            if len(self._allowed) > _MOST_READERS:
                self._allowed.clear()
            self._allowed[audience] = self._any_of("audience", audience)
        return self._allowed[audience]

    def standing(
        self, term: str, among: Collection[int], *, in_title: bool = False
    ) -> dict[int, int]:
        """Return the documents among these in whose text a folded term stands, and how often."""
        pattern, start = _compiled(term), term.split(maxsplit=1)[0]
        found: dict[int, int] = {}
        titles = self.titles() if in_title else ()
        for document in self._candidates(term, among):
            text = titles[document] if in_title else self.text(document)
            count = len(pattern.findall(text)) if start in text else 0
            if count:
                found[document] = count
        return found

    def _any_of(self, facet: str, values: Collection[str]) -> frozenset[int]:
        lists = [self.having("filters", filter_term(facet, value)) for value in values]
        return frozenset().union(*lists)

    def _candidates(self, term: str, among: Collection[int]) -> Iterator[int]:
        bits = signature(term) if is_thai(term) else 0
        if not bits:
            yield from among
            return
        for document, kept in self.signatures():
            if kept & bits == bits and document in among:
                yield document

    def signatures(self) -> Iterator[tuple[int, int]]:
        """Give each document with its signature."""
        for leaf in self.leaves:
            yield from enumerate(leaf.all_signatures(), leaf.offset)

    def _kept(self, column: str, document: int) -> bytes:
        leaf = self._leaf(document)
        kept: bytes = leaf.column(column)[document - leaf.offset]
        return kept

    def _leaf(self, document: int) -> _Leaf:
        last = self.leaves[-1]
        if last.offset <= document:
            return last
        return next(leaf for leaf in reversed(self.leaves) if leaf.offset <= document)


@lru_cache(maxsize=512)
def _compiled(term: str) -> re.Pattern[str]:
    return re.compile(term_pattern(term))
