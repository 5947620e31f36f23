"""The pairs of neighbouring letter clusters of a text, packed: what the second ranking compares.

A word that is misspelt, cut short or stands inside another shares most of its pairs with the right
one. A document keeps two bytes a cluster, in reading order; a pair is known by a hash of 16 bits,
for with 20 bits nothing is found better.
"""

import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from operator import add

import numpy as np
import numpy.typing as npt

from cop.thai.clusters import clusters
from cop.thai.folding import fold

GRAMS_VERSION = 1
"""Changes with everything here that makes packed arrays differ."""

HASHES = 1 << 16
MOST_CLUSTERS = 60_000
Grams = npt.NDArray[np.uint16]


def packed(text: str) -> bytes:
    """Return the packed pairs of a document's text, its title first."""
    return np.fromiter(_hashes(fold(text)), np.dtype("<u2")).tobytes()


def unpacked(kept: bytes) -> Grams:
    """Return what `packed` made, without copying it."""
    return np.frombuffer(kept, np.dtype("<u2"))


def grams(folded_text: str) -> Grams:
    """Return the pairs of a piece of folded text, in order."""
    return np.fromiter(_hashes(folded_text), np.uint16)


def _hashes(folded_text: str) -> Iterator[int]:
    # Whether a space stands between two Thai words is a matter of taste, so none counts.
    letters = "".join(folded_text.split())
    found = clusters(letters)[:MOST_CLUSTERS]
    return map(_hash, map(add, found, islice(found, 1, None)))


@lru_cache(maxsize=1 << 15)
def _hash(pair: str) -> int:
    """Return the hash of two clusters; the same pairs stand in most texts."""
    return zlib.crc32(pair.encode("utf-8", "replace")) & 0xFFFF
