"""The second ranking: the best documents of an engine put in order by their letter clusters.

An engine scores words. Here each of its first documents gets, in the same units (inverse document
frequency), credit for the pairs of clusters that it shares with the question: for each pair, for
long unbroken runs of them, for many of them close together, and for standing early. The parts and
their weights are those of docs/search.md; nothing here knows an engine, a reader or the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cop.search.ranking.asking import Asked, Floats, Ints, Statistics, asked
from cop.search.ranking.grams import Grams

_PAIRS, _RUNS, _NEAR, _WIDE, _EARLY = 0.5, 0.75, 0.5, 0.75, 0.5
_NEAR_CLUSTERS, _WIDE_CLUSTERS, _EARLY_CLUSTERS = 100, 270, 130
_K1, _B = 0.9, 0.75
_MOST_HITS = 20_000
# A letter lost spoils one or two pairs and moves what follows by a cluster at most.
_GAP, _SHIFT, _STRETCH = 3, 1, 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document of the first ranking: its score there, its weight, and its packed pairs."""

    score: float
    weight: float
    pairs: Grams


@dataclass(frozen=True, slots=True)
class _Hits:
    """Where pairs of the question stand: document, place in it, and number of the pair."""

    document: Ints
    place: Ints
    pair: Ints
    again: Ints
    earlier: Ints
    """Hits whose pair stood in the document before, and for each the hit where it last did."""


def rerank(text: str, candidates: Sequence[Candidate], known: Statistics) -> list[float]:
    """Return a new score for each candidate; those of one answer compare with each other.

    `text` is the question as typed, without its field names. A question of no pairs keeps the
    scores of the engine.
    """
    scores = np.array([one.score for one in candidates], float)
    question = asked(text, known)
    if question is None or not candidates:
        return [float(one) for one in scores]
    found = _hits(question, candidates)
    lengths = np.array([max(1, len(one.pairs)) for one in candidates], float)
    parts = _PAIRS * _bm25(question, found, lengths, known.mean_length)
    runs, early = _runs(question, found, len(candidates))
    parts += _RUNS * runs + _EARLY * early
    parts += _NEAR * _densest(question, found, _NEAR_CLUSTERS, len(candidates))
    parts += _WIDE * _densest(question, found, _WIDE_CLUSTERS, len(candidates))
    weights = np.array([one.weight for one in candidates], float)
    return [float(one) for one in scores + weights * parts]


def _hits(question: Asked, candidates: Sequence[Candidate]) -> _Hits:
    sizes = np.array([len(one.pairs) for one in candidates], np.int64)
    everything = np.concatenate([one.pairs for one in candidates])
    numbers = question.table.take(everything)
    at = np.flatnonzero(numbers >= 0)
    if len(at) > _MOST_HITS:
        at = at[_rare_enough(numbers[at], question.idf)]
    ends = np.cumsum(sizes)
    counts = np.diff(np.searchsorted(at, ends), prepend=0)
    document = np.repeat(np.arange(len(sizes)), counts)
    place = at - (ends - sizes)[document]
    pair = numbers[at].astype(np.int64)
    return _Hits(document, place, pair, *_repeated(document, pair, len(question.idf)))


def _rare_enough(numbers: npt.NDArray[np.int16], idf: Floats) -> npt.NDArray[np.bool_]:
    """Return which hits to look at where there are too many: those of the rarest pairs."""
    counts = np.bincount(numbers, minlength=len(idf))
    rarest = np.argsort(-idf, kind="stable")
    kept = rarest[np.cumsum(counts[rarest]) <= _MOST_HITS]
    found: npt.NDArray[np.bool_] = np.isin(numbers, kept)
    return found


def _bm25(question: Asked, found: _Hits, lengths: Floats, mean: float) -> Floats:
    different, documents = len(question.idf), len(lengths)
    cells = found.document * different + found.pair
    counts = np.bincount(cells, minlength=documents * different).reshape(documents, different)
    norm = _K1 * (1 - _B + _B * lengths / max(1.0, mean))
    saturated = counts * (_K1 + 1) / (counts + norm[:, None])
    asked_times = np.bincount(question.occurrences, minlength=different)
    scores: Floats = saturated @ (question.idf * asked_times)
    return scores


