"""What a word is worth to a document, and how much of a question is enough: alike in all engines.

The rules are told in docs/search.md.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from cop.search.port import CANDIDATES

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.integer[Any]] | npt.NDArray[np.floating[Any]]

TITLE_BOOST = 2.0
TWIN = 0.5
"""What another form of a word is worth beside the word itself."""
INSIDE = 0.5
"""What a word is worth that stands inside or across other words."""
HELD = 0.5
"""What the pieces of a loose question are worth beside its words."""
FEW_WORDS = 3
"""Of so many words all are asked for, of more a share."""
RARE = 0.02
"""Of many words those are looked for inside others that fewer documents have."""
ROUNDING = 1e-9
_FEW_FOUND = 10
_SHARES = (0.25, 0.0)
_K1 = 0.9
_B = 0.75


def idf(documents: int, having: int) -> float:
    """Return the weight of what so many documents have, as Lucene counts it: never negative."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def by_words(weight: float, counts: Counts, lengths: Floats, mean: float) -> Floats:
    """Return BM25 of a term for documents that have it so often, in fields that are so long."""
    fixed, slope = _K1 * (1 - _B), _K1 * _B / mean
    times = counts.astype(float)
    scores: Floats = weight * (_K1 + 1) * times / (times + fixed + slope * lengths)
    return scores


def by_places(weight: float, counts: Counts) -> Floats:
    """Return the score of a piece of text that stands in documents so often."""
    times = counts.astype(float)
    scores: Floats = weight * times / (times + _K1)
    return scores


def by_forms(weight: float, counts: Counts) -> Floats:
    """Return the score of another form of a word, a text that stands in documents so often."""
    return by_places(TWIN * (_K1 + 1) * weight, counts)


def shares(words: int) -> tuple[float, ...]:
    """Return which shares of so many words are enough, to be tried in turn."""
    return _SHARES if words > FEW_WORDS else (1.0, *_SHARES)


def wants_more(words: int, found: int) -> bool:
    """Tell whether documents with less of the question should come along."""
    return words > 1 and found < (_FEW_FOUND if words <= FEW_WORDS else CANDIDATES)
