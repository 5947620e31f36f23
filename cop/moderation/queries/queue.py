"""What waits for a decision, and how long it has waited."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cop.core.actor import Actor
from cop.core.clock import today
from cop.lessons import queries as lessons
from cop.lessons.queries import Awaiting, Decided, Version
from cop.moderation.queries.holidays import days_off

DUE_AFTER = 5
"""Working days within which an author gets an answer."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """A lesson in the queue with the working days it has waited."""

    lesson: Awaiting
    days: int

    @property
    def late_by(self) -> int:
        """Return the working days past the due day, 0 while there is time."""
        return max(0, self.days - DUE_AFTER)


def queue(actor: Actor, at: datetime) -> list[Waiting]:
    """Return what waits for the actor, the longest first."""
    off = days_off()
    return [
        Waiting(lesson=one, days=working_days(today(one.submitted_at), today(at), off))
        for one in lessons.awaiting_review(actor)
    ]


def working_days(since: date, until: date, holidays: Collection[date] = ()) -> int:
    """Return the days after the first, up to and with the last, on which people work.

    These are Monday to Friday but for holidays.
    """
    if until <= since:
        return 0
    off = sum(1 for day in set(holidays) if since < day <= until and day.weekday() < _SATURDAY)
    return _weekdays(since, until) - off


def _weekdays(since: date, until: date) -> int:
    weeks, rest = divmod((until - since).days, 7)
    tail = (since + timedelta(days=weeks * 7 + day) for day in range(1, rest + 1))
    return weeks * 5 + sum(1 for day in tail if day.weekday() < _SATURDAY)


def read_before(
    current_id: int, versions: list[Version], decisions: list[Decided]
) -> Version | None:
    """Return the revision with which reviewers compare: the one in use, or the last sent back.

    None for a lesson that is submitted for the first time.
    """
    in_use = next((version for version in versions if version.is_in_use), None)
    if in_use is not None and in_use.id != current_id:
        return in_use
    returned = {one.revision_id for one in decisions if one.act == "request_changes"}
    return next(
        (version for version in versions if version.id in returned and version.id != current_id),
        None,
    )