def _runs(question: Asked, found: _Hits, documents: int) -> tuple[Floats, Floats]:
    """Return for each document the credit for unbroken runs, and that of those standing early.

    A pair of a chunk of c clusters in a run of r of them counts idf · ln r / ln c. Stretches that
    a slip keeps apart are one run.
    """
    hit, occurrence = _matched(question, found)
    if not len(hit):
        return np.zeros(documents), np.zeros(documents)
    # Hits of a run lie side by side when ordered by document, diagonal and place: one number for
    # all three sorts several times as fast as three keys.
    span = int(question.places[-1]) + 1
    breadth = int(found.place.max()) + span + 2
    diagonal = found.place[hit] - question.places[occurrence] + span
    line = (found.document[hit] * breadth + diagonal) * breadth + found.place[hit]
    order = np.argsort(line)
    hit, occurrence = hit[order], occurrence[order]
    begins = np.diff(line[order], prepend=-2) != 1
    run = np.cumsum(begins) - 1
    sizes = _joined(question, found, hit[begins], occurrence[begins], np.bincount(run))
    credit = question.share[occurrence] * np.log(sizes + 1)[run]
    many = len(question.occurrences)
    cell = found.document[hit] * many + occurrence
    best, first = np.zeros(documents * many), np.full(documents * many, np.inf)
    np.maximum.at(best, cell, credit)
    np.minimum.at(first, cell, found.place[hit].astype(float))
    early = best * np.exp(-first / _EARLY_CLUSTERS)
    shape = (documents, many)
    return best.reshape(shape).sum(1), early.reshape(shape).sum(1)


def _joined(question: Asked, found: _Hits, hit: Ints, occurrence: Ints, sizes: Ints) -> Ints:
    """Return the sizes of runs, those that follow each other closely having the sum of theirs.

    `hit` and `occurrence` are where each run begins, in the document and in the question; runs of
    one pair stay alone.
    """
    long = np.flatnonzero(sizes >= _STRETCH)
    first = hit[long]
    order = np.lexsort((found.place[first], found.document[first]))
    long, first = long[order], first[order]
    document, place = found.document[first], found.place[first]
    typed = question.places[occurrence[long]]
    gap = place[1:] - place[:-1] - sizes[long][:-1] + 1
    gap_typed = typed[1:] - typed[:-1] - sizes[long][:-1] + 1
    follows = (document[1:] == document[:-1]) & (np.abs(gap - gap_typed) <= _SHIFT)
    for one in (gap, gap_typed):
        follows &= (one >= 1) & (one <= _GAP)
    group = np.concatenate(([0], np.cumsum(~follows)))[: len(long)]
    joined = sizes.copy()
    joined[long] = np.bincount(group, sizes[long]).astype(np.int64)[group]
    return joined


def _matched(question: Asked, found: _Hits) -> tuple[Ints, Ints]:
    """Return hits and the occurrences of their pair in the question, one row for each match."""
    order = np.argsort(question.occurrences, kind="stable")
    times = np.bincount(question.occurrences, minlength=len(question.idf))
    first = np.cumsum(times) - times
    many = times[found.pair]
    hit = np.repeat(np.arange(len(found.pair)), many)
    within = np.arange(len(hit)) - np.repeat(np.cumsum(many) - many, many)
    return hit, order[first[found.pair[hit]] + within]


def _densest(question: Asked, found: _Hits, width: int, documents: int) -> Floats:
    """Return for each document the largest mass of different pairs within so many clusters.

    A window begins at each hit. The mass of all hits in it, less that of hits whose pair stands in
    it before: such a hit takes its mass from the windows that hold both, which lie side by side.
    """
    best = np.zeros(documents)
    count = len(found.pair)
    if not count:
        return best
    mass = question.idf[found.pair]
    line = found.document * (found.place.max() + width + 1) + found.place
    end = np.searchsorted(line, line + width, side="left")
    before = np.concatenate(([0.0], np.cumsum(mass)))
    window = before[end] - before[:-1]
    again, earlier = found.again, found.earlier
    begin = np.searchsorted(end, again, side="right")
    both = begin <= earlier
    again, earlier, begin = again[both], earlier[both], begin[both]
    taken = np.bincount(begin, mass[again], count + 1)
    taken -= np.bincount(earlier + 1, mass[again], count + 1)
    window -= np.cumsum(taken)[:-1]
    starts = np.flatnonzero(np.diff(found.document, prepend=-1))
    best[found.document[starts]] = np.maximum.reduceat(window, starts)
    return best


def _repeated(document: Ints, pair: Ints, different: int) -> tuple[Ints, Ints]:
    """Return the hits whose pair stood in the document before, and the hits where it last did."""
    line = document * different + pair
    order = np.argsort(line, kind="stable")
    same = np.diff(line[order]) == 0
    return order[1:][same], order[:-1][same]
