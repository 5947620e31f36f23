"""A run of letters read as words of the index, one of them perhaps mistyped.

A slip often breaks a Thai word into crumbs and takes letters of its neighbours along. So the cuts
between words and the place of the slip are looked for together: the reading of the highest
probability wins, where words count by how many documents have them.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cop.search.analyzer import stem, terms
from cop.search.mending.slips import cost
from cop.search.mending.spelling import Speller
from cop.thai.words import in_force

_SLIP = 3.0
_UNKNOWN = 8.0
_UNKNOWN_LETTER = 2.0
# A word of the language that no document has is rare here, but hardly a slip.
_RARE = 1.0
_LONGEST_RUN = 80
# Crumbs of mistyped words are often words of two letters.
_SHORT = 3
_LONGEST_WORD = 16
_MOST_LOOKS = 120
_SURER = 1.0
_BY_EAR = 3.0


@dataclass(frozen=True, slots=True)
class Mended:
    """A run of letters mended, folded, and what was wrong with it."""

    kind: Literal["spelling", "sound"]
    text: str


def likelier(run: str, vocabulary: Speller) -> Mended | None:
    """Return the folded run with its one slip mended; None where it is likelier as it stands."""
    if not 2 < len(run) <= _LONGEST_RUN:
        return None
    if run.isascii():
        return _latin(run, vocabulary)
    return _Reading(run, vocabulary).mended()


def _latin(word: str, vocabulary: Speller) -> Mended | None:
    term = stem(word)
    if vocabulary.count(term) or len(term) < 4:
        return None
    # The stem of a mistyped word may be cut too short: "comunity" gives "comun".
    for typed in (term, f"{word[:-1]}i" if word.endswith("y") else word):
        for meant in vocabulary.best(typed, 1):
            return Mended("spelling", _unstemmed(meant, word, typed))
    return None


def _unstemmed(meant: str, typed: str, term: str) -> str:
    """Return a stem with the ending that was typed."""
    if typed.startswith(term):
        return meant + typed[len(term) :]
    return f"{meant[:-1]}y" if typed.endswith("y") and meant.endswith("i") else meant


class _Reading:
    """All ways to cut a run, with the price of each: the negative logarithm of its probability."""

    def __init__(self, run: str, vocabulary: Speller) -> None:
        self.run = run
        self.vocabulary = vocabulary
        self.all = math.log(vocabulary.total + 1)
        self.pieces = self._known_pieces()
        self.before = self._prices(self.pieces)
        turned = [(len(run) - end, len(run) - start, price) for start, end, price in self.pieces]
        self.after = self._prices(turned)[::-1]

    def mended(self) -> Mended | None:
        """Return the run with the likeliest slip mended, if that is likelier by far."""
        best = self.before[-1] - _SURER
        chosen: Mended | None = None
        looks = 0
        for around, start, end in self._windows():
            if around + _SLIP >= best:
                continue
            if looks == _MOST_LOOKS:
                break
            looks += 1
            typed = self.run[start:end]
            for kind, meant, slip in self._meant(typed):
                price = around + _SLIP + slip + self._price(meant)
                if price < best:
                    best = price
                    text = self.run[:start] + meant + self.run[end:]
                    chosen = Mended(kind, text)
        return chosen

    def _meant(self, typed: str) -> Iterator[tuple[Literal["spelling", "sound"], str, float]]:
        for meant in self.vocabulary.best(typed, 1):
            yield "spelling", meant, cost(typed, meant) or 0.0
        for meant in self.vocabulary.sounding(typed, 1):
            yield "sound", meant, _BY_EAR + abs(len(typed) - len(meant))

    def _windows(self) -> list[tuple[float, int, int]]:
        """Return the stretches that may be one mistyped word, the rest the likeliest first."""
        size = len(self.run)
        found = [
            (self.before[start] + self.after[end], start, end)
            for start in range(size - 1)
            for end in range(start + 2, min(size, start + _LONGEST_WORD) + 1)
            if math.isfinite(self.before[start] + self.after[end])
        ]
        return sorted(found)

    def _known_pieces(self) -> list[tuple[int, int, float]]:
        """Return the words of the index in the run, and the pieces it is usually cut into."""
        size = len(self.run)
        found = {}
        start = 0
        for term in terms(self.run):
            end = start + len(term)
            found[start, end] = self._price(term)
            start = end
        for start in range(size):
            for end in range(start + 2, min(size, start + _LONGEST_WORD) + 1):
                if self.vocabulary.count(self.run[start:end]):
                    found[start, end] = self._price(self.run[start:end])
        return [(start, end, price) for (start, end), price in found.items()]

    def _price(self, word: str) -> float:
        count = self.vocabulary.count(word)
        if count and len(word) > 1:
            return self.all - math.log(count)
        if count:
            return self.all
        if len(word) > _SHORT and word in in_force():
            return self.all + _RARE
        return self.all + _UNKNOWN + _UNKNOWN_LETTER * len(word)

    def _prices(self, pieces: list[tuple[int, int, float]]) -> list[float]:
        """Return the lowest price of the run up to each place."""
        lowest = [0.0] + [math.inf] * len(self.run)
        for start, end, price in sorted(pieces):
            lowest[end] = min(lowest[end], lowest[start] + price)
        return lowest
