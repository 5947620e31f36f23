"""What somebody typed in the search box, read as a question to the index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cop.search.analyzer import Token, tokens
from cop.search.language import running, synonyms
from cop.search.language.days import buddhist_year
from cop.search.language.fields import NAMED, capped, has_words, parts
from cop.search.language.reading import Misread, Names, Reading, Understood, Values, meanings
from cop.search.language.synonyms import Expansion, Meaning, Question, Synonyms
from cop.search.port import Query, Sort
from cop.thai.clusters import cut
from cop.thai.folding import tidy_line

LONGEST_QUERY = 200
MOST_BRACKETS = 10
MOST_NAMES = 10
_MOST_WORDS = 40
_READ = 4 * LONGEST_QUERY


@dataclass(frozen=True, slots=True)
class Named:
    """A name among the running words, what it means, and the query that asks for this by its field.

    The field is agency, province, author or topic.
    """

    field: str
    text: str
    start: int
    end: int
    values: Values
    alone: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question, and what the page says about it.

    `text` is the query as typed, `highlight_terms` are the folded words to mark in the answers,
    the suggested fiscal year (B.E.) is one among the running words, `named` are names among them
    that may be asked for alone.
    """

    query: Query
    highlight_terms: tuple[str, ...]
    suggested_fiscal_year: int | None
    text: str = ""
    understood: tuple[Understood, ...] = ()
    misread: tuple[Misread, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    questions: tuple[Question, ...] = ()
    named: tuple[Named, ...] = ()


def parse(
    text: str,
    *,
    filters: Mapping[str, tuple[str, ...]] | None = None,
    kinds: tuple[str, ...] = (),
    sort: Sort = "relevance",
    names: Names | None = None,
    known: Synonyms = synonyms.NONE,
) -> Parsed:
    """Return the reading of a typed text; any text has one.

    At most 200 characters and 10 brackets are read. Names that are given no meaning are searched
    as words. Text in quotation marks must stand so in the document, and no synonym is added to it.
    """
    line = line_of(text)
    reading = Reading(line, dict(filters or {}), list(kinds))
    for part in parts(line):
        reading.take(part, meanings(part, names or {}))
    left = reading.left()
    found = tokens(left)
    swaps = _Swaps(line, found, reading.quoted, known)
    words = running.unlike(
        [*reading.title_words(), *running.words(found, swaps.others), *reading.helping],
        _MOST_WORDS,
    )
    query = reading.query(" ".join(left.split()), words, sort)
    year = None if "fiscal_year" in query.filters else _fiscal_year(found)
    return Parsed(
        query,
        _highlights(query),
        year,
        line,
        tuple(reading.understood),
        tuple(reading.misread),
        tuple(swaps.expansions),
        tuple(swaps.questions),
    )


def names_in(text: str) -> tuple[tuple[str, str], ...]:
    """Return the (field, name) pairs of a query that are looked up in the database, at most ten."""
    asked = ((one.field, one.value) for one in parts(line_of(text)) if one.field in NAMED)
    return tuple(dict.fromkeys(pair for pair in asked if has_words(pair[1])))[:MOST_NAMES]


def line_of(text: str) -> str:
    """Return what of a typed text is read: 200 characters and 10 brackets, tidied."""
    line = tidy_line(capped(tidy_line(text[:_READ]), MOST_BRACKETS))
    return cut(line, LONGEST_QUERY).strip()


class _Swaps:
    """The synonyms in a line: what counts as which word, and what the page says of it."""

    def __init__(
        self, line: str, found: Sequence[Token], quoted: list[tuple[int, int]], known: Synonyms
    ) -> None:
        self.others: dict[int, synonyms.Other] = {}
        self.expansions: list[Expansion] = []
        self.questions: list[Question] = []
        for one in known.found(found, line):
            if any(start < one.end and one.start < end for start, end in quoted):
                continue
            text = line[one.start : one.end]
            before, after = line[: one.start], line[one.end :]
            if known.is_ambiguous(one.key):
                meanings = [
                    Meaning(full, " ".join(f"{before} {full} {after}".split()))
                    for full in known.meanings(one.key)
                ]
                self.questions.append(Question(text, tuple(meanings)))
            elif forms := known.forms(one.key):
                other = synonyms.other_of(forms)
                self.others.update(synonyms.spread(one, other, found))
                self.expansions.append(Expansion(text, forms, f'{before}"{text}"{after}'))


def _fiscal_year(found: Sequence[Token]) -> int | None:
    years = [buddhist_year(token.term) for token in found]
    return next((year for year in years if year is not None), None)


def _highlights(query: Query) -> tuple[str, ...]:
    found = list(query.phrases)
    for word in query.words:
        if word.text not in running.LIGHT:
            found += [word.text, word.term, *word.twins, *word.ways]
    return tuple(dict.fromkeys(term for term in found if has_words(term)))
