"""How alike two texts are: the cosine of their letter four-grams, weighed by how rare they are.

Words will not do: in Thai prose two texts about different things share half of their words, so a
free retelling and a stranger come out alike. Runs of four letters part them. Grams are told apart
by a hash of 18 bits, so that a text is two short arrays and comparing it takes no loop.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LENGTH = 4
_BITS = 18
_SIZE = 1 << _BITS
_MIX = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F)
_THAI_ZERO, _THAI_NINE, _ZERO = ord("๐"), ord("๙"), ord("0")
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vector:
    """The grams of a text, each once, and their weights; of length 1."""

    grams: Counts
    weights: Floats


class Rarity:
    """How rare each gram is in a sample of texts; without one all are alike."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        having, count = np.zeros(_SIZE), 0
        for text in texts:
            having[_counted(text)[0]] += 1
            count += 1
        # Smoothed inverse document frequency: 1 for what stands everywhere.
        self.weights: Floats = np.log((1 + count) / (1 + having)) + 1

    def vector(self, text: str) -> Vector:
        """Return the weighed grams of a text; none of one of under four letters."""
        grams, counts = _counted(text)
        weights = (1 + np.log(counts)) * self.weights[grams]
        return Vector(grams, weights / (np.sqrt((weights**2).sum()) or 1.0))


class Likeness:
    """One text to which others are compared."""

    def __init__(self, text: str, rare: Rarity) -> None:
        self._rare = rare
        self._own: Floats = np.zeros(_SIZE)
        own = rare.vector(text)
        self._own[own.grams] = own.weights

    def to(self, text: str) -> float:
        """Return the cosine: 1 for the same text, 0 for nothing in common."""
        other = self._rare.vector(text)
        return float((self._own[other.grams] * other.weights).sum())


def _counted(text: str) -> tuple[Any, Any]:
    """Return the grams of a text, each once, with how often each stands in it.

    The text is taken as it is stored; capitals, Thai digits and spaces are folded away.
    """
    letters = "".join(text.lower().split())
    codes = np.frombuffer(letters.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    digits = (codes >= _THAI_ZERO) & (codes <= _THAI_NINE)
    codes[digits] -= np.uint64(_THAI_ZERO - _ZERO)
    many = len(codes) - LENGTH + 1
    if many < 1:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    mixed = sum(codes[at : at + many] * np.uint64(mix) for at, mix in enumerate(_MIX))
    hashed = ((mixed >> np.uint64(9)) & np.uint64(_SIZE - 1)).astype(np.int64)
    return np.unique(hashed, return_counts=True)
