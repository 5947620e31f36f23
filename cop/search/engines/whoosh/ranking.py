"""Which documents answer a question, and in which order: BM25 over words, Thai inside words too."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from cop.search.analyzer import terms
from cop.search.engines.whoosh.loose import loosely
from cop.search.engines.whoosh.schema import is_thai
from cop.search.engines.whoosh.snapshot import Snapshot
from cop.search.port import CANDIDATES, Query, Word

_FIELDS = {"title": 2.0, "keywords": 1.0, "body": 1.0}
_K1 = 0.9
_B = 0.75
_TWIN = 0.5
_INSIDE = 0.5
_FEW_WORDS = 3
_FEW_FOUND = 10
_SHARES = (0.25, 0.0)
_ROUNDING = 1e-9
_RARE = 0.02
_HELD = 0.5


@dataclass(slots=True)
class Answer:
    """The documents of an answer with their scores, and whether one of them has all the words.

    `more` are documents with less of the question, for a second ranking.
    """

    scores: dict[int, float]
    all_words: bool = True
    more: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class _Asked:
    """A word of the question, and the documents that have it with the score it gives them."""

    word: Word
    scores: dict[int, float]


def answer(snapshot: Snapshot, query: Query, audience: frozenset[str] | None) -> Answer:
    """Return all documents that answer the question, scored.

    Quoted text must stand in them. They must have all of a few words, or a good part of many,
    rare words counting for more; less is asked when no document has that. Words that no document
    has, and optional words, are not asked of them.
    """
    allowed = snapshot.allowed(query, audience)
    for phrase in query.phrases:
        standing = frozenset(snapshot.standing(phrase, allowed))
        allowed = standing if standing or not query.loose else allowed
    for piece in query.excluded:
        allowed -= snapshot.standing(piece, allowed).keys()
    for piece in query.excluded_in_title:
        allowed -= snapshot.standing(piece, allowed, in_title=True).keys()
    if not query.words:
        blank = not query.text.strip() or bool(query.phrases)
        return Answer(dict.fromkeys(allowed, 0.0) if blank else {})
    asked = [_Asked(word, _scores(snapshot, word, allowed)) for word in query.words]
    required = [each for each in asked if not each.word.optional] or asked
    having = _having_enough(snapshot, required, allowed)
    whole = any(count == len(required) for count in having.values())
    if query.loose:
        held = loosely(snapshot, query.text, allowed, idf)
        return Answer(_with_held(_summed(asked, {**held, **having}), held), whole)
    enough = _FEW_FOUND if len(required) <= _FEW_WORDS else CANDIDATES
    more = _with_less(asked, having) if len(required) > 1 and len(having) < enough else {}
    return Answer(_summed(asked, having), whole, more)


def _with_held(scores: dict[int, float], held: Mapping[int, float]) -> dict[int, float]:
    return {one: score + _HELD * held.get(one, 0.0) for one, score in scores.items()}


def idf(documents: int, having: int) -> float:
    """Return the weight of a term, as Lucene counts it: never negative."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def _having_enough(
    snapshot: Snapshot, required: list[_Asked], allowed: frozenset[int]
) -> dict[int, int]:
    """Return the documents with enough of the words, and how many of them each has."""
    for each in required:
        if not each.scores:
            _inside(snapshot, each, allowed)
    known = sorted((each for each in required if each.scores), key=lambda each: len(each.scores))
    if not known:
        return {}
    shares = _SHARES if len(known) > _FEW_WORDS else (1.0, *_SHARES)
    having = (_having_share(snapshot, known, allowed, share) for share in shares)
    return next(filter(None, having), {})


def _having_share(
    snapshot: Snapshot, known: list[_Asked], allowed: frozenset[int], share: float
) -> dict[int, int]:
    """Return the documents with this share of the words, weighed, and how many each has."""
    masses = [idf(snapshot.count, len(each.scores)) for each in known]
    left = sum(masses)
    enough = left * share - _ROUNDING
    reached: dict[int, float] = {}
    counts: Counter[int] = Counter()
    for each, mass in zip(known, masses, strict=True):
        if len(known) <= _FEW_WORDS or len(each.scores) < _RARE * snapshot.count:
            within_reach = {one for one, before in reached.items() if before + left >= enough}
            among = allowed if left >= enough else within_reach
            _inside(snapshot, each, among - each.scores.keys())
        left -= mass
        counts.update(each.scores.keys())
        for document in each.scores:
            reached[document] = reached.get(document, 0.0) + mass
    return {document: counts[document] for document, mass in reached.items() if mass >= enough}


def _inside(snapshot: Snapshot, each: _Asked, among: Collection[int]) -> None:
    """Add the documents where a Thai word stands inside or across other words."""
    if not is_thai(each.word.text) or len(each.word.text) < 2 or not among:
        return
    counts = snapshot.standing(each.word.text, among, in_title=bool(each.word.field))
    weight = _INSIDE * idf(snapshot.count, len(counts) + len(each.scores))
    for document, count in counts.items():
        each.scores[document] = weight * count / (count + _K1)


def _scores(snapshot: Snapshot, word: Word, allowed: frozenset[int]) -> dict[int, float]:
    scores: dict[int, float] = defaultdict(float)
    for term, share in [(word.term, 1.0), *((twin, _TWIN) for twin in word.twins)]:
        for name, boost in _FIELDS.items():
            if word.field not in {"", name}:
                continue
            for document, score in bm25(snapshot, name, term):
                if document in allowed:
                    scores[document] += score * boost * share
    for way in word.ways:
        counts = snapshot.standing(way, _among(snapshot, way, allowed), in_title=bool(word.field))
        weight = _TWIN * (_K1 + 1) * idf(snapshot.count, len(counts))
        for document, count in counts.items():
            scores[document] += weight * count / (count + _K1)
    return scores


def _among(snapshot: Snapshot, way: str, allowed: frozenset[int]) -> frozenset[int]:
    """Return the documents that may hold a piece of text: Thai ones are told by their letters."""
    if is_thai(way):
        return allowed
    for term in terms(way):
        having = (snapshot.having(name, term) for name in _FIELDS)
        allowed &= frozenset().union(*having)
    return allowed


def bm25(snapshot: Snapshot, name: str, term: str) -> Iterable[tuple[int, float]]:
    """Return the documents with a term in a field, each with the score that gives it."""
    documents, counts = snapshot.postings(name, term)
    if not documents:
        return ()
    weight = idf(snapshot.count, len(documents)) * (_K1 + 1)
    lengths = snapshot.lengths(name)
    fixed, slope = _K1 * (1 - _B), _K1 * _B / snapshot.average_length(name)
    return [
        (document, weight * count / (count + fixed + slope * lengths[document]))
        for document, count in zip(documents, counts, strict=True)
    ]


def _with_less(asked: list[_Asked], having: Collection[int]) -> dict[int, float]:
    """Return documents with some word of the question that are not among those having enough."""
    any_word = {document for each in asked for document in each.scores} - set(having)
    return _summed(asked, any_word)


def _summed(asked: list[_Asked], having: Collection[int]) -> dict[int, float]:
    total: dict[int, float] = dict.fromkeys(having, 0.0)
    for each in asked:
        for document, score in each.scores.items():
            if document in total:
                total[document] += score
    return total
