"""The Thai fiscal year and the clock of Bangkok, which decides what day an instant falls on.

A fiscal year runs from 1 October to 30 September and bears the Buddhist year in which it ends
(Budget Procedures Act B.E. 2561, section 4): 2563 is 1 Oct 2019 to 30 Sep 2020.
"""

from datetime import UTC, date, datetime, timedelta, timezone

# A fixed offset: Thailand keeps no summer time, and servers without tzdata must agree.
BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")

BUDDHIST_ERA = 543
"""Years to add to a year of the common era."""


def in_bangkok(at: datetime) -> datetime:
    """Return the same instant on the Bangkok clock. Raises ValueError for a naive datetime."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(BANGKOK)


def bangkok_day(at: date | datetime) -> date:
    """Return the day on which the instant falls in Bangkok; a day stays itself."""
    return in_bangkok(at).date() if isinstance(at, datetime) else at


def fiscal_year(at: date | datetime) -> int:
    """Return the fiscal year, B.E. Raises ValueError for a naive datetime."""
    day = bangkok_day(at)
    return day.year + BUDDHIST_ERA + (day.month >= 10)


def fiscal_quarter(at: date | datetime) -> int:
    """Return the quarter of the fiscal year, 1 (October to December) to 4."""
    return (bangkok_day(at).month - 10) % 12 // 3 + 1


def first_day(fiscal_year: int) -> date:
    """Return 1 October, the day on which the fiscal year (B.E.) begins."""
    return date(fiscal_year - BUDDHIST_ERA - 1, 10, 1)


def last_day(fiscal_year: int) -> date:
    """Return 30 September, the day on which the fiscal year (B.E.) ends."""
    return date(fiscal_year - BUDDHIST_ERA, 9, 30)


def bounds(fiscal_year: int) -> tuple[datetime, datetime]:
    """Return the UTC instants from which (included) to which (excluded) the fiscal year runs."""
    return _midnight(first_day(fiscal_year)), _midnight(first_day(fiscal_year + 1))


def fiscal_years_back(at: date | datetime, n: int) -> list[int]:
    """Return the current fiscal year and those before it, `n` in all, newest first."""
    current = fiscal_year(at)
    return list(range(current, current - n, -1))


def _midnight(day: date) -> datetime:
    """Return the UTC instant at which the day begins in Bangkok."""
    return datetime(day.year, day.month, day.day, tzinfo=BANGKOK).astimezone(UTC)
