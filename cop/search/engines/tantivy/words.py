"""A word of a question in Tantivy's queries: which documents have it, and what that earns them."""

import re
from dataclasses import dataclass

from tantivy import Occur
from tantivy import Query as Asked

from cop.search.engines.tantivy.asking import Clause, any_of, covering, in_order, standing, term
from cop.search.engines.tantivy.pieces import pieces
from cop.search.engines.tantivy.schema import clean
from cop.search.engines.tantivy.snapshot import Snapshot
from cop.search.port import Word

_FIELDS = {"title": 2.0, "keywords": 1.0, "body": 1.0}
# Tantivy's own; it takes no other.
_K1 = 1.2
_TWIN = 0.5
_INSIDE = 0.5
_PLAIN = re.compile('[^\\s"\\\\]+')
_BARE = re.compile("[\u0e01-\u0e2e]+")


@dataclass(slots=True, eq=False)
class Sought:
    """A word: the documents that have it, those where its letters stand, and what either earns.

    Letters earn the same inside another word and as a word of their own, which earns more besides.
    """

    word: Word
    whole: Asked
    scores: list[Asked]
    """What a document earns by having the word; it need have none of these."""
    inside: Asked | None = None
    inside_score: Asked | None = None
    written: str = ""
    """The same documents in Tantivy's language, where it can say so."""
    is_inside_always: bool = False
    """Whether the letters stand in every document that has the word."""
    count: int = 0
    within: bool = True
    """Whether standing inside other words is enough."""

    def match(self) -> Asked:
        """Return the documents that have the word."""
        if self.inside is None or not self.within:
            return self.whole
        if self.is_inside_always:
            return self.inside
        return any_of([self.whole, self.inside])

    def clauses(self) -> list[Clause]:
        """Return the same documents with what the word gives them.

        Tantivy reads and weighs all that a union finds, even where few documents are asked for it:
        what must be there should be none.
        """
        if self.is_inside_always and self.within and self.inside_score is not None:
            return [(Occur.Must, self.inside_score), *_should(self.scores)]
        return [(Occur.Must, any_of(self.earned()))]

    def earned(self) -> list[Asked]:
        """Return all that a document may earn by the word, each by itself."""
        if self.inside_score is None or not self.within:
            return self.scores
        return [*self.scores, self.inside_score]


def _should(queries: list[Asked]) -> list[Clause]:
    return [(Occur.Should, each) for each in queries]


def sought(snapshot: Snapshot, word: Word) -> Sought:
    """Return a word in Tantivy's queries."""
    names = [clean(word.term), *map(clean, word.twins)]
    ways = [standing(way, in_title=bool(word.field)) for way in word.ways]
    field = "title" if word.field else "words"
    whole = any_of([*(term(field, name) for name in names), *ways])
    found = Sought(word, whole, _scores(snapshot, word, names, ways))
    if not ways and all(map(_PLAIN.fullmatch, names)):
        found.written = " OR ".join(f'{field}:"{one}"' for one in names)
    if not word.optional and _is_thai(word.text) and len(word.text) > 1:
        _add_inside(snapshot, found)
        # A word of bare consonants may be an abbreviation, which stands with full stops.
        is_alone = len(names) == 1 and not ways and word.term == word.text
        found.is_inside_always = is_alone and not _BARE.fullmatch(word.text)
    return found


def _scores(snapshot: Snapshot, word: Word, names: list[str], ways: list[Asked]) -> list[Asked]:
    fields = {"title": _FIELDS["title"]} if word.field else _FIELDS
    parts = [
        Asked.boost_query(term(field, name), boost * (_TWIN if place else 1.0))
        for place, name in enumerate(names)
        for field, boost in fields.items()
        if snapshot.frequency(field, name)
    ]
    for way, query in zip(word.ways, ways, strict=True):
        weight = _TWIN * snapshot.idf(_most(snapshot, pieces(clean(way))))
        parts.append(Asked.const_score_query(query, weight))
    return parts


def _add_inside(snapshot: Snapshot, found: Sought) -> None:
    row = pieces(clean(found.word.text))
    most = _most(snapshot, row)
    if not most:
        return
    in_title = bool(found.word.field)
    found.inside = in_order(row, in_title=in_title)
    weight = _INSIDE * snapshot.idf(most)
    if len(row) == 1:
        found.inside_score = Asked.const_score_query(found.inside, weight / (1 + _K1))
    else:
        # Tantivy weighs a phrase by the sum of its parts; it shall weigh as the word it is.
        parts = sum(map(snapshot.idf, _frequencies(snapshot, row)))
        found.inside_score = Asked.boost_query(found.inside, weight / (parts * (1 + _K1)))


def _most(snapshot: Snapshot, row: list[str]) -> int:
    """Return how many documents can have these pieces at most."""
    return min(_frequencies(snapshot, row), default=0) if row else 0


def _frequencies(snapshot: Snapshot, row: list[str]) -> list[int]:
    field, placed = covering(row)
    return [snapshot.frequency(field, one) for _, one in placed]


def _is_thai(text: str) -> bool:
    return "\u0e01" <= text[:1] <= "\u0e4e" and "\u0e01" <= text[-1:] <= "\u0e4e"
