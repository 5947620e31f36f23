"""Rows of a form: the lines of a timetable, the speakers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time

from cop.core.errors import Invalid
from cop.sessions.services import AgendaLine, SpeakerFacts
from cop.thai.date_reading import DateProblem, read_moment
from cop.thai.fiscal_year import BANGKOK
from cop.thai.folding import tidy_line
from cop.thai.numerals import to_arabic

MOST_ROWS = 60
_CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})(?:\s*น\.?)?", re.ASCII)
_LONGEST = {"title": 200, "note": 500, "name": 150, "position": 200, "agency": 200, "topic": 300}


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A line of the timetable as it was typed."""

    start: str = ""
    title: str = ""
    note: str = ""


def agenda_rows(columns: Sequence[Sequence[str]]) -> list[AgendaRow]:
    """Return the rows that hold something; columns are starts, titles and notes."""
    rows = [AgendaRow(*(tidy_line(text) for text in row)) for row in _level(*columns)]
    return [row for row in rows if row != AgendaRow()]


def speaker_rows(columns: Sequence[Sequence[str]]) -> list[SpeakerFacts]:
    """Return the rows that hold something; columns are names, positions, agencies, topics."""
    rows = [SpeakerFacts(*(tidy_line(text) for text in row)) for row in _level(*columns)]
    return [row for row in rows if row != SpeakerFacts()]


def read_agenda(rows: Sequence[AgendaRow], on: date) -> list[AgendaLine]:
    """Return the lines of a timetable of that day. Raises Invalid with the number of the row."""
    lines = []
    for number, row in enumerate(rows, start=1):
        check_lengths(row, number)
        if not row.title:
            raise Invalid({"rows": "agenda_title"}, {"row": number})
        start = _moment(row.start, on)
        if start is None:
            raise Invalid({"rows": "agenda_time"}, {"row": number})
        lines.append(AgendaLine(start, row.title, row.note))
    return lines


def check_lengths(row: AgendaRow | SpeakerFacts, number: int) -> None:
    """Return quietly when no part of the row is too long. Raises Invalid."""
    if number > MOST_ROWS:
        raise Invalid({"rows": "too_many"}, {"most": MOST_ROWS})
    for one in fields(row):
        if len(getattr(row, one.name)) > _LONGEST.get(one.name, 60):
            raise Invalid({"rows": "row_too_long"}, {"row": number})


def _moment(text: str, on: date) -> datetime | None:
    clock = _CLOCK.fullmatch(to_arabic(text).removeprefix("เวลา").strip())
    if clock is None:
        try:
            return read_moment(text)
        except DateProblem:
            return None
    hour, minute = int(clock[1]), int(clock[2])
    if hour > 23 or minute > 59:
        return None
    return datetime.combine(on, time(hour, minute), BANGKOK)


def _level(*columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the rows of columns, the shorter ones filled up with nothing."""
    longest = max((len(column) for column in columns), default=0)
    filled = [[*column, *[""] * (longest - len(column))] for column in columns]
    return list(zip(*filled, strict=True))
