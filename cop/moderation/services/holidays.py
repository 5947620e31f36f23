"""Days on which nobody works are entered and taken out."""

from datetime import date, datetime

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.db import db
from cop.journal import What, record
from cop.moderation.models import Holiday
from cop.moderation.policies import may_keep_holidays


def add_holiday(day: date, name: str, *, by: Actor, at: datetime) -> None:
    """Enter a holiday. Raises Invalid when the day is one already."""
    may_keep_holidays(by).require()
    if db.session.get(Holiday, day) is not None:
        raise Invalid({"day": "taken"})
    db.session.add(Holiday(day=day, name=name, created_by_id=by.id))
    record(What.HOLIDAY_ADDED, "holiday", _number(day), by=by, at=at)


def remove_holiday(found: Holiday, *, by: Actor, at: datetime) -> None:
    """Take a holiday out: the day counts as any other."""
    may_keep_holidays(by).require()
    record(What.HOLIDAY_REMOVED, "holiday", _number(found.day), by=by, at=at)
    db.session.delete(found)


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
