"""Dates and times as people type them in Thailand, whichever calendar they had in mind.

Years 2400 to 2700 are Buddhist, 1900 to 2100 common era, two digits Buddhist 25xx; the day stands
before the month. A Buddhist year is converted before a date is made of it: 29 February 2563 is a
day, yet 2563 is no leap year. Show the reading back (`dates.day_full`) before it is saved.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from cop.thai.dates import MONTHS, SHORT_MONTHS, WEEKDAYS
from cop.thai.fiscal_year import BANGKOK, BUDDHIST_ERA
from cop.thai.numerals import ARABIC, KEPT, THAI

MAX_LENGTH = 80
"""Characters; no date is as long, and longer text is refused unread."""


class DateProblem(ValueError):
    """Text that cannot be read, with a `code` and in `details` the parts at fault.

    Codes: empty, not_a_date, month_unknown, no_such_day (also for a wrong weekday), era_mixed,
    year_out_of_range; from `read_moment` also time_missing, no_such_time.
    """

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def read_date(text: str) -> date:
    """Return the day that the text names. Raises DateProblem."""
    tidy = _tidy(text)
    if not tidy:
        raise DateProblem("empty")
    introduction = _INTRODUCTION.match(tidy)
    rest = tidy[introduction.end() :] if introduction else tidy
    parts = _NUMERIC.fullmatch(rest) or _NAMED.fullmatch(rest)
    parts = parts or _YEAR_FIRST.fullmatch(rest) or _MONTH_FIRST.fullmatch(rest)
    if parts is None:
        raise DateProblem("not_a_date")
    found = _day(parts)
    weekday = introduction["weekday"] if introduction else None
    if weekday and _WEEKDAY_NUMBERS[weekday] != found.weekday():
        raise DateProblem("no_such_day", weekday=weekday, day=found)
    return found


def read_moment(text: str) -> datetime:
    """Return the UTC instant that the text names, in Bangkok time unless it gives an offset.

    Raises DateProblem.
    """
    tidy = _tidy(text)
    clock = _CLOCK.search(tidy)
    on = read_date(tidy[: clock.start()] if clock else tidy)
    if clock is None:
        raise DateProblem("time_missing", day=on)
    hour, minute, second = (int(clock[part] or 0) for part in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 59:
        raise DateProblem("no_such_time", hour=hour, minute=minute, second=second)
    zone = _zone(clock["zone"])
    local = datetime(on.year, on.month, on.day, hour, minute, second, tzinfo=zone)
    return local.astimezone(UTC)


def _letters(name: str) -> str:
    """Return a name of a month or weekday in the one form in which it is looked up."""
    # กรกฏาคม is the commonest misspelling of กรกฎาคม.
    return re.sub(r"[\s.,/-]", "", name).lower().replace("ฏ", "ฎ")


_COLLOQUIAL_MONTHS = [re.sub("(คม|ยน|พันธ์)$", "", name) for name in MONTHS["th"]]
_MONTH_NUMBERS = {
    _letters(name): number
    for names in (*MONTHS.values(), *SHORT_MONTHS.values(), _COLLOQUIAL_MONTHS)
    for number, name in enumerate(names, start=1)
}
_MONTH_NUMBERS |= {"sept": 9}
_MONTH_NUMBERS |= {written: int(written) for n in range(1, 13) for written in (f"{n}", f"{n:02}")}
_SHORT_WEEKDAYS = ("จ", "อ", "พ", "พฤ", "ศ", "ส", "อา")
_WEEKDAY_NUMBERS = {
    name.lower(): number
    for names in (*WEEKDAYS.values(), _SHORT_WEEKDAYS, [name[:3] for name in WEEKDAYS["en"]])
    for number, name in enumerate(names)
} | {"พฤหัส": 3, "tues": 1, "thurs": 3}

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_TIDY = KEPT | str.maketrans(THAI + "‐‑–—−", ARABIC + "-----", _INVISIBLE)

_WEEKDAY = "|".join(sorted(_WEEKDAY_NUMBERS, key=len, reverse=True))
_INTRODUCTION = re.compile(
    rf"(?:(?:วัน)?(?P<weekday>{_WEEKDAY})\s*(?:ที่|[.,])?|วันที่|ที่)\s*(?=[0-9a-z])"
)
_BUDDHIST = r"พ\.?\s?ศ\.?|พุทธศักราช|b\.?\s?e\.?"
_COMMON = r"ค\.?\s?ศ\.?|คริสต์ศักราช|c\.?\s?e\.?|a\.?\s?d\.?"
_BUDDHIST_WORD = re.compile(_BUDDHIST)
_YEAR = rf"(?P<era>{_BUDDHIST}|{_COMMON})?\s*(?P<year>\d{{1,4}})\s*(?P<late>{_BUDDHIST}|{_COMMON})?"
# The same year in the other calendar: "2563 (2020)", "2563 / ค.ศ. 2020".
_TWIN = (
    rf"(?:\s*[/(]\s*(?P<twin_era>{_BUDDHIST}|{_COMMON})?\s*"
    rf"(?P<twin>\d{{4}})\s*(?P<twin_late>{_BUDDHIST}|{_COMMON})?\s*\)?)?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_PART = r"\s*(?P<mark>[-/. ])\s*(?P<month>\d{1,2})\s*(?P=mark)\s*"
_NUMERIC = re.compile(rf"(?P<day>\d{{1,2}}){_PART}{_YEAR}{_TWIN}", re.ASCII)
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}}){_PART}(?P<day>\d{{1,2}})", re.ASCII)
_NAMED = re.compile(
    rf"{_DAY}[\s,./-]*(?:เดือน)?\s*(?P<month>[^\s\d,./()-][^\d()]*?)(?:ปี\s*)?{_YEAR}{_TWIN}",
    re.ASCII,
)
_MONTH_FIRST = re.compile(rf"(?P<month>[a-z]+)\.?\s*{_DAY}[\s,]+{_YEAR}{_TWIN}", re.ASCII)
_CLOCK = re.compile(
    r"(?:[\s,]+|(?<=\d)t|(?=เวลา))(?:เวลา\s*|at\s+)?(?P<hour>\d{1,2})"
    r"(?:[.:](?P<minute>\d{2})(?:[.:](?P<second>\d{2})(?:\.\d+)?)?(?:\s*น\.?)?|\s*น\.?)"
    r"\s*(?P<zone>z|[+-][01]\d:?[0-5]\d)?$",
    re.ASCII,
)


def _tidy(text: str) -> str:
    """Return the text in lower case with Arabic digits, plain hyphens and single spaces."""
    if len(text) > MAX_LENGTH:
        raise DateProblem("not_a_date", length=len(text))
    return " ".join(text.translate(_TIDY).lower().split())


def _day(parts: re.Match[str]) -> date:
    """Return the day made of a match's day, month and year."""
    named = parts.groupdict()
    month = _month(named["month"])
    year = _common_year(named["year"], named.get("era"), named.get("late"))
    twin = named.get("twin")
    if twin and _common_year(twin, named["twin_era"], named["twin_late"]) != year:
        raise DateProblem("era_mixed", year=named["year"], other=twin)
    day = int(named["day"])
    try:
        return date(year, month, day)
    except ValueError:
        raise DateProblem("no_such_day", day=day, month=month, year=year) from None


def _month(written: str) -> int:
    """Return the month 1 to 12 for its number or name."""
    number = _MONTH_NUMBERS.get(_letters(written))
    if number is None:
        raise DateProblem("month_unknown", month=written.strip())
    return number


def _common_year(digits: str, *words: str | None) -> int:
    """Return the year of the common era for written digits and the era words around them."""
    eras = {bool(_BUDDHIST_WORD.fullmatch(word)) for word in words if word}
    year = int(digits)
    if len(digits) == 2 and False not in eras:
        year += 2500
    buddhist = 2400 <= year <= 2700
    if not (buddhist or 1900 <= year <= 2100):
        raise DateProblem("year_out_of_range", year=year)
    if eras - {buddhist}:
        raise DateProblem("era_mixed", year=year)
    return year - BUDDHIST_ERA if buddhist else year


def _zone(written: str | None) -> timezone:
    """Return the offset written as "z", "+07:00" or "+0700"; Bangkok's if there is none."""
    if written is None:
        return BANGKOK
    if written == "z":
        return UTC
    sign = -1 if written[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(written[1:3]), minutes=int(written[-2:])))
