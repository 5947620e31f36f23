"""A lesson in review is passed on to somebody, taken over, or given back to the queue."""

from datetime import datetime

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.journal import What, record
from cop.lessons import queries as lessons
from cop.lessons.models import Lesson
from cop.moderation.policies import may_assign, may_be_assigned


def assign(lesson: Lesson, to: Actor | None, *, by: Actor, at: datetime) -> None:
    """Give the lesson to a reviewer; with nobody it goes back to the queue. Raises Invalid."""
    standing = lessons.standing(lesson.id)
    may_assign(by, standing).require()
    if to is not None and not may_be_assigned(to, standing):
        raise Invalid({"to": "not_a_choice"})
    to_id = to.id if to else None
    if lesson.assignee_id == to_id:
        return
    what = What.REVIEW_ASSIGNED if to else What.REVIEW_GIVEN_BACK
    before = lesson.assignee_id
    lesson.assignee_id = to_id
    record(what, "lesson", lesson.id, by=by, at=at, member=to_id, before=before)
