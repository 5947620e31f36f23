"""Documents that hold most letter clusters of a question, whatever words it is cut into.

A slip breaks a Thai word into crumbs that no document has, but it spoils no more than two or three
pairs of neighbouring clusters; the others still lead to the text.
"""

from collections.abc import Callable

import numpy as np

from cop.search.engines.neighbours import neighbours
from cop.search.engines.whoosh.schema import bits_of
from cop.search.engines.whoosh.segment import Floats, Mask
from cop.search.engines.whoosh.snapshot import Snapshot
from cop.thai.folding import fold

_CANDIDATES = 100
_LEAST_SHARE = 0.25


def loosely(
    snapshot: Snapshot, text: str, allowed: Mask, weigh: Callable[[int, int], float]
) -> Floats:
    """Return a score for each document that holds a good share of the question's pieces.

    The score is the weight of the pieces held, rare ones weighing more, so that it ranks by their
    share; 0 where it is small. `weigh` gives the weight of a piece from the number of documents
    and of those among them that have it.
    """
    pieces = neighbours(text)
    texts = {one: snapshot.text(one) for one in _promising(snapshot, text, allowed)}
    counts = {piece: sum(piece in held for held in texts.values()) for piece in pieces}
    weights = {
        piece: times * weigh(len(texts), counts[piece])
        for piece, times in pieces.items()
        if counts[piece]
    }
    least = _LEAST_SHARE * sum(weights.values())
    scores = np.zeros(snapshot.size)
    for one, held in texts.items():
        score = sum(weight for piece, weight in weights.items() if piece in held)
        if score >= least:
            scores[one] = score
    return scores


def _promising(snapshot: Snapshot, text: str, allowed: Mask) -> list[int]:
    """Return the documents whose signatures have most bits of the question's."""
    among = np.flatnonzero(allowed)
    shared = snapshot.signed(bits_of(fold(text))).sum(axis=0)[among]
    found: list[int] = among[np.argsort(-shared, kind="stable")][:_CANDIDATES].tolist()
    return found
