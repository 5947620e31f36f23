"""The terms by which a text is found: the same for documents and for questions, for any engine."""

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from Stemmer import Stemmer

from cop.thai.folding import folded
from cop.thai.words import Dictionary, cutting, in_force, spans

_CHAIN = "2"
_THAI = "\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e"
_LATIN = "[^\\W_\u0e00-\u0e7f]"
_SHORT_PART = "(?:[ก-ฮ]{1,4}|เม|มี|มิ)\\."
_TERM = re.compile(
    "(?P<dropped>ฯลฯ|[ฯๆ])"
    f"|(?P<short>(?<![{_THAI}.])(?:(?:{_SHORT_PART}){{2,}}|[ก-ฮ]{{2,5}}\\.)(?!{_LATIN}))"
    f"|(?P<number>(?<![\\d.,])\\d{{1,3}}(?:,\\d{{3}})+(?:\\.\\d+)?(?![\\d,]))"
    f"|(?P<code>{_LATIN}+(?:[-/._:@+&]{_LATIN}+)+)"
    f"|(?P<latin>{_LATIN}+(?:['’]{_LATIN}+)*)"
    f"|(?P<thai>[{_THAI}]+)"
)
_CODE_PART = re.compile(f"[a-z]{{2,}}(?=\\d+$)|(?<=[a-z][a-z])\\d+$|{_LATIN}+")
_LONGEST_BARE_RUN = 5
_BARE_RUN = re.compile("[ก-ฮ]{2,5}$")

_DIGIT = re.compile("\\d")

_stemmer = Stemmer("english")
_stemming = threading.Lock()

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Token:
    """A term with its place in the original text and its number in the order of words.

    A whole code such as ll-2563-0001 comes before its parts and has the number of the first.
    """

    term: str
    surface: str
    start: int
    end: int
    position: int
    whole: bool = False


def analysis_version(dictionary: Dictionary | None = None) -> str:
    """Return what changes when documents have to be indexed again.

    That is with the rules here, with what documents are made of, and with the words.

    Without a dictionary it is the one in force.
    """
    return f"{_CHAIN}-{(dictionary or in_force()).version}"


def tokens(text: str) -> list[Token]:
    """Return all terms of the text in order."""
    source = folded(text)
    found: list[Token] = []
    position = 0
    for term, start, end, whole in _terms(source.text):
        first, last = source.span(start, end)
        found.append(Token(term, source.text[start:end], first, last, position, whole))
        position += 0 if whole else 1
    return found


def terms(folded_text: str) -> list[str]:
    """Return the terms of a text that is folded already, without their places."""
    cut = cutting(len(folded_text))
    found: list[str] = []
    for match in _TERM.finditer(folded_text):
        if match.lastgroup == "thai":
            run = match.group()
            pieces = cut(run)
            found += [run] if _is_abbreviation(run, map(len, pieces)) else pieces
        else:
            found += [term for term, _, _, _ in _not_thai(match)]
    return found


def _terms(text: str) -> Iterator[tuple[str, int, int, bool]]:
    cuts = [start for start, _ in spans(text)]
    cuts.append(len(text))
    at = 0
    for match in _TERM.finditer(text):
        if match.lastgroup == "thai":
            start, end = match.span()
            while cuts[at] < start:
                at += 1
            yield from _thai(text, start, end, cuts, at)
        else:
            yield from _not_thai(match)


def _not_thai(match: re.Match[str]) -> Iterator[tuple[str, int, int, bool]]:
    start, end = match.span()
    kind = match.lastgroup
    if kind == "latin":
        yield from _latin(match.group(), start)
    elif kind == "code":
        yield from _code(match.group(), start)
    elif kind == "short":
        yield from _short(match.group(), start)
    elif kind == "number":
        yield match.group().replace(",", ""), start, end, False


def _thai(
    text: str, start: int, end: int, cuts: list[int], at: int
) -> Iterator[tuple[str, int, int, bool]]:
    inner = []
    while cuts[at] < end:
        inner.append(cuts[at])
        at += 1
    pieces = list(zip(inner, [*inner[1:], end], strict=True))
    if _is_abbreviation(text[start:end], (last - first for first, last in pieces)):
        pieces = [(start, end)]
    for first, last in pieces:
        yield text[first:last], first, last, False


def _is_abbreviation(run: str, lengths: Iterable[int]) -> bool:
    """Tell whether it is a short run of bare consonants that the dictionary cannot cut."""
    return len(run) <= _LONGEST_BARE_RUN and 1 in lengths and bool(_BARE_RUN.match(run))


def _latin(word: str, start: int) -> Iterator[tuple[str, int, int, bool]]:
    parts = [part.span() for part in _CODE_PART.finditer(word)]
    if len(parts) > 1 and _DIGIT.search(word):
        yield from _parts(word, start, parts)
    else:
        yield stem(word), start, start + len(word), False


def _code(code: str, start: int) -> Iterator[tuple[str, int, int, bool]]:
    yield from _parts(code, start, [part.span() for part in _CODE_PART.finditer(code)])


def _parts(code: str, start: int, parts: list[_Span]) -> Iterator[tuple[str, int, int, bool]]:
    yield code, start, start + len(code), True
    for first, last in parts:
        yield stem(code[first:last]), start + first, start + last, False


def _short(name: str, start: int) -> Iterator[tuple[str, int, int, bool]]:
    """Give an abbreviation such as ก.พ.ร. without its stops, and the longer parts of สป.มท."""
    parts = [part.span() for part in re.finditer("[^.]{2,}", name)]
    whole = name.count(".") > 1 and len(parts) == name.count(".")
    yield name.replace(".", ""), start, start + len(name), whole
    if whole:
        for first, last in parts:
            yield name[first:last], start + first, start + last, False


def stem(word: str) -> str:
    """Return the English stem of a folded word; other words and numbers as they are."""
    return _english_stem(word) if word.isascii() and not word.isdecimal() else word


@lru_cache(maxsize=50_000)
def _english_stem(word: str) -> str:
    with _stemming:
        return _stemmer.stemWord(word)
