"""Days on which nobody works."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from cop.core.errors import Missing
from cop.db import db
from cop.moderation.models import Holiday

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayOff:
    """A holiday by its name."""

    day: date
    name: str


def days_off() -> frozenset[date]:
    """Return all holidays."""
    return frozenset(db.session.scalars(select(Holiday.day)))


def working_days_after(day: date, count: int) -> date:
    """Return the day on which so many working days have passed."""
    off = days_off()
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY and day not in off
    return day


def holidays() -> list[DayOff]:
    """Return the holidays with their names, the latest first."""
    query = select(Holiday.day, Holiday.name).order_by(Holiday.day.desc())
    return [DayOff(row.day, row.name) for row in db.session.execute(query)]


def holiday(text: str) -> Holiday:
    """Return the holiday of a day written as in addresses, 2020-07-06. Raises Missing."""
    try:
        found = db.session.get(Holiday, date.fromisoformat(text))
    except ValueError:
        raise Missing from None
    if found is None:
        raise Missing
    return found
