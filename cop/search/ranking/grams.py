"""The pairs of neighbouring letter clusters of a text, packed: what the second ranking compares.

A word that is misspelt, cut short or stands inside another shares most of its pairs with the right
one. A document keeps two bytes a cluster, in reading order; a pair is known by a hash of 16 bits,
for with 20 bits nothing is found better.
"""

import numpy as np
import numpy.typing as npt

from cop.search.cluster_pairs import pair_hashes
from cop.thai.clusters import clusters
from cop.thai.folding import fold

GRAMS_VERSION = 1
"""Changes with everything here that makes packed arrays differ."""

HASHES = 1 << 16
MOST_CLUSTERS = 60_000
Grams = npt.NDArray[np.uint16]


def packed(text: str) -> bytes:
    """Return the packed pairs of a document's text, its title first."""
    return _hashes(fold(text)).astype("<u2").tobytes()


def unpacked(kept: bytes) -> Grams:
    """Return what `packed` made, without copying it."""
    return np.frombuffer(kept, np.dtype("<u2"))


def grams(folded_text: str) -> Grams:
    """Return the pairs of a piece of folded text, in order."""
    return _hashes(folded_text)


def _hashes(folded_text: str) -> Grams:
    # Whether a space stands between two Thai words is a matter of taste, so none counts.
    letters = "".join(folded_text.split())
    return (pair_hashes(clusters(letters)[:MOST_CLUSTERS]) & (HASHES - 1)).astype(np.uint16)
