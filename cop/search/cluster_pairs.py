"""Hashes of the pairs of neighbouring letter clusters of a text, without putting pairs together.

The CRC of two pieces is that of the second, begun with that of the first: so a text takes one call
for each cluster, which no Python stands between, and what is kept is kept by cluster, not by pair.
"""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeVar
from zlib import crc32

import numpy as np
import numpy.typing as npt

from cop.thai.clusters import clusters

Value = TypeVar("Value")
Hashes = npt.NDArray[np.uint32]

_MOST_KNOWN = 1 << 14
_BEGINS_THAI, _ENDS_THAI, _MARKED = 1, 2, 4


def is_thai(text: str) -> bool:
    """Return whether a text begins and ends with a Thai letter or mark."""
    return _is_thai(text[:1]) and _is_thai(text[-1:])


def pair_hashes(found: Sequence[str]) -> Hashes:
    """Return the CRC-32 of each cluster with the one after it."""
    following = map(_bytes.__getitem__, islice(found, 1, None))
    return np.fromiter(map(crc32, following, map(_crcs.__getitem__, found)), np.uint32)


def thai_hashes(text: str) -> Hashes:
    """Return the CRC-32 of each Thai cluster with marks and of each pair that is Thai at both ends.

    They come in no order, and some more than once.
    """
    found = clusters(text)
    flags = np.fromiter(map(_flags.__getitem__, found), np.uint8, len(found))
    alone = np.fromiter(map(_crcs.__getitem__, found), np.uint32, len(found))
    is_pair = flags[:-1] & (flags[1:] >> 1) & _BEGINS_THAI
    return np.concatenate([pair_hashes(found)[is_pair > 0], alone[flags & _MARKED > 0]])


def _is_thai(letter: str) -> bool:
    return "\u0e01" <= letter <= "\u0e4e"


class _Known(dict[str, Value]):
    """What a function makes of clusters, a few thousand of which are all that texts have."""

    def __init__(self, make: Callable[[str], Value]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, cluster: str) -> Value:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        found = self[cluster] = self._make(cluster)
        return found


def _encoded(cluster: str) -> bytes:
    return cluster.encode("utf-8", "replace")


def _seen(cluster: str) -> int:
    flags = _BEGINS_THAI * _is_thai(cluster[:1]) | _ENDS_THAI * _is_thai(cluster[-1:])
    return flags | _MARKED * (len(cluster) > 1 and is_thai(cluster))


_bytes = _Known(_encoded)
_crcs = _Known(lambda cluster: crc32(_encoded(cluster)))
_flags = _Known(_seen)
