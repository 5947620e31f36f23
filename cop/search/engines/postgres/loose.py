"""Documents that hold most letter clusters of a question, whatever words it is cut into.

A slip breaks a Thai word into crumbs that no document has, but it spoils no more than two or three
pairs of neighbouring clusters; the others still lead to the text.
"""

import numpy as np

from cop.search.engines.neighbours import neighbours
from cop.search.engines.postgres.columns import Floats, Ints, Mask
from cop.search.engines.postgres.grams import needed_grams
from cop.search.engines.postgres.snapshot import Snapshot
from cop.search.engines.scoring import idf
from cop.thai.folding import fold

_CANDIDATES = 100
_LEAST_SHARE = 0.25


def loosely(snapshot: Snapshot, text: str, allowed: Mask) -> Floats:
    """Return the weight of the question's pieces that each document holds, rare ones weighing more.

    Nothing for documents that hold less than a quarter of it.
    """
    pieces = neighbours(text)
    numbers = _promising(snapshot, text, allowed)
    texts = snapshot.texts(numbers)
    holding = {
        piece: np.array([piece in texts[number] for number in numbers.tolist()], bool)
        for piece in pieces
    }
    held = np.zeros(len(numbers))
    whole = 0.0
    for piece, times in pieces.items():
        if holding[piece].any():
            weight = times * idf(len(numbers), int(holding[piece].sum()))
            held += weight * holding[piece]
            whole += weight
    held[held < _LEAST_SHARE * whole] = 0.0
    found = snapshot.zeros()
    found[numbers] = held
    return found


def _promising(snapshot: Snapshot, text: str, allowed: Mask) -> Ints:
    """Return the documents that have most small pieces of the question, and all fresh ones."""
    keys = set().union(*(needed_grams(part) for part in fold(text).split()))
    snapshot.load(keys)
    shared = snapshot.zeros()
    for key in keys:
        documents, _ = snapshot.postings(key)
        shared[documents] += idf(snapshot.count, len(documents))
    shared[~allowed] = 0.0
    having = np.flatnonzero(shared)
    best = having[np.lexsort((having, -shared[having]))][:_CANDIDATES]
    fresh = [number for number in snapshot.columns.fresh if allowed[number]]
    numbers: Ints = np.unique(np.concatenate((best, np.array(fresh, np.int64))))
    return numbers
