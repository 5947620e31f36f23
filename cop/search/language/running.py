"""The running words of a query: which a document must have, and what else counts as each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from cop.search.analyzer import Token, tokens
from cop.search.language.days import buddhist_year
from cop.search.language.synonyms import Other
from cop.search.port import Word
from cop.thai.fiscal_year import BUDDHIST_ERA

# Words that join others. They count for the score, where leaving them out does harm, but a
# document need not have them to answer the question.
_LIGHT_WORDS = """
    ที่ ซึ่ง อัน ของ และ หรือ กับ แต่ ใน จาก โดย เพื่อ ต่อ แก่ ถึง ตาม ให้ ได้ เป็น คือ มี อยู่ ว่า ก็ นี้ นั้น
    การ ความ จะ ไม่ ไหม อะไร ไหน ใด ใคร ทำไม อย่างไร เมื่อไร เท่าไร เท่าใด กี่ แล้ว ด้วย
    a an and are at by for from how in is of on or the to was what when where which who with
"""
LIGHT = frozenset(_LIGHT_WORDS.split())
NO_OTHERS: Mapping[int, Other] = {}


def words(
    found: list[Token], others: Mapping[int, Other] = NO_OTHERS, field: Literal["", "title"] = ""
) -> Iterator[Word]:
    """Give each different word once; `others` are what counts as the words by their place."""
    heavy = sum(token.surface not in LIGHT for token in found)
    for place, token in enumerate(found):
        crumb = len(token.surface) == 1 and not token.surface.isascii()
        light = token.surface in LIGHT
        # A joining word or a crumb is not asked of a document where there are other words.
        dispensable = (light and heavy > 0) or (crumb and not light and heavy > 1)
        other = Other() if dispensable else others.get(place, Other())
        yield Word(
            token.term,
            token.surface,
            twins=tuple(dict.fromkeys((*eras(token.term), *other.twins))),
            optional=token.whole or dispensable,
            field=field,
            ways=other.ways,
        )


def unlike(some: Iterable[Word], most: int) -> tuple[Word, ...]:
    """Return the words, at most so many, those that are the same made one."""
    kept: dict[tuple[str, str], Word] = {}
    for word in some:
        key = word.term, word.field
        if key in kept:
            first = kept[key]
            kept[key] = replace(
                first,
                twins=tuple(dict.fromkeys((*first.twins, *word.twins))),
                ways=tuple(dict.fromkeys((*first.ways, *word.ways))),
                optional=first.optional and word.optional,
            )
        elif len(kept) < most:
            kept[key] = word
    return tuple(kept.values())


def eras(term: str) -> tuple[str, ...]:
    """Return the year of the other era for a term that is a year."""
    year = buddhist_year(term)
    both = () if year is None else (str(year), str(year - BUDDHIST_ERA))
    return tuple(other for other in both if other != term)


def helping(text: str) -> Iterator[Word]:
    """Give words that add to the score and are required of no document."""
    for token in tokens(text):
        yield Word(token.term, token.surface, optional=True)
