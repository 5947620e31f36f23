"""Documents that hold most letter clusters of a question, whatever words it is cut into.

A slip breaks a Thai word into crumbs that no document has, but it spoils no more than two or three
pairs of neighbouring clusters; the others still lead to the text.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection
from heapq import nlargest
from itertools import pairwise

from cop.search.engines.whoosh.schema import is_thai, signature
from cop.search.engines.whoosh.snapshot import Snapshot
from cop.thai.clusters import clusters
from cop.thai.folding import fold

_CANDIDATES = 100
_LEAST_SHARE = 0.25
_WORD = re.compile("[^\\W_]+")


def loosely(
    snapshot: Snapshot, text: str, allowed: Collection[int], weigh: Callable[[int, int], float]
) -> dict[int, float]:
    """Return the documents that hold a good share of the question's pieces, rare ones weighed.

    The score is the weight of the pieces held, so that it ranks by their share. `weigh` gives the
    weight of a piece from the number of documents and of those among them that have it.
    """
    pieces = _pieces(text)
    texts = {one: snapshot.text(one) for one in _promising(snapshot, text, allowed)}
    counts = {piece: sum(piece in held for held in texts.values()) for piece in pieces}
    weights = {
        piece: times * weigh(len(texts), counts[piece])
        for piece, times in pieces.items()
        if counts[piece]
    }
    least = _LEAST_SHARE * sum(weights.values())
    scores = {
        one: sum(weight for piece, weight in weights.items() if piece in held)
        for one, held in texts.items()
    }
    return {one: score for one, score in scores.items() if score and score >= least}


def _promising(snapshot: Snapshot, text: str, allowed: Collection[int]) -> list[int]:
    """Return the documents whose signatures have most bits of the question's."""
    asked = signature(fold(text))
    shared = [
        ((asked & kept).bit_count(), -one) for one, kept in snapshot.signatures() if one in allowed
    ]
    return [-one for _, one in nlargest(_CANDIDATES, shared)]


def _pieces(text: str) -> Counter[str]:
    """Return each pair of neighbouring Thai clusters and each other word, with its number."""
    folded = fold(text)
    found = Counter(
        first + second for first, second in pairwise(clusters(folded)) if is_thai(first + second)
    )
    found.update(word for word in _WORD.findall(folded) if word.isascii())
    return found
