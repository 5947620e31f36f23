"""A thread is tied to a lesson; both pages show it."""

from datetime import datetime

from cop.core.actor import Actor
from cop.core.errors import Missing
from cop.db import db
from cop.journal import What, record
from cop.lessons import services as lessons
from cop.lessons.models import Lesson, LessonLink
from cop.threads.models import Thread
from cop.threads.policies import may_link, may_unlink


def link(thread: Thread, lesson: Lesson, *, by: Actor, at: datetime) -> LessonLink:
    """Tie the thread to a lesson. Raises Invalid when they are tied already, Refused.

    Recorded as LINK_ADDED of the lesson.
    """
    may_link(by, thread).require()
    return lessons.add_link(lesson, lessons.End("thread", thread.id), "", by=by, at=at)


def unlink(thread: Thread, link_id: int, *, by: Actor, at: datetime) -> None:
    """Untie the thread from a lesson. Raises Missing, Refused. Recorded as LINK_REMOVED."""
    may_unlink(by, thread).require()
    row = db.session.get(LessonLink, link_id)
    if row is None or (row.to_kind, row.to_id) != ("thread", thread.id):
        raise Missing
    db.session.delete(row)
    record(
        What.LINK_REMOVED,
        "lesson",
        row.lesson_id,
        by=by,
        at=at,
        link=row.kind,
        to=row.to_kind,
        to_id=row.to_id,
    )
