"""Slips of the finger: how two spellings differ by one edit, and how easily that happens."""

import re
from collections.abc import Sequence

from cop.thai.clusters import clusters
from cop.thai.folding import TONES
from cop.thai.keyboard import neighbours

_TONE_MARKS = re.compile(f"[{TONES}]")
# In units of the logarithm of how often words are used: a random letter is one of some sixty.
_TONE, _EASY, _NEAR, _ANY = 0.0, 1.0, 2.0, 4.0


def left_out(word: str) -> set[str]:
    """Return the word itself and what is left of it without one letter or one cluster.

    Remains of one letter or one cluster are left out: half the language would lie under them.
    """
    found = {word}
    if len(word) > 2:
        found.update(word[:at] + word[at + 1 :] for at in range(len(word)))
    pieces = clusters(word)
    start = 0
    for each in pieces if len(pieces) > 2 else ():
        end = start + len(each)
        if len(each) > 1:
            found.add(word[:start] + word[end:])
        start = end
    return found


def cost(typed: str, meant: str) -> float | None:
    """Return how unlikely it is to type the first word for the second by one slip.

    None says that they are further apart than one edit of a letter or a cluster.
    """
    head = _shared(typed, meant)
    tail = _shared(typed[head:][::-1], meant[head:][::-1])
    wrong, right = typed[head : len(typed) - tail], meant[head : len(meant) - tail]
    if without_tones(wrong) == without_tones(right):
        return _TONE
    if len(wrong) <= 1 and len(right) <= 1:
        return _one_letter(wrong, right, typed[max(0, head - 1) : head])
    if len(wrong) == len(right) == 2 and wrong == right[::-1]:
        return _EASY
    return _clusters(typed, meant)


def _one_letter(wrong: str, right: str, before: str) -> float:
    if not wrong:
        return _EASY
    if not right:
        return _EASY if wrong == before else _ANY
    return _NEAR if wrong in neighbours(right) else _ANY


def _clusters(typed: str, meant: str) -> float | None:
    """Return the cost of one cluster left out, put in, changed for another, or in wrong order."""
    ours, theirs = clusters(typed), clusters(meant)
    head = _shared(ours, theirs)
    tail = _shared(ours[head:][::-1], theirs[head:][::-1])
    wrong, right = ours[head : len(ours) - tail], theirs[head : len(theirs) - tail]
    if len(wrong) == len(right) == 2 and wrong == right[::-1]:
        return _EASY
    if len(wrong) > 1 or len(right) > 1:
        return None
    if not wrong:
        return _NEAR
    return 2 * _ANY if right else 3 * _ANY


def _shared(first: Sequence[str], second: Sequence[str]) -> int:
    """Return how many pieces two sequences begin with alike."""
    shared = 0
    for ours, theirs in zip(first, second, strict=False):
        if ours != theirs:
            break
        shared += 1
    return shared


def without_tones(text: str) -> str:
    """Return the skeleton of a word."""
    return _TONE_MARKS.sub("", text)
