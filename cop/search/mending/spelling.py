"""Words of the index that differ from a typed one by a slip of the finger, or sound the same.

Every word lies under what is left of it without one letter or one cluster, under its skeleton (the
word without tone marks), and under its sound; two words one edit apart share at least one of these.
Only a hash of each is kept, sorted with the number of the word in one array: 50,000 words take some
6 MB. The arrays are views of one piece of bytes, so that a file mapped into memory serves as well
and the processes of a machine share it.
"""

import math
import struct
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

from cop.search.mending.slips import cost, left_out, without_tones
from cop.thai.sounds import sound_key

_HEAD = struct.Struct("<8s3Q")
_MAGIC = b"words 1\n"
_LONGEST = 40
_MOST_DOCUMENTS = 0xFFFFFFFF
_PARTS = 64
_NUMBER = 0xFFFFFFFF
_BARE, _SOUND, _LEFT = "=", "~", "-"


class Unreadable(ValueError):
    """These bytes are no vocabulary, or one of another format."""


class Speller:
    """A vocabulary: how many documents have a word, and which words a typed one may have meant."""

    def __init__(self, vocabulary: Iterable[tuple[str, int]] | bytes | memoryview) -> None:
        """Take words with their numbers of documents, or bytes of `packed`. Raises Unreadable."""
        kept = vocabulary if isinstance(vocabulary, bytes | memoryview) else packed(vocabulary)
        view = memoryview(kept)
        if len(view) < _HEAD.size:
            raise Unreadable
        magic, words, places, letters = _HEAD.unpack_from(view)
        sizes = (8 * places, 4 * words, 4 * (words + 1), letters)
        ends = list(accumulate(sizes, initial=_HEAD.size))
        if magic != _MAGIC or ends[-1] != len(view):
            raise Unreadable
        parts = [view[first:last] for first, last in pairwise(ends)]
        self._places, self._counts = parts[0].cast("Q"), parts[1].cast("I")
        self._starts, self._letters = parts[2].cast("I"), parts[3]
        self.total = sum(self._counts)

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self._counts)

    def count(self, word: str) -> int:
        """Return how many documents have the word."""
        wanted = word.encode("utf-8", "replace")
        number = bisect_left(range(len(self)), wanted, key=self._bytes)
        found = number < len(self) and self._bytes(number) == wanted
        return self._counts[number] if found else 0

    def best(self, word: str, limit: int = 3) -> list[str]:
        """Return other words one edit or a tone mark away, the likeliest first.

        Words that differ in tone marks alone come first, then slips that are easily made and words
        of many documents: a letter left out, two in the wrong order, one of a neighbouring key.
        """
        if not 1 < len(word) <= _LONGEST:
            return []
        keys = {_key(_BARE, without_tones(word)), *(_key(_LEFT, each) for each in left_out(word))}
        weighed = []
        for other, count in self._under(keys):
            slip = cost(word, other)
            if other != word and slip is not None:
                weighed.append(
                    (without_tones(other) != without_tones(word), slip - math.log(count), other)
                )
        return [other for _, _, other in sorted(weighed)[:limit]]

    def sounding(self, word: str, limit: int = 3) -> list[str]:
        """Return other Thai words of the same sound, those of the most documents first."""
        sound = sound_key(word)
        if len(sound) < 3:
            return []
        found = [
            (-count, other)
            for other, count in self._under({_key(_SOUND, sound)})
            if other != word and sound_key(other) == sound
        ]
        return [other for _, other in sorted(found)[:limit]]

    def _under(self, keys: Iterable[int]) -> Iterator[tuple[str, int]]:
        numbers = set()
        for key in keys:
            place = bisect_left(self._places, key << 32)
            while place < len(self._places) and self._places[place] >> 32 == key:
                numbers.add(self._places[place] & _NUMBER)
                place += 1
        for number in numbers:
            yield self._bytes(number).decode("utf-8", "replace"), self._counts[number]

    def _bytes(self, number: int) -> bytes:
        return bytes(self._letters[self._starts[number] : self._starts[number + 1]])


def packed(vocabulary: Iterable[tuple[str, int]]) -> bytes:
    """Return a vocabulary in the form that `Speller.of` reads where it lies."""
    counted = {word.encode("utf-8", "replace"): count for word, count in vocabulary if count > 0}
    words = sorted(counted)
    places = _sorted(
        key << 32 | number for number, word in enumerate(words) for key in _keys(word.decode())
    )
    counts = array("I", (min(counted[word], _MOST_DOCUMENTS) for word in words))
    starts = array("I", accumulate(map(len, words), initial=0))
    letters = b"".join(words)
    head = _HEAD.pack(_MAGIC, len(words), len(places), len(letters))
    return b"".join((head, places, counts, starts, letters))


def _sorted(places: Iterable[int]) -> "array[int]":
    """Return the places in order, sorted by parts: one list of all would take much room."""
    parts = [array("Q") for _ in range(_PARTS)]
    for place in places:
        parts[place * _PARTS >> 64].append(place)
    whole = array("Q")
    for number, part in enumerate(parts):
        whole.extend(sorted(part))
        parts[number] = array("Q")
    return whole


def _keys(word: str) -> set[int]:
    if not 1 < len(word) <= _LONGEST:
        return set()
    keys = {_key(_BARE, without_tones(word)), *(_key(_LEFT, each) for each in left_out(word))}
    if len(sound := sound_key(word)) > 2:
        keys.add(_key(_SOUND, sound))
    return keys


def _key(kind: str, text: str) -> int:
    return zlib.crc32((kind + text).encode("utf-8", "replace"))
