"""Pieces of text for lists: cut between words, the found words marked."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cop.thai.clusters import cut
from cop.thai.folding import FOLLOWING_VOWELS, LEADING_VOWELS, MARKS, folded
from cop.thai.words import spans

ELLIPSIS = "…"
_BEFORE_MATCH = 50
# Cutting words finds its feet within a few of them, wherever it begins.
_LOOK_BACK = 30
_LOOK_AHEAD = 24
_THAI = re.compile("[\u0e01-\u0e4e]")
_CLUSTER_ENDS = f"(?![{MARKS}{FOLLOWING_VOWELS}]|[ก-ฮ]{{1,2}}[ิุู]?์)"
_TRAILING = " \t\n,;:–—-(“\"'"
_SPACE = re.compile(r"\s+")
_MARK = re.compile(f"[{MARKS}]")
_NEAR = 25
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, marked when it is one of the words looked for."""

    text: str
    marked: bool = False


def excerpt(text: str, terms: Iterable[str], length: int = 180) -> list[Piece]:
    """Return the part of the text, about `length` characters, where most of the terms stand.

    The terms are folded words of a query. Without a match it is the beginning of the text. Line
    ends become spaces; an ellipsis stands where text was left out.
    """
    return excerpt_around(text, matches(text, terms), length)


def excerpt_around(text: str, found: Sequence[_Span], length: int = 180) -> list[Piece]:
    """Return `excerpt` for places in the text that `matches` has found."""
    start, end = _window(text, found, length)
    shown = [(max(first, start), min(last, end)) for first, last in found]
    pieces = _pieces(text, start, end, [(first, last) for first, last in shown if first < last])
    pieces = [Piece(_SPACE.sub(" ", piece.text), piece.marked) for piece in pieces]
    if text[:start].strip():
        pieces.insert(0, Piece(ELLIPSIS))
    if text[end:].strip():
        pieces.append(Piece(ELLIPSIS))
    return pieces


def marked(text: str, terms: Iterable[str]) -> list[Piece]:
    """Return the whole text with the terms in it marked."""
    return _pieces(text, 0, len(text), matches(text, terms))


def truncate(text: str, length: int) -> str:
    """Return the start of the text, at most `length` characters with the ellipsis, in whole words.

    A first word longer than that is cut between clusters.
    """
    if len(text) <= length:
        return text
    room = length - len(ELLIPSIS)
    return (text[: _last_word_end(text, room)].rstrip(_TRAILING) or cut(text, room)) + ELLIPSIS


def matches(text: str, terms: Iterable[str]) -> list[_Span]:
    """Return the places in the text where one of the folded terms stands, in order.

    A Thai term may stand inside a longer word, but never cuts a cluster; other terms are whole
    words, an English ending aside.
    """
    pattern = _pattern(tuple(sorted({term for term in terms if term.strip()})))
    if pattern is None:
        return []
    source = folded(text)
    found = [source.span(*match.span()) for match in pattern.finditer(source.text)]
    return [span for span in found if span[0] < span[1]]


@lru_cache(maxsize=256)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    if not terms:
        return None
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile("|".join(term_pattern(term) for term in longest_first))


def term_pattern(term: str) -> str:
    """Return the pattern that finds one folded term in folded text, as `matches` defines it.

    A lone Thai letter counts only where no other adjoins; numbers may have thousands commas.
    """
    first, *others = [re.escape(part) for part in term.split()]
    if _THAI.match(term[0]):
        # The word before the look behind it: a pattern that begins with letters is found fast.
        letters = "\u0e01-\u0e4e" if len(term) == 1 else LEADING_VOWELS
        first += f"(?<![{letters}]{first})"
    else:
        first = r"(?<![^\W_\u0e01-\u0e4e])" + first
    if term.isdecimal():
        digits = ",?".join(term) if len(term) > 3 else term
        return rf"(?<![^\W_\u0e01-\u0e4e])(?<!\d[.,]){digits}(?!\d|[.,]\d{{3}})"
    if not _THAI.match(term[-1]):
        tail = r"(?:es|s|ed|ing)?(?![^\W_\u0e01-\u0e4e])"
    else:
        tail = "(?![\u0e01-\u0e4e])" if len(term) == 1 else _CLUSTER_ENDS
    return r"\s+".join([first, *others]) + tail


def _window(text: str, found: Sequence[_Span], length: int) -> _Span:
    if len(text) <= length:
        return 0, len(text)
    first, last = _densest(text, found, length) if found else (0, 0)
    slack = max(0, length - (last - first))
    start = _start_near(text, max(0, first - min(_BEFORE_MATCH, slack // 2)), first)
    return start, max(_end_near(text, start, start + length), min(last, start + length))


def _densest(text: str, found: Sequence[_Span], length: int) -> _Span:
    """Return the start and end of the matches in the first window with most different words."""
    words = [text[first:last] for first, last in found]
    inside: Counter[str] = Counter()
    best, most, tail = found[0], 0, 0
    for word, (_, last) in zip(words, found, strict=True):
        inside[word] += 1
        while last - found[tail][0] > length and inside.total() > 1:
            _take_out(inside, words[tail])
            tail += 1
        if len(inside) > most:
            best, most = (found[tail][0], last), len(inside)
    return best


def _take_out(inside: Counter[str], word: str) -> None:
    inside[word] -= 1
    if not inside[word]:
        del inside[word]


def _start_near(text: str, wanted: int, limit: int) -> int:
    """Return a word start from `wanted` to `limit`, after a space if one is near."""
    if wanted == 0:
        return 0
    for place in range(wanted, min(limit + 1, wanted + _NEAR)):
        letter = text[place]
        if text[place - 1].isspace() and not letter.isspace() and not _is_mark(letter):
            return place
    origin = max(0, wanted - _LOOK_BACK)
    # A word seldom is so long that none begins within the first stretch.
    for ahead in (min(limit, wanted + _NEAR), limit):
        for first, _ in spans(text[origin : ahead + _LOOK_AHEAD]):
            place = origin + first
            if wanted <= place <= ahead and not text[place].isspace() and not _is_mark(text[place]):
                return place
    return limit


def _end_near(text: str, start: int, wanted: int) -> int:
    """Return the last word end up to `wanted`; a longer word is cut between clusters."""
    if wanted >= len(text):
        return len(text)
    shown = text[start : wanted + _LOOK_AHEAD]
    return start + (_last_word_end(shown, wanted - start) or len(cut(shown, wanted - start)))


def _last_word_end(text: str, limit: int) -> int:
    """Return the end of the last whole word within the limit, or 0.

    Only the last stretch without a space is cut into words.
    """
    head = text[:limit]
    begun = "" if head[-1:].isspace() else "".join(head.rsplit(maxsplit=1)[-1:])
    origin = len(head) - len(begun)
    start = max(origin, limit - _LOOK_BACK)
    ends = [start + end for _, end in spans(text[start : limit + _LOOK_AHEAD])]
    before = len(head[:origin].rstrip())
    whole = (end for end in (*reversed(ends), origin, before) if end <= limit)
    return next((end for end in whole if not _is_mark(text[end : end + 1])), 0)


def _is_mark(letter: str) -> bool:
    return _MARK.match(letter) is not None


def _pieces(text: str, start: int, end: int, found: Iterable[_Span]) -> list[Piece]:
    pieces: list[Piece] = []
    done = start
    for first, last in found:
        pieces += [Piece(text[done:first]), Piece(text[first:last], marked=True)]
        done = last
    pieces.append(Piece(text[done:end]))
    return [piece for piece in pieces if piece.text]
