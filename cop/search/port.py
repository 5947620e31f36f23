"""What the site asks of a search engine, in words that no engine owns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol

from cop.core.errors import CopError

Key = tuple[str, str]
"""Kind and id of a document."""

Sort = Literal["relevance", "newest"]

FACETS = (
    "community",
    "agency",
    "fiscal_year",
    "province",
    "outcome",
    "type",
    "topic",
    "principle",
    "state",
    "author",
    "has",
)
"""What a document has values of. The author is a member's id; `has` is recording, transcript."""


CANDIDATES = 50
"""So many of the best documents are ranked a second time."""


class IndexBroken(CopError):
    """The index is missing or cannot be read: it has to be rebuilt from the database."""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found. Readable when it shares an audience token with the reader."""

    kind: str
    id: str
    version: int
    title: str
    body: str
    at: datetime
    keywords: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weight: float = 1.0

    @property
    def key(self) -> Key:
        """Return what tells this document from all others."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query: the index term, the same as written, and what counts as the same.

    A twin is another term, a way is a piece of folded text: a document in which one of them stands
    has the word, for half the score. An optional word adds to the score of a document and is never
    required of it. A word of a field is looked for in the title alone.
    """

    term: str
    text: str
    twins: tuple[str, ...] = ()
    optional: bool = False
    field: Literal["", "title"] = ""
    ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the index: all of a few words, a good part of many, less if nothing has that.

    Filters: all facets named must match, each by any of its values. Documents in which an excluded
    piece of folded text stands are left out, so are those with such a piece in the title that must
    not have it, those of an excluded value or "kind", and those dated before `since` or from
    `until` on. Without any text all that is left is found, the newest first.

    A loose question also finds what holds a good share of its pairs of letter clusters, whatever
    words it is cut into, and passes over quoted text that stands nowhere.

    Where more documents answer than are asked for, `enough` of the best do; 0 means all asked for.
    It saves time, and an engine may give more all the same.
    """

    text: str = ""
    words: tuple[Word, ...] = ()
    phrases: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    sort: Sort = "relevance"
    excluded: tuple[str, ...] = ()
    excluded_in_title: tuple[str, ...] = ()
    without: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    loose: bool = False
    enough: int = 0


class Hit(NamedTuple):
    """A document found, with its facets. Scores compare within one answer only.

    Behind the candidates for the second ranking hits stand in order, but may have no score (0).

    The weight of the document is in its score already. A thousand are made for a page, which takes
    half of the time with tuples.
    """

    kind: str
    id: str
    score: float
    weight: float = 1.0
    facets: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits in order, how many documents answer, and whether one has all the words.

    Of a question that few documents answer, `more` are the best of those with less of it, for the
    second ranking to choose from; the total does not count them.
    """

    hits: tuple[Hit, ...]
    total: int
    took_ms: float
    all_words: bool = True
    more: tuple[Hit, ...] = ()


class SearchIndex(Protocol):
    """A search engine. Every method but `ready` and `analysis_version` may raise IndexBroken."""

    def upsert(self, documents: Iterable[Document]) -> None:
        """Put the documents in the index in place of those with their keys."""

    def delete(self, keys: Iterable[Key]) -> None:
        """Take the documents with these keys out; unknown keys are no error."""

    def replace(self, things: Iterable[str], documents: Iterable[Document]) -> None:
        """Have of these things ("thread:12") exactly the documents given, parts included."""

    def clear(self) -> None:
        """Have no document at all."""

    def find(self, query: Query, audience: frozenset[str] | None, limit: int) -> Found:
        """Return the best `limit` documents readable with one of the audience tokens.

        The audience None reads everything; an empty one reads nothing.
        """

    def suggest(self, prefix: str, audience: frozenset[str] | None, limit: int) -> tuple[Hit, ...]:
        """Return documents with the typed words in the title, the last of them unfinished."""

    def similar(self, key: Key, audience: frozenset[str] | None, limit: int) -> tuple[Hit, ...]:
        """Return documents that share the telling words of a document, its own thing left out."""

    def vocabulary(self) -> Iterator[tuple[str, int]]:
        """Give each term of all documents with the number of documents that have it, in no order.

        It holds words of closed content too: what is made of it must be asked for again.
        """

    def versions(self) -> Iterator[tuple[str, str, int]]:
        """Give kind, id and version of all documents, in no order."""

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Have exactly these documents in the index; return their number.

        Searching goes on in the old index until the new one takes its place.
        """

    def ready(self) -> bool:
        """Return whether searching works."""

    def refresh(self) -> None:
        """Make all that was written visible to this process at once."""

    def analysis_version(self) -> str | None:
        """Return the version of the analysis that all documents went through, if it is one."""
