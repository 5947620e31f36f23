"""The parts of a query that are more than words, put into a question to the index."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cop.search.analyzer import tokens
from cop.search.language import running
from cop.search.language.days import first_day, instant, written_year
from cop.search.language.fields import CHOICES, DATES, NAMED, PHRASE, TEXT, Part, chosen, has_words
from cop.search.port import Query, Sort, Word
from cop.thai.folding import fold


@dataclass(frozen=True, slots=True)
class Value:
    """What a written value means: the facet's value (of a date its day), and a name to show."""

    value: str
    name: str = ""


Values = tuple[Value, ...]
Names = Mapping[tuple[str, str], Values]
"""What the names in a query mean, by field and name as written."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A part of the query that is no running word, and the query without it.

    The field is "text" for excluded text. Of several values any will do.
    """

    field: str
    text: str
    value: str
    excluded: bool
    values: Values
    without_part: str


@dataclass(frozen=True, slots=True)
class Misread:
    """A part that looks like a field, is not understood and is searched as words.

    The reason is empty (no value after the colon), date, year, choice or name.
    """

    field: str
    text: str
    value: str
    reason: str


def meanings(part: Part, names: Names) -> Values:
    """Return what the value of a part means; nothing if it is not understood."""
    if part.field in CHOICES:
        value = chosen(part.field, part.value)
        return (Value(value),) if value else ()
    if part.field in DATES:
        day = first_day(part.value)
        return (Value(day.isoformat()),) if day else ()
    if part.field == "fiscal_year":
        year = written_year(part.value)
        return (Value(str(year)),) if year else ()
    if part.field in NAMED:
        return names.get((part.field, part.value), ())
    return (Value(part.value),) if has_words(part.value) else ()


class Reading:
    """What the parts of a line add up to."""

    def __init__(self, line: str, filters: dict[str, tuple[str, ...]], kinds: list[str]) -> None:
        self._line = line
        self._filters = filters
        self._kinds = kinds
        self._without: dict[str, tuple[str, ...]] = {}
        self._phrases: dict[str, None] = {}
        self._excluded: dict[str, None] = {}
        self._excluded_in_title: dict[str, None] = {}
        self._title: list[str] = []
        self._since: datetime | None = None
        self._until: datetime | None = None
        self._taken: list[tuple[int, int]] = []
        self.quoted: list[tuple[int, int]] = []
        self.helping: list[Word] = []
        self.understood: list[Understood] = []
        self.misread: list[Misread] = []

    def take(self, part: Part, values: Values) -> None:
        """Add a part with what it means; without a meaning it is searched as words."""
        if part.field == PHRASE:
            self._phrases[_piece(part.value)] = None
            self.quoted.append((part.start, part.end))
            return
        text = self._line[part.start : part.end]
        if not values:
            self._misread(part, text)
            return
        self._apply(part, values)
        self._taken.append((part.start, part.end))
        rest = f"{self._line[: part.start]} {self._line[part.end :]}"
        self.understood.append(
            Understood(part.field, text, part.value, part.excluded, values, " ".join(rest.split()))
        )

    def left(self) -> str:
        """Return the line with what is no running word made blank, each letter in its place."""
        letters = list(self._line)
        for start, end in self._taken:
            letters[start:end] = " " * (end - start)
        return "".join(letters)

    def title_words(self) -> list[Word]:
        """Return the words that the title must have."""
        return [word for text in self._title for word in running.words(tokens(text), field="title")]

    def query(self, text: str, words: tuple[Word, ...], sort: Sort) -> Query:
        """Return the question."""
        return Query(
            text,
            words,
            tuple(self._phrases),
            self._filters,
            tuple(dict.fromkeys(self._kinds)),
            sort,
            excluded=tuple(self._excluded),
            excluded_in_title=tuple(self._excluded_in_title),
            without=self._without,
            since=self._since,
            until=self._until,
        )

    def _misread(self, part: Part, text: str) -> None:
        """Search the value as words; the name of the field helps and is asked of no document."""
        if part.excluded and has_words(part.value):
            self._exclude(self._excluded, part.value)
            self._taken.append((part.start, part.end))
        else:
            self._taken.append((part.start, part.value_start))
            self.helping += running.helping(self._line[part.start : part.value_start])
        self.misread.append(Misread(part.field, text, part.value, _reason(part)))

    def _apply(self, part: Part, values: Values) -> None:
        if part.field in {TEXT, "title"}:
            self._apply_text(part)
        elif part.field in DATES:
            self._apply_date(part)
        elif part.field == "kind" and not part.excluded:
            self._kinds += [one.value for one in values]
        else:
            target = self._without if part.excluded else self._filters
            both = (*target.get(part.field, ()), *(one.value for one in values))
            target[part.field] = tuple(dict.fromkeys(both))

    def _apply_text(self, part: Part) -> None:
        if part.field == TEXT:
            self._exclude(self._excluded, part.value)
        elif part.excluded:
            self._exclude(self._excluded_in_title, part.value)
        else:
            self._title.append(part.value)
            if len(part.value.split()) > 1:
                self._phrases[_piece(part.value)] = None

    def _apply_date(self, part: Part) -> None:
        day = first_day(part.value)
        if day is None:
            return
        at = instant(day)
        if (part.field == "after") != part.excluded:
            self._since = max(self._since or at, at)
        else:
            self._until = min(self._until or at, at)

    def _exclude(self, target: dict[str, None], text: str) -> None:
        piece = _piece(text)
        target.update(dict.fromkeys((piece, *running.eras(piece))))


def _piece(text: str) -> str:
    return " ".join(fold(text).split())


def _reason(part: Part) -> str:
    if not has_words(part.value):
        return "empty"
    if part.field in DATES:
        return "date"
    if part.field == "fiscal_year":
        return "year"
    return "choice" if part.field in CHOICES else "name"
