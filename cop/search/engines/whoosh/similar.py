"""Documents that are about the same: they share the words that tell a document from others."""

from collections import Counter
from collections.abc import Iterator
from heapq import nlargest

import numpy as np

from cop.search.analyzer import terms
from cop.search.engines.scoring import idf
from cop.search.engines.whoosh.ranking import bm25
from cop.search.engines.whoosh.schema import name
from cop.search.engines.whoosh.snapshot import Snapshot
from cop.search.port import Hit, Key, Query

# More terms than this change next to nothing on encyclopaedia paragraphs and cost time.
_TELLING = 25
_RARE_ENOUGH = 0.2


def alike(
    snapshot: Snapshot, key: Key, audience: frozenset[str] | None, limit: int
) -> Iterator[Hit]:
    """Give the documents most like one, best first; none of the same thing, and none without it."""
    own = snapshot.numbered(name(*key))
    if own is None:
        return
    thing = _thing(*key)
    allowed = snapshot.allowed(Query(), audience)
    scores = np.zeros(snapshot.size)
    for term, weight in _telling(snapshot, own):
        documents, found = bm25(snapshot, "body", term)
        scores[documents] += weight * found
    shared = np.flatnonzero(allowed & (scores > 0))
    weights = snapshot.weights()
    given = 0
    for document in shared[np.argsort(-scores[shared], kind="stable")].tolist():
        kind, identity, facets = snapshot.described(document)
        if _thing(kind, identity) != thing:
            weight, score = float(weights[document]), float(scores[document])
            yield Hit(kind, identity, score, weight, facets)
            given += 1
            if given == limit:
                return


def _telling(snapshot: Snapshot, document: int) -> list[tuple[str, float]]:
    counts = Counter(terms(snapshot.text(document)))
    most = max(3.0, _RARE_ENOUGH * snapshot.count)
    weights = {}
    for term, count in counts.items():
        having = snapshot.frequency("body", term)
        if 1 < having <= most and len(term) > 1:
            weights[term] = min(count, 3) * idf(snapshot.count, having)
    return nlargest(_TELLING, weights.items(), key=lambda one: (one[1], one[0]))


def _thing(kind: str, identity: str) -> str:
    return f"{kind}:{identity.partition('.')[0]}"
