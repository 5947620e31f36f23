"""What somebody typed in the search box, read as a question to the index."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cop.search.analyzer import Token, tokens
from cop.search.port import Query, Sort, Word
from cop.thai.clusters import cut
from cop.thai.folding import fold, tidy_line

LONGEST_QUERY = 200
_MOST_WORDS = 40
_BUDDHIST_YEARS = range(2400, 2701)
_YEARS_BETWEEN_ERAS = 543
_QUOTED = re.compile('["“”„]([^"“”„]*)["“”„]')
_WORD_LETTER = re.compile("[^\\W_]")

# Words that join others. They count for the score, where leaving them out does harm, but a
# document need not have them to answer the question.
_LIGHT_WORDS = """
    ที่ ซึ่ง อัน ของ และ หรือ กับ แต่ ใน จาก โดย เพื่อ ต่อ แก่ ถึง ตาม ให้ ได้ เป็น คือ มี อยู่ ว่า ก็ นี้ นั้น
    การ ความ จะ ไม่ ไหม อะไร ไหน ใด ใคร ทำไม อย่างไร เมื่อไร เท่าไร เท่าใด กี่ แล้ว ด้วย
    a an and are at by for from how in is of on or the to was what when where which who with
"""
_LIGHT = frozenset(_LIGHT_WORDS.split())


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question, the folded words to mark in its answers, and a fiscal year that it names.

    The year is of the Buddhist era.
    """

    query: Query
    highlight_terms: tuple[str, ...]
    suggested_fiscal_year: int | None


def parse(
    text: str,
    *,
    filters: Mapping[str, tuple[str, ...]] | None = None,
    kinds: tuple[str, ...] = (),
    sort: Sort = "relevance",
) -> Parsed:
    """Return the reading of a typed text; any text has one.

    At most 200 characters are read. Text in quotation marks must stand so in the document.
    """
    line = cut(tidy_line(text), LONGEST_QUERY)
    phrases = tuple(dict.fromkeys(_phrases(line)))
    words = tuple(_words(tokens(line)))[:_MOST_WORDS]
    query = Query(line, words, phrases, dict(filters or {}), kinds, sort)
    return Parsed(query, _highlights(query), _fiscal_year(words))


def _phrases(line: str) -> Iterator[str]:
    for match in _QUOTED.finditer(line):
        phrase = " ".join(fold(match.group(1)).split())
        if _WORD_LETTER.search(phrase):
            yield phrase


def _words(found: list[Token]) -> Iterator[Word]:
    seen: set[str] = set()
    for token in found:
        if token.term not in seen:
            seen.add(token.term)
            yield Word(token.term, token.surface, _twins(token.term), _optional(token, found))


def _optional(token: Token, found: list[Token]) -> bool:
    """Return whether documents may do without this word: a joining word or a crumb among others."""
    if token.whole:
        return True
    crumb = len(token.surface) == 1 and not token.surface.isascii()
    light = crumb or token.surface in _LIGHT
    return light and any(other.surface not in _LIGHT for other in found if other is not token)


def _twins(term: str) -> tuple[str, ...]:
    year = _year(term)
    if year is None:
        return ()
    eras = (str(year), str(year - _YEARS_BETWEEN_ERAS))
    return tuple(other for other in eras if other != term)


def _year(term: str) -> int | None:
    """Return the Buddhist year that a number of either era may mean."""
    if len(term) != 4 or not (term.isascii() and term.isdecimal()):
        return None
    for year in (int(term), int(term) + _YEARS_BETWEEN_ERAS):
        if year in _BUDDHIST_YEARS:
            return year
    return None


def _fiscal_year(words: tuple[Word, ...]) -> int | None:
    years = [_year(word.term) for word in words]
    return next((year for year in years if year is not None), None)


def _highlights(query: Query) -> tuple[str, ...]:
    found = list(query.phrases)
    for word in query.words:
        if word.text not in _LIGHT:
            found += [word.text, word.term, *word.twins]
    return tuple(dict.fromkeys(term for term in found if _WORD_LETTER.search(term)))
