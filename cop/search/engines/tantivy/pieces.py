"""Texts as rows of pieces, by which Tantivy finds what stands inside, across and between words.

A piece is a Thai letter cluster, a run of other letters and digits, a space, or a sign. Two
neighbours make a pair, three a triple. A text that holds the triples of another in order holds the
other text, and never a part of a cluster of it. Most words are one triple at most: finding them
takes no comparing of places, which with pairs takes long.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from cop.thai.clusters import CLUSTER

SPACE = "\u2420"
_START = "\u0002"
_END = "\u0003"
_ENDINGS = ("", "s", "es", "ed", "ing")
_LATIN = "[^\\W_\u0e00-\u0e7f]"
_PIECE = re.compile(f"\\s+|{_LATIN}+|{CLUSTER.pattern}")
_LETTER = re.compile(_LATIN)
_BEGINNING = re.compile("(?<!\\w)(?=[^\\s\u0e01-\u0e4e])")


def pieces(folded_text: str) -> list[str]:
    """Return the pieces of a folded text in order; any run of spaces is one piece."""
    found = _PIECE.findall(folded_text)
    return [SPACE if piece.isspace() else piece for piece in found]


def pairs(row: list[str]) -> list[str]:
    """Return the neighbours among the pieces, joined."""
    return [first + second for first, second in pairwise(row)]


def triples(row: list[str]) -> list[str]:
    """Return three neighbours each among the pieces, joined."""
    return [
        first + second + third for first, second, third in zip(row, row[1:], row[2:], strict=False)
    ]


def endings(row: list[str]) -> Iterator[list[str]]:
    """Give the row, and with an English ending of its last word where it may have one."""
    if not _LETTER.match(row[-1]):
        yield row
        return
    for ending in _ENDINGS:
        yield [*row[:-1], row[-1] + ending]


def title_letters(folded_title: str) -> list[str]:
    """Return the pairs of neighbouring letters of a title, marked where it and its words begin."""
    return pairs([_START, *_marked(folded_title), _END])


def typed_letters(piece: str, *, at_start: bool = False) -> list[str]:
    """Return the pairs that a title has where what is typed stands in it.

    A lone letter has none.
    """
    return pairs([_START, *_marked(piece)] if at_start else _marked(piece))


def _marked(text: str) -> list[str]:
    spaced = " ".join(text.split())
    marked = _BEGINNING.sub(_WORD, spaced)
    return [SPACE if letter == " " else letter for letter in marked]


_WORD = "\u0001"
