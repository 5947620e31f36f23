"""Two revisions side by side: which words came and went, field by field."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from cop.thai.words import words

Part = tuple[str, str]
"""A sign and a text: "+" added, "-" removed, "=" kept."""
_Cut = Callable[[str], list[str]]
_LONGEST = 4_000
"""Pieces; beyond it the comparison would take longer than a reader waits."""
_SHORT = 8_000
"""Letters of both texts, below which words are compared at once: that tells the most."""
_PHRASE = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs; `added` and `removed` count words, `is_new` if it was empty before."""

    name: str
    parts: tuple[Part, ...]
    added: int
    removed: int
    is_new: bool


def differences(
    before: Mapping[str, str], after: Mapping[str, str], whole: Collection[str] = ()
) -> list[Difference]:
    """Return the fields whose text differs, in the order of `after`; `whole` ones are not cut."""
    found = []
    for name, new in after.items():
        old = before.get(name, "")
        if old != new:
            parts = _replaced(old, new) if name in whole else compare(old, new)
            found.append(
                Difference(
                    name=name,
                    parts=parts,
                    added=_count(parts, "+"),
                    removed=_count(parts, "-"),
                    is_new=not old,
                )
            )
    return found


def compare(before: str, after: str) -> tuple[Part, ...]:
    """Return the text with the words that were removed and added, removed ones first.

    A long text is compared by paragraphs first, then what changed by phrases, and only that by
    words: 200,000 characters against as many take less than two seconds.
    """
    parts: list[Part] = []
    _compare(before, after, parts, _LEVELS)
    return _joined(_merged(parts))


def letters_changed(before: str, after: str) -> int:
    """Return the fewest letters that must go and come to make one text of the other.

    Letters and not words: one tone mark that was missing is one letter, whatever word it is in.
    The fewest, which is one number for two texts, so that a browser can count the same.
    """
    start, most = 0, min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    return len(old) + len(new) - 2 * _letters_kept(old, new)


def _letters_kept(old: str, new: str) -> int:
    """Return the length of the longest common subsequence: a bit of one number for each letter."""
    places: dict[str, int] = {}
    for place, letter in enumerate(old):
        places[letter] = places.get(letter, 0) | 1 << place
    every = free = (1 << len(old)) - 1
    for letter in new:
        met = free & places.get(letter, 0)
        free = (free + met | free - met) & every
    return len(old) - free.bit_count()


def _compare(before: str, after: str, parts: list[Part], levels: tuple[_Cut, ...]) -> None:
    """Add the parts of both texts, cut as the first level does, changed ones as the next."""
    cut, *finer = levels
    if finer and len(before) + len(after) <= _SHORT:
        _compare(before, after, parts, (levels[-1],))
        return
    old, new = cut(before), cut(after)
    if len(old) > _LONGEST or len(new) > _LONGEST:
        _pass(before, after, parts, tuple(finer))
        return
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for change, start, end, new_start, new_end in matcher.get_opcodes():
        if change == "equal":
            parts.append(("=", "".join(old[start:end])))
        else:
            was, became = "".join(old[start:end]), "".join(new[new_start:new_end])
            _pass(was, became, parts, tuple(finer))


def _pass(before: str, after: str, parts: list[Part], finer: tuple[_Cut, ...]) -> None:
    if before and after and finer:
        _compare(before, after, parts, finer)
    else:
        parts.extend(_replaced(before, after))


def _paragraphs(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _phrases(text: str) -> list[str]:
    return _PHRASE.findall(text)


_LEVELS: tuple[_Cut, ...] = (_paragraphs, _phrases, words)


def _merged(parts: list[Part]) -> list[Part]:
    """Return the parts with neighbours of one sign as one, removed before added in each change."""
    merged: list[Part] = []
    for equal, some in groupby(parts, key=lambda part: part[0] == "="):
        run = list(some)
        if equal:
            merged.append(("=", "".join(text for _, text in run)))
            continue
        removed = "".join(text for sign, text in run if sign == "-")
        merged.extend(_replaced(removed, "".join(text for sign, text in run if sign == "+")))
    return merged


def _replaced(before: str, after: str) -> tuple[Part, ...]:
    return tuple(part for part in (("-", before), ("+", after)) if part[1])


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """Return the parts with a lone space between two changes taken into both of them."""
    joined: list[Part] = []
    place = 0
    while place < len(parts):
        sign, text = parts[place]
        lone = sign == "=" and not text.strip() and 0 < place < len(parts) - 1
        if lone and joined and place + 1 < len(parts):
            removed, added, place = _run(parts, place, text, joined)
            joined.extend(part for part in (("-", removed), ("+", added)) if part[1])
            continue
        joined.append((sign, text))
        place += 1
    return tuple(joined)


def _run(parts: list[Part], place: int, space: str, joined: list[Part]) -> tuple[str, str, int]:
    removed = added = ""
    while joined and joined[-1][0] != "=":
        sign, text = joined.pop()
        if sign == "-":
            removed = text + removed
        else:
            added = text + added
    removed, added, place = removed + space, added + space, place + 1
    while place < len(parts) and parts[place][0] != "=":
        sign, text = parts[place]
        if sign == "-":
            removed += text
        else:
            added += text
        place += 1
    return removed, added, place


def _count(parts: tuple[Part, ...], sign: str) -> int:
    return sum(1 for which, text in parts if which == sign for word in words(text) if word.strip())
