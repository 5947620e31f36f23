"""Thai character clusters: the groups of characters that a reader takes as one."""

import re
from itertools import takewhile

from cop.thai.folding import FOLLOWING_VOWELS, LEADING_VOWELS, MARKS

# Marks of other scripts, variation selectors, skin tones and emoji tags: they belong to the
# character before them (Unicode annex 29, without its rules for Hangul and the Indic scripts).
_EXTENDING = (
    f"{MARKS}\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\u200c\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
)
CLUSTER = re.compile(
    "\r\n"
    "|[\U0001f1e6-\U0001f1ff]{2}"
    f"|[{LEADING_VOWELS}]?[ก-ฮ][{_EXTENDING}]*(?:[{FOLLOWING_VOWELS}\u0e45][{_EXTENDING}]*)*(?:[ก-ฮ]{{1,2}}[ิุู]?์)?"
    f"|[\\s\\S](?:[{_EXTENDING}\u0eb3]|\u200d[^\\s\u0e00-\u0e7f]?)*"
)


def clusters(text: str) -> list[str]:
    """Return the clusters of the text in order; joined they are the text.

    A Thai cluster holds a consonant with the vowels written before, above, below and after it,
    and the silenced consonants that end its syllable.
    """
    return CLUSTER.findall(text)


def boundaries(text: str) -> list[int]:
    """Return the places where the text may be cut, its start and its end included."""
    return [0, *(match.end() for match in CLUSTER.finditer(text))]


def cut(text: str, length: int) -> str:
    """Return the longest start of the text that has whole clusters and at most `length` characters.

    A single cluster longer than `length` gives an empty text.
    """
    if len(text) <= length:
        return text
    ends = (match.end() for match in CLUSTER.finditer(text))
    return text[: max(takewhile(lambda end: end <= length, ends), default=0)]
