"""Days and years in a query: in both eras, with both kinds of digits, a month or a year alone."""

import re
from datetime import UTC, date, datetime

from cop.thai.date_reading import DateProblem, read_date
from cop.thai.fiscal_year import BANGKOK, BUDDHIST_ERA
from cop.thai.numerals import to_arabic

BUDDHIST_YEARS = range(2400, 2701)
_YEAR = re.compile(
    r"(?:ปี\s*)?((?:[พค]\.?\s?ศ\.?\s*)?\d+(?:\s?(?:be|ce|ad))?)", re.ASCII | re.IGNORECASE
)
_MONTH = re.compile(r"\d{1,2}\s*[-/.]\s*\d{2,4}")
_YEAR_AND_MONTH = re.compile(r"\d{4}\s*([-/.])\s*\d{1,2}")
_DIGITS = re.compile(r"\d+")


def first_day(text: str) -> date | None:
    """Return the day that the text names, the first one of a month or year; None for no date."""
    written = to_arabic(" ".join(text.split()))
    if _DIGITS.search(written) is None:
        return None
    return next((day for one in _readings(written) if (day := _read(one)) is not None), None)


def instant(day: date) -> datetime:
    """Return the UTC instant at which the day begins in Bangkok."""
    return datetime(day.year, day.month, day.day, tzinfo=BANGKOK).astimezone(UTC)


def buddhist_year(text: str) -> int | None:
    """Return the Buddhist year that four digits of either era may mean."""
    if len(text) != 4 or not (text.isascii() and text.isdecimal()):
        return None
    for year in (int(text), int(text) + BUDDHIST_ERA):
        if year in BUDDHIST_YEARS:
            return year
    return None


def written_year(text: str) -> int | None:
    """Return the Buddhist year of a filter: 2563, 2020 or 63, with the era's name or without."""
    named = _YEAR.fullmatch(to_arabic(text.strip()))
    day = _read(f"1/1/{named[1]}") if named else None
    return day.year + BUDDHIST_ERA if day else None


def _readings(text: str) -> list[str]:
    """Return the text as a whole day, in the ways that it can be one."""
    if named := _YEAR.fullmatch(text):
        return [f"1/1/{named[1]}"]
    if _MONTH.fullmatch(text):
        return [f"1/{re.sub('[-.]', '/', text)}"]
    if parted := _YEAR_AND_MONTH.fullmatch(text):
        return [f"{text}{parted[1]}1"]
    return [text, f"1 {text}"]


def _read(text: str) -> date | None:
    try:
        return read_date(text)
    except DateProblem:
        return None
