"""Names among the running words: agencies, provinces, people and topics written without a field.

Documents carry marks of what they belong to, so that the things of an agency are found by its name
where no text of theirs has it. A mark is one word in letters that stand in no text of this site.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cop.search.analyzer import Token, tokens
from cop.search.language.fields import FIELD_NAMES, parts
from cop.search.language.query import Named, Parsed
from cop.search.language.running import LIGHT
from cop.search.language.synonyms import MONTHS
from cop.search.port import Document

_MOST_TOKENS = 12
_MOST_CANDIDATES = 200
_THAI = re.compile("[\u0e01-\u0e4e]")
# เลย, ตาก and แพร่ are words of their own; by themselves or after จังหวัด they are provinces.
_SHORT_NAME = 4
_MARK_LETTERS = str.maketrans("0123456789", "αβγδεζηθικ")
_MARKS = {"agency": "λμ", "author": "λν", "province": "λξ"}
"""Facets whose values documents are marked with. Lessons have the labels of topics anyway."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece of the running words, from the beginning of one to the end of another.

    It is `alone` where nothing but spaces stands beside it, `stopped` with a full stop at its end.
    """

    text: str
    start: int
    end: int
    alone: bool
    stopped: bool


def marked(document: Document) -> Document:
    """Return a document that is found by the names of its agency, its authors and its province."""
    marks = [mark(facet, one) for facet in _MARKS for one in document.facets.get(facet, ())]
    return replace(document, keywords=(*document.keywords, *marks)) if marks else document


def mark(facet: str, value: str) -> str:
    """Return the term of a facet's value, a number."""
    return _MARKS[facet] + value.translate(_MARK_LETTERS)


def candidates(line: str) -> list[Candidate]:
    """Return the pieces of a tidied line that may be names: not what is quoted, left out, a field.

    The longest come first.
    """
    letters = list(line)
    for part in parts(line):
        letters[part.start : part.end] = "\n" * (part.end - part.start)
    left = "".join(letters)
    made = _pieces(left, [one for one in tokens(left) if not one.whole])
    return sorted(made, key=lambda one: len(one.text), reverse=True)[:_MOST_CANDIDATES]


def is_too_short(field: str, name: str, piece: Candidate) -> bool:
    """Tell whether a name is too short to be taken for one inside a run of words."""
    return (
        field == "province" and piece.text == name and len(name) <= _SHORT_NAME and not piece.alone
    )


def longest(found: Iterable[Named], line: str) -> tuple[Named, ...]:
    """Return the names that lie within no longer one, each with how to ask for it by its field."""
    kept: list[Named] = []
    for one in sorted(found, key=lambda one: one.start - one.end):
        same = [(other.start, other.end) for other in kept]
        over = any(start < one.end and one.start < end for start, end in same)
        if not over or (one.start, one.end) in same:
            kept.append(replace(one, alone=_asked_alone(one, line)))
    return tuple(sorted(kept, key=lambda one: one.start))


def with_names(parsed: Parsed, named: Sequence[Named]) -> Parsed:
    """Return the reading with names: a thing that belongs to one has the words of its name.

    Those of which nothing is chosen yet can be asked for by their field.
    """
    marks: dict[str, dict[str, None]] = {}
    for one in named:
        if one.field in _MARKS:
            its = dict.fromkeys(mark(one.field, value.value) for value in one.values)
            for token in tokens(one.text):
                marks.setdefault(token.term, {}).update(its)
    words = tuple(
        replace(word, twins=tuple(dict.fromkeys((*word.twins, *marks.get(word.term, ())))))
        if not (word.optional or word.field)
        else word
        for word in parsed.query.words
    )
    offered = tuple(one for one in named if one.field not in parsed.query.filters)
    return replace(parsed, query=replace(parsed.query, words=words), named=offered)


def _pieces(line: str, found: Sequence[Token]) -> Iterator[Candidate]:
    for place, token in enumerate(found):
        for last in found[place : place + _MOST_TOKENS]:
            start, end = token.start, last.end
            if "\n" in line[start:end]:
                break
            if last.surface in LIGHT:
                continue
            around = line[max(0, start - 1) : start] + line[end : end + 1]
            is_month = token is last and _is_month(found, place)
            stopped = line[end - 1] == "." or line[end : end + 1] == "."
            yield Candidate(
                line[start:end], start, end, not around.strip(), stopped and not is_month
            )


def _is_month(found: Sequence[Token], place: int) -> bool:
    """Tell whether a word is that of a month beside a number: 9 ก.พ. 2563 is no agency."""
    beside = [*found[max(0, place - 1) : place], *found[place + 1 : place + 2]]
    return found[place].term in MONTHS and any(one.term.isdecimal() for one in beside)


def _asked_alone(one: Named, line: str) -> str:
    names = FIELD_NAMES[one.field]
    field = names[1] if _THAI.search(one.text) else names[0]
    value = f'"{one.text}"' if " " in one.text else one.text
    rest = f"{line[: one.start]} {line[one.end :]}"
    return " ".join(f"{field}:{value} {rest}".split())
