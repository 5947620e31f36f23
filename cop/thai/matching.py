"""Maximal matching of Thai words against a word list, in time linear in the text.

Gives the cuts of the newmm algorithm (fewest words, at cluster boundaries, unknown stretches
up to the next known word) without its walk over all paths, which some texts make exponential.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from itertools import pairwise

from cop.thai.clusters import boundaries

_BARE = re.compile("[ก-ฮ]{1,2}$")
_HEAD = 3


class Matcher:
    """A word list that cuts runs of Thai letters into words."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._longest = max(map(len, self._words))
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in self._words:
            lengths[word[:_HEAD]].add(len(word))
        for head, found in lengths.items():
            found.update(size for size in range(1, len(head)) if head[:size] in self._words)
        self._lengths = {head: tuple(sorted(found)) for head, found in lengths.items()}

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def with_words(self, more: Iterable[str]) -> "Matcher":
        """Return a matcher that knows these words too; the words it had already are shared."""
        wider = copy(self)
        wider.learn(more)
        return wider

    def learn(self, more: Iterable[str]) -> None:
        """Know these words too; matchers that this one was copied from stay as they are."""
        added = frozenset(more) - self._words
        self._words |= added
        self._longest = max(self._longest, *map(len, added), 0)
        self._lengths = dict(self._lengths)
        short = tuple(word for word in added if len(word) < _HEAD)
        for head in [one for one in self._lengths if short and one.startswith(short)]:
            self._count(head, (len(word) for word in short if head.startswith(word)))
        for word in added:
            head = word[:_HEAD]
            within = (size for size in range(1, len(head)) if head[:size] in self._words)
            self._count(head, (len(word), *within))

    def _count(self, head: str, sizes: Iterable[int]) -> None:
        self._lengths[head] = tuple(sorted({*self._lengths.get(head, ()), *sizes}))

    def segment(self, run: str) -> list[str]:
        """Return the words of a run of Thai letters; joined they are the run."""
        cuts = bytearray(len(run) + self._longest + 1)
        for place in boundaries(run):
            cuts[place] = 1
        pieces: list[str] = []
        start = 0
        while start < len(run):
            places = self._known_stretch(run, start, cuts)
            if len(places) == 1:
                places.append(self._unknown_end(run, start, cuts))
            pieces += [run[first:last] for first, last in pairwise(places)]
            start = places[-1]
        return pieces

    def _known_stretch(self, run: str, start: int, cuts: bytearray) -> list[int]:
        """Return the cuts of the fewest words from `start` to the furthest place words reach."""
        ends: dict[int, list[int]] = {}
        reached = {start}
        place = furthest = start
        while place <= furthest:
            if place in reached:
                found = self._word_ends(run, place, cuts)
                ends[place] = found
                if found:
                    reached.update(found)
                    furthest = max(furthest, found[-1])
            place += 1
        return _shortest(start, furthest, ends)

    def _word_ends(self, run: str, start: int, cuts: bytearray) -> list[int]:
        """Return the ends of the words that begin at `start`, the nearest first."""
        words = self._words
        for size in range(_HEAD, 0, -1):
            lengths = self._lengths.get(run[start : start + size])
            if lengths:
                return [
                    start + length
                    for length in lengths
                    if cuts[start + length] and run[start : start + length] in words
                ]
        return []

    def _unknown_end(self, run: str, start: int, cuts: bytearray) -> int:
        for place in range(start + 1, len(run)):
            if cuts[place] and any(
                not _BARE.match(run[place:end]) for end in self._word_ends(run, place, cuts)
            ):
                return place
        return len(run)


def _shortest(start: int, goal: int, ends: dict[int, list[int]]) -> list[int]:
    """Return the places on the way of fewest steps, the shorter first word where ways are equal."""
    steps = {goal: 0}
    follow: dict[int, int] = {}
    for place in reversed(ends):
        fewest = min((steps[end] for end in ends[place] if end in steps), default=None)
        if fewest is not None and place != goal:
            steps[place] = fewest + 1
            follow[place] = next(end for end in ends[place] if steps.get(end) == fewest)
    places = [start]
    while places[-1] != goal:
        places.append(follow[places[-1]])
    return places
