"""Which documents answer a question, and in which order: BM25 over words, Thai inside words too."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cop.search.analyzer import terms
from cop.search.cluster_pairs import is_thai
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
from cop.search.engines.whoosh.loose import loosely
from cop.search.engines.whoosh.segment import Floats, Ints, Mask
from cop.search.engines.whoosh.snapshot import Numbers, Snapshot
from cop.search.port import Query, Word

_FIELDS = {"title": TITLE_BOOST, "keywords": 1.0, "body": 1.0}

Scored = tuple[Ints, Floats]
"""Documents by number, and the score of each."""
_NOTHING: Scored = (np.zeros(0, np.int64), np.zeros(0))


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents of an answer with their scores, and whether one of them has all the words.

    `more` are documents with less of the question, for a second ranking.
    """

    found: Scored
    all_words: bool = True
    more: Scored = _NOTHING


@dataclass(slots=True)
class _Asked:
    """A word of the question, and the score it gives to each document: 0 to those without it."""

    word: Word
    scores: Floats

    def having(self) -> int:
        """Return how many documents have the word."""
        return int(np.count_nonzero(self.scores))


def answer(snapshot: Snapshot, query: Query, audience: frozenset[str] | None) -> Answer:
    """Return all documents that answer the question, scored.

    Quoted text must stand in them. They must have all of a few words, or a good part of many,
    rare words counting for more; less is asked when no document has that. Words that no document
    has, and optional words, are not asked of them.
    """
    allowed = _allowed(snapshot, query, audience)
    if not query.words:
        blank = not query.text.strip() or bool(query.phrases)
        return Answer(_summed([], allowed) if blank else _NOTHING)
    asked = [_Asked(word, _scores(snapshot, word, allowed)) for word in query.words]
    required = [each for each in asked if not each.word.optional] or asked
    having = _having_enough(snapshot, required, allowed)
    whole = bool((having == len(required)).any())
    if query.loose:
        held = loosely(snapshot, query.text, allowed, idf)
        return Answer(_with_held(asked, having > 0, held), whole)
    is_few = wants_more(len(required), int(np.count_nonzero(having)))
    more = _with_less(asked, having > 0) if is_few else _NOTHING
    return Answer(_summed(asked, having > 0), whole, more)


def _allowed(snapshot: Snapshot, query: Query, audience: frozenset[str] | None) -> Mask:
    """Return what may be found: readable, let through by filters, with what must stand there."""
    allowed = snapshot.allowed(query, audience)
    for phrase in query.phrases:
        standing = snapshot.standing(phrase, allowed) > 0
        allowed = standing if standing.any() or not query.loose else allowed
    for piece in query.excluded:
        allowed = allowed & (snapshot.standing(piece, allowed) == 0)
    for piece in query.excluded_in_title:
        allowed = allowed & (snapshot.standing(piece, allowed, in_title=True) == 0)
    return allowed


def _with_held(asked: Sequence[_Asked], having: Mask, held: Floats) -> Scored:
    documents, scores = _summed(asked, having | (held > 0))
    return documents, scores + HELD * held[documents]


def _having_enough(snapshot: Snapshot, required: Sequence[_Asked], allowed: Mask) -> Ints:
    """Return how many of the words each document has, 0 for those that have not enough of them."""
    for each in required:
        if not each.having():
            _inside(snapshot, each, allowed)
    known = sorted((each for each in required if each.having()), key=_Asked.having)
    if not known:
        return np.zeros(snapshot.size, np.int64)
    for share in shares(len(known)):
        having = _having_share(snapshot, known, allowed, share)
        if having.any():
            break
    return having


def _having_share(snapshot: Snapshot, known: Sequence[_Asked], allowed: Mask, share: float) -> Ints:
    """Return how many of the words those documents have that have this share of them, weighed."""
    masses = [idf(snapshot.count, each.having()) for each in known]
    left = sum(masses)
    enough = left * share - ROUNDING
    reached = np.zeros(snapshot.size)
    counts = np.zeros(snapshot.size, np.int64)
    for each, mass in zip(known, masses, strict=True):
        if len(known) <= FEW_WORDS or each.having() < RARE * snapshot.count:
            within_reach = (counts > 0) & (reached + left >= enough)
            among = allowed if left >= enough else within_reach
            _inside(snapshot, each, among & (each.scores == 0))
        left -= mass
        has_it = each.scores > 0
        counts += has_it
        reached[has_it] += mass
    counts[reached < enough] = 0
    return counts


def _inside(snapshot: Snapshot, each: _Asked, among: Mask) -> None:
    """Add the documents where a Thai word stands inside or across other words."""
    if not is_thai(each.word.text) or len(each.word.text) < 2 or not among.any():
        return
    counts = snapshot.standing(each.word.text, among, in_title=bool(each.word.field))
    at = np.flatnonzero(counts)
    weight = INSIDE * idf(snapshot.count, len(at) + each.having())
    each.scores[at] = by_places(weight, counts[at])


def _scores(snapshot: Snapshot, word: Word, allowed: Mask) -> Floats:
    scores = np.zeros(snapshot.size)
    for term, share in [(word.term, 1.0), *((twin, TWIN) for twin in word.twins)]:
        for name, boost in _FIELDS.items():
            if word.field in {"", name}:
                documents, found = bm25(snapshot, name, term)
                scores[documents] += found * boost * share
    scores[~allowed] = 0.0
    for way in word.ways:
        counts = snapshot.standing(way, _among(snapshot, way, allowed), in_title=bool(word.field))
        at = np.flatnonzero(counts)
        scores[at] += by_forms(idf(snapshot.count, len(at)), counts[at])
    return scores


def _among(snapshot: Snapshot, way: str, allowed: Mask) -> Mask:
    """Return the documents that may hold a piece of text: Thai ones are told by their letters."""
    if is_thai(way):
        return allowed
    for term in terms(way):
        allowed = allowed & snapshot.having_any([(name, term) for name in _FIELDS])
    return allowed


def bm25(snapshot: Snapshot, name: str, term: str) -> tuple[Numbers, Floats]:
    """Return the documents with a term in a field, each once, with the score that gives it."""
    documents, counts = snapshot.postings(name, term)
    if not len(documents):
        return documents, np.zeros(0)
    weight = idf(snapshot.count, len(documents))
    lengths = snapshot.lengths(name)[documents]
    return documents, by_words(weight, counts, lengths, snapshot.average_length(name))


def _with_less(asked: Sequence[_Asked], having: Mask) -> Scored:
    """Return documents with some word of the question that are not among those having enough."""
    any_word = np.logical_or.reduce([each.scores > 0 for each in asked])
    return _summed(asked, any_word & ~having)


def _summed(asked: Sequence[_Asked], having: Mask) -> Scored:
    total = np.zeros(len(having))
    for each in asked:
        total += each.scores
    documents = np.flatnonzero(having)
    return documents, total[documents]
