"""What a question that finds little may have meant: another keyboard layout, a slip, a sound.

Pure: a repair is offered, and never searched in place of what was typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cop.search.analyzer import tokens
from cop.search.language.query import LONGEST_QUERY
from cop.search.mending.likelier import Mended, likelier
from cop.search.mending.spelling import Speller
from cop.thai.clusters import cut
from cop.thai.folding import FOLLOWING_VOWELS, LEADING_VOWELS, MARKS, fold, tidy_line
from cop.thai.keyboard import to_latin, to_thai
from cop.thai.words import in_force

Kind = Literal["layout", "spelling", "sound"]

_MOST = 3
_RUN = re.compile("[ก-ฺเ-๎]+|[A-Za-z]+")
_THAI_LETTERS = re.compile("[ก-ฺเ-๎]+")
# A question must come this much nearer to the words of the index on the other layout.
_RISE = 0.2
_FLOOR = 0.4
_ILL_FORMED = re.compile(
    f"(?<![ก-ฮ{MARKS}{FOLLOWING_VOWELS}])[{MARKS}{FOLLOWING_VOWELS}]|[{LEADING_VOWELS}](?![ก-ฮ])"
)
# Any keys give short words by chance.
_SURE = {1: 0.0, 2: 0.5}
# Letters and other keys in one piece: English is not written so, Thai on its layout is.
_MIXED = re.compile("[][\\\\;:{}|^&*_+=<>][A-Za-z]|[A-Za-z][,.][A-Za-z]{2}")
_PENALTY = 5
_ENGLISH_WORD = re.compile("[A-Za-z]+(?:['’-][A-Za-z]+)*[?.,!:;]*")
_NUMBER = re.compile("\\d[\\d.,:/%-]*")


@dataclass(frozen=True, slots=True)
class Repair:
    """A text to search instead, and what was wrong with the one typed."""

    kind: Kind
    text: str


def repairs(text: str, vocabulary: Speller) -> list[Repair]:
    """Return what the question may have meant, the likeliest first, at most three."""
    line = cut(tidy_line(text), LONGEST_QUERY)
    if other := other_layout(line, vocabulary):
        return [Repair("layout", other)]
    found: dict[str, Repair] = {}
    for repair in _spelled(line, vocabulary):
        if fold(repair.text) != fold(line):
            found.setdefault(repair.text, repair)
    return list(found.values())[:_MOST]


def has_crumbs(text: str) -> bool:
    """Tell whether Thai of the question falls into pieces that are no words of the language."""
    return any(
        not token.whole and _THAI_LETTERS.fullmatch(token.term) and token.term not in in_force()
        for token in tokens(text[:LONGEST_QUERY])
    )


def other_layout(text: str, vocabulary: Speller) -> str | None:
    """Return the question as on the other keyboard layout, where that is likelier.

    That is where the share of letters in words that the index knows rises by more than a fifth.
    """
    typed = known_share(text, vocabulary)
    shares = {other: known_share(other, vocabulary) for other in _converted(text, vocabulary)}
    best = max(shares, key=lambda other: shares[other], default=None)
    return best if best is not None and shares[best] > max(_FLOOR, typed + _RISE) else None


def known_share(text: str, vocabulary: Speller) -> float:
    """Return the share of letters that stand in words of the vocabulary, crumbs left out."""
    letters, known = 0, 0.0
    for token in tokens(text):
        if not token.whole:
            size = len(token.surface)
            letters += size
            if vocabulary.count(token.term):
                known += size * _SURE.get(size, 1.0)
    ill = len(_ILL_FORMED.findall(fold(text)))
    return max(0.0, (known - _PENALTY * ill) / letters) if letters else 0.0


def _converted(text: str, vocabulary: Speller) -> Iterator[str]:
    for convert in (to_thai, to_latin):
        pieces = re.split("(\\s+)", text)
        other = "".join(_piece(piece, convert(piece), vocabulary) for piece in pieces)
        if other != text:
            yield other


def _piece(typed: str, converted: str, vocabulary: Speller) -> str:
    """Return a piece converted, but as it is where it is a number or a word of the index."""
    if converted == typed or _NUMBER.fullmatch(typed):
        return typed
    kept, gained = known_share(typed, vocabulary), known_share(converted, vocabulary)
    if kept == gained:
        word = _ENGLISH_WORD.fullmatch(typed)
        return typed if word and _ILL_FORMED.search(fold(converted)) else converted
    return typed if kept > gained and not _MIXED.search(typed) else converted


def _spelled(line: str, vocabulary: Speller) -> Iterator[Repair]:
    """Give the question with its unlikely runs of letters mended, all together and then apart."""
    mended = [
        (match.start(), match.end(), other)
        for match in _RUN.finditer(line)
        if (other := likelier(fold(match.group()), vocabulary))
    ]
    if mended:
        yield Repair(mended[0][2].kind, _replaced(line, mended))
    if len(mended) > 1:
        for one in mended:
            yield Repair(one[2].kind, _replaced(line, [one]))


def _replaced(line: str, changes: list[tuple[int, int, Mended]]) -> str:
    pieces, done = [], 0
    for start, end, other in changes:
        pieces += [line[done:start], other.text]
        done = end
    return "".join((*pieces, line[done:]))
