"""Synonyms and abbreviations, put to work when somebody searches: documents are kept as written.

A pair leads from the short form to the full one, and back where it says so; forms that lead to
each other are one set. A Thai abbreviation counts only with its full stop: without it, the same
letters are the code of a province. An abbreviation of several full forms is asked about.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cop.search.analyzer import Token, tokens
from cop.thai.dates import SHORT_MONTHS
from cop.thai.folding import fold

MOST_FORMS = 8
_THAI = re.compile("[\u0e01-\u0e4e]")
_CONSONANTS = re.compile("[ก-ฮ.]{1,12}")
MONTHS = frozenset(name.replace(".", "") for name in SHORT_MONTHS["th"])

Key = tuple[tuple[str, bool], ...]
"""The terms of a form, each with whether a full stop has to follow it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two forms; a search for the short one finds the full one, and the reverse if both ways."""

    short: str
    full: str
    both_ways: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """What else counts as a word: single terms, and folded texts of several words."""

    twins: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expansion:
    """A piece of the query, what is searched besides it, and the query that searches it alone."""

    text: str
    into: tuple[str, ...]
    exact: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """One full form of an abbreviation, and the query that has it in the abbreviation's place."""

    full: str
    query: str


@dataclass(frozen=True, slots=True)
class Question:
    """An abbreviation that may mean different things: nothing is added until somebody says."""

    text: str
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A form in a query: the places of its first and last token, and where it stands."""

    first: int
    last: int
    start: int
    end: int
    key: Key


class Synonyms:
    """All pairs, ready to be looked up by the tokens of a query."""

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self._forms: dict[Key, dict[str, str]] = defaultdict(dict)
        self._meanings: dict[Key, list[str]] = defaultdict(list)
        leads = [(self._known(one.short), self._known(one.full), one) for one in pairs]
        for short, _, one in leads:
            if short and one.full not in self._meanings[short]:
                self._meanings[short].append(one.full)
        self._leads: dict[Key, list[Key]] = defaultdict(list)
        self._same: dict[Key, list[Key]] = defaultdict(list)
        for short, full, one in leads:
            if short and full and not self.is_ambiguous(short):
                self._leads[short].append(full)
                if one.both_ways:
                    self._same[short].append(full)
                    self._same[full].append(short)
        starting = [key for key in {**self._leads, **self._same, **self._meanings} if key]
        self._starting: dict[str, list[Key]] = defaultdict(list)
        for key in sorted(starting, key=len, reverse=True):
            self._starting[key[0][0]].append(key)

    def found(self, some: Sequence[Token], line: str) -> Iterator[Found]:
        """Give the forms in the tokens of a line from left to right, of several the longest."""
        plain = [(place, token) for place, token in enumerate(some) if not token.whole]
        written = [(token.term, _stopped(token, line)) for _, token in plain]
        at = 0
        while at < len(plain):
            key = self._longest(written, at)
            if key is None or _is_month(written, at, key):
                at += 1
                continue
            first, last = plain[at], plain[at + len(key) - 1]
            end = last[1].end
            end += key[-1][1] and line[end : end + 1] == "."
            yield Found(first[0], last[0], first[1].start, end, key)
            at += len(key)

    def is_ambiguous(self, key: Key) -> bool:
        """Return whether this is a Thai abbreviation of several full forms."""
        return key[-1][1] and len(self._meanings.get(key, ())) > 1

    def meanings(self, key: Key) -> Sequence[str]:
        """Return the full forms of an abbreviation."""
        return self._meanings.get(key, ())

    def forms(self, key: Key) -> tuple[str, ...]:
        """Return what else is searched for a form, as its keepers wrote it."""
        reached, waiting = {key: None}, [*self._leads.get(key, ()), *self._same.get(key, ())]
        while waiting:
            one = waiting.pop(0)
            if one not in reached:
                reached[one] = None
                waiting += self._same.get(one, ())
        others = (text for one in reached if one != key for text in self._forms[one].values())
        return tuple(others)[:MOST_FORMS]

    def _known(self, text: str) -> Key:
        key = key_of(text)
        self._forms[key].setdefault(folded_form(text), text)
        return key

    def _longest(self, written: Sequence[tuple[str, bool]], at: int) -> Key | None:
        for key in self._starting.get(written[at][0], ()):
            here = written[at : at + len(key)]
            if len(here) == len(key) and all(map(_fits, key, here)):
                return key
        return None


NONE = Synonyms()


def key_of(text: str) -> Key:
    """Return by what a form is known: its terms, and where full stops belong."""
    return tuple((one.term, _stopped(one, text)) for one in tokens(text) if not one.whole)


def folded_form(text: str) -> str:
    """Return a form as it stands in folded documents."""
    return " ".join(fold(text).split())


def other_of(forms: Iterable[str]) -> Other:
    """Return the forms as an engine looks for them: single words by their term, others as text.

    Thai forms are text even if they are one word of today's dictionary: they stand inside others.
    """
    twins: dict[str, None] = {}
    ways: dict[str, None] = {}
    for form in forms:
        key = key_of(form)
        if len(key) == 1 and not _THAI.search(form):
            twins[key[0][0]] = None
        elif key:
            ways[folded_form(form)] = None
    return Other(tuple(twins), tuple(ways))


def spread(found: Found, other: Other, some: Sequence[Token]) -> Mapping[int, Other]:
    """Return by place what counts as each word of a form that was found."""
    places = range(found.first, found.last + 1)
    return {place: other for place in places if not some[place].whole}


def _fits(wanted: tuple[str, bool], written: tuple[str, bool]) -> bool:
    return wanted[0] == written[0] and (written[1] or not wanted[1])


def _stopped(token: Token, line: str) -> bool:
    """Return whether Thai consonants are marked as an abbreviation by a full stop."""
    follows = token.surface.endswith(".") or line[token.end : token.end + 1] == "."
    return follows and _CONSONANTS.fullmatch(token.surface) is not None


def _is_month(written: Sequence[tuple[str, bool]], at: int, key: Key) -> bool:
    """Return whether an abbreviation stands beside a number as the name of a month: 9 ก.พ. 2563."""
    if len(key) > 1 or key[0][0] not in MONTHS:
        return False
    beside = [*written[max(0, at - 1) : at], *written[at + 1 : at + 2]]
    return any(term.isdecimal() for term, _ in beside)
