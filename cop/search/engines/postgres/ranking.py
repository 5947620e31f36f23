"""Which documents answer a question, and in which order: BM25 over words, Thai inside words too.

The same rules as the Whoosh engine has, over arrays with a place for every document.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cop.search.analyzer import terms
from cop.search.engines.postgres.columns import Floats, Ints, Mask
from cop.search.engines.postgres.entries import BODY, FIELDS, KEYWORDS, TITLE, is_thai, key
from cop.search.engines.postgres.grams import needed_grams
from cop.search.engines.postgres.loose import loosely
from cop.search.engines.postgres.snapshot import Snapshot
from cop.search.engines.scoring import (
    FEW_WORDS,
    HELD,
    INSIDE,
    RARE,
    ROUNDING,
    TITLE_BOOST,
    TWIN,
    by_forms,
    by_places,
    by_words,
    idf,
    shares,
    wants_more,
)
from cop.search.port import Query, Word

_BOOSTS = {TITLE: TITLE_BOOST, KEYWORDS: 1.0, BODY: 1.0}


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents of an answer, all scores, and whether one of them has all the words.

    `more` are documents with less of the question, for a second ranking.
    """

    documents: Mask
    scores: Floats
    more: Mask
    all_words: bool = True


@dataclass(slots=True)
class _Asked:
    """A word of the question, and the score that each document has by it."""

    word: Word
    scores: Floats

    @property
    def having(self) -> Mask:
        """Return the documents that have the word."""
        return self.scores > 0

    @property
    def count(self) -> int:
        """Return how many documents have the word."""
        return int(self.having.sum())


def answer(snapshot: Snapshot, query: Query, audience: frozenset[str] | None) -> Answer:
    """Return all documents that answer the question, scored.

    Quoted text must stand in them. They must have all of a few words, or a good part of many,
    rare words counting for more; less is asked when no document has that. Words that no document
    has, and optional words, are not asked of them.
    """
    snapshot.load(_keys(query))
    allowed = _let_through(snapshot, query, audience)
    if not query.words:
        blank = not query.text.strip() or bool(query.phrases)
        found = allowed if blank else snapshot.nothing()
        return Answer(found, snapshot.zeros(), snapshot.nothing())
    asked = [_Asked(word, _scores(snapshot, word, allowed)) for word in query.words]
    required = [each for each in asked if not each.word.optional] or asked
    documents, counts = _having_enough(snapshot, required, allowed)
    scores = snapshot.zeros()
    for each in asked:
        scores += each.scores
    whole = bool((counts[documents] == len(required)).any())
    if query.loose:
        held = loosely(snapshot, query.text, allowed)
        return Answer(documents | (held > 0), scores + HELD * held, snapshot.nothing(), whole)
    is_few = wants_more(len(required), int(documents.sum()))
    more = (scores > 0) & ~documents if is_few else snapshot.nothing()
    return Answer(documents, scores, more, whole)


def bm25(snapshot: Snapshot, field: bytes, term: str) -> tuple[Ints, Floats]:
    """Return the documents with a term in a field, and the score that gives each."""
    documents, counts = snapshot.postings(key(field, term))
    numbers: Ints = documents.astype("int64")
    weight = idf(snapshot.count, len(numbers))
    columns = snapshot.columns
    lengths = columns.lengths[field][numbers]
    return numbers, by_words(weight, counts, lengths, columns.averages[field])


def _keys(query: Query) -> Iterator[bytes]:
    """Give the keys that will be asked for, so that they are read at once."""
    few = len(query.words) <= FEW_WORDS
    for word in query.words:
        for term in (word.term, *word.twins):
            yield from (key(field, term) for field in FIELDS)
        if few and is_thai(word.text):
            yield from needed_grams(word.text)
    for piece in (*query.phrases, *query.excluded):
        yield from needed_grams(piece)


def _let_through(snapshot: Snapshot, query: Query, audience: frozenset[str] | None) -> Mask:
    allowed = snapshot.allowed(query, audience)
    for phrase in query.phrases:
        standing = snapshot.standing(phrase, allowed) > 0
        # A loose question passes over a quotation that stands nowhere.
        allowed = standing if standing.any() or not query.loose else allowed
    for piece in query.excluded:
        allowed = allowed & (snapshot.standing(piece, allowed) == 0)
    for piece in query.excluded_in_title:
        allowed = allowed & (snapshot.standing(piece, allowed, in_title=True) == 0)
    return allowed


def _having_enough(
    snapshot: Snapshot, required: list[_Asked], allowed: Mask
) -> tuple[Mask, Floats]:
    """Return the documents with enough of the words, and how many of them each has."""
    for each in required:
        if not each.count:
            _inside(snapshot, each, allowed)
    known = sorted((each for each in required if each.count), key=lambda each: each.count)
    documents, counts = snapshot.nothing(), snapshot.zeros()
    for share in shares(len(known)):
        documents, counts = _having_share(snapshot, known, allowed, share)
        if documents.any():
            break
    return documents, counts


def _having_share(
    snapshot: Snapshot, known: list[_Asked], allowed: Mask, share: float
) -> tuple[Mask, Floats]:
    """Return the documents with this share of the words, weighed, and how many each has."""
    masses = [idf(snapshot.count, each.count) for each in known]
    left = sum(masses)
    enough = left * share - ROUNDING
    reached, counts = snapshot.zeros(), snapshot.zeros()
    for each, mass in zip(known, masses, strict=True):
        if len(known) <= FEW_WORDS or each.count < RARE * snapshot.count:
            # Where even all the words to come would not be enough, nothing is looked for.
            _inside(snapshot, each, allowed & (reached + left >= enough) & ~each.having)
        left -= mass
        reached[each.having] += mass
        counts[each.having] += 1
    return (counts > 0) & (reached >= enough), counts


def _inside(snapshot: Snapshot, each: _Asked, among: Mask) -> None:
    """Add the documents where a Thai word stands inside or across other words."""
    if not is_thai(each.word.text) or len(each.word.text) < 2:
        return
    counts = snapshot.standing(each.word.text, among, in_title=bool(each.word.field))
    weight = INSIDE * idf(snapshot.count, int((counts > 0).sum()) + each.count)
    each.scores += by_places(weight, counts)


def _scores(snapshot: Snapshot, word: Word, allowed: Mask) -> Floats:
    scores = snapshot.zeros()
    for term, share in [(word.term, 1.0), *((twin, TWIN) for twin in word.twins)]:
        for field in [TITLE] if word.field else FIELDS:
            documents, each = bm25(snapshot, field, term)
            scores[documents] += each * _BOOSTS[field] * share
    for way in word.ways:
        counts = snapshot.standing(way, _among(snapshot, way, allowed), in_title=bool(word.field))
        scores += by_forms(idf(snapshot.count, int((counts > 0).sum())), counts)
    scores[~allowed] = 0.0
    return scores


def _among(snapshot: Snapshot, way: str, allowed: Mask) -> Mask:
    """Return the documents that may hold a piece of text: Thai ones are told by their letters."""
    if is_thai(way):
        return allowed
    for term in terms(way):
        allowed = allowed & snapshot.having(key(field, term) for field in FIELDS)
    return allowed
