"""Documents that are about the same: they share the words that tell a document from others."""

from collections import Counter
from collections.abc import Iterator
from heapq import nlargest

import numpy as np

from cop.search.analyzer import terms
from cop.search.engines.postgres.entries import BODY, key, name, thing
from cop.search.engines.postgres.ranking import bm25
from cop.search.engines.postgres.snapshot import Snapshot
from cop.search.engines.scoring import idf
from cop.search.port import Hit, Key, Query

# More terms than this change next to nothing on encyclopaedia paragraphs and cost time.
_TELLING = 25
_RARE_ENOUGH = 0.2


def alike(
    snapshot: Snapshot, wanted: Key, audience: frozenset[str] | None, limit: int
) -> Iterator[Hit]:
    """Give the documents most like one, best first; none of the same thing, and none without it."""
    columns = snapshot.columns
    own = _numbered(snapshot, name(*wanted))
    if own is None:
        return
    scores = snapshot.zeros()
    telling = _telling(snapshot, own)
    snapshot.load(key(BODY, term) for term, _ in telling)
    for term, weight in telling:
        documents, each = bm25(snapshot, BODY, term)
        scores[documents] += weight * each
    scores[~snapshot.allowed(Query(), audience)] = 0.0
    found = np.flatnonzero(scores)
    given = 0
    for number in found[np.lexsort((found, -scores[found]))].tolist():
        kind, identity = columns.key(number)
        if thing(kind, identity) != thing(*wanted):
            score, weight = float(scores[number]), float(columns.weight[number])
            yield Hit(kind, identity, score, weight, columns.facets[number])
            given += 1
            if given == limit:
                return


def _numbered(snapshot: Snapshot, wanted: bytes) -> int | None:
    columns = snapshot.columns
    same = (n for n, each in enumerate(columns.names) if each == wanted and columns.live[n])
    return next(same, None)


def _telling(snapshot: Snapshot, number: int) -> list[tuple[str, float]]:
    counts = Counter(terms(snapshot.texts(np.array([number]))[number]))
    frequencies = snapshot.frequencies([key(BODY, term) for term in counts])
    most = max(3.0, _RARE_ENOUGH * snapshot.count)
    weights = {}
    for term, count in counts.items():
        having = min(frequencies[key(BODY, term)], snapshot.count)
        if 1 < having <= most and len(term) > 1:
            weights[term] = min(count, 3) * idf(snapshot.count, having)
    return nlargest(_TELLING, weights.items(), key=lambda one: (one[1], one[0]))
