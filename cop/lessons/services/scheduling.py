"""Publication at a later time: said by a reviewer, done by the site."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from cop.accounts.queries import actor_by_id
from cop.core.actor import Actor
from cop.core.errors import Invalid, Refused, Stale
from cop.db import db
from cop.journal import What, record
from cop.lessons.models import Lesson
from cop.lessons.policies import may_publish_due, may_schedule, may_unschedule
from cop.lessons.services._steps import expect_revision, hold, put_off, step
from cop.lessons.services.publishing import expect_complete, publish

LONGEST = timedelta(days=366)


def schedule(
    lesson: Lesson, *, publish_at: datetime, revision_id: int | None, by: Actor, at: datetime
) -> None:
    """Have the current revision published at a later time; any change of it takes that back.

    Raises Invalid for a time that has passed or is more than a year away, and with what the
    lesson lacks; Stale.
    """
    may_schedule(by, hold(lesson)).require()
    expect_revision(lesson, revision_id)
    if publish_at <= at:
        raise Invalid({"publish_at": "time_has_passed"})
    if publish_at > at + LONGEST:
        raise Invalid({"publish_at": "more_than_a_year"})
    expect_complete(lesson)
    put_off(lesson, publish_at, by)
    step(lesson, "schedule", by=by, at=at)


def unschedule(lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Take back that the lesson is published later."""
    may_unschedule(by, hold(lesson)).require()
    put_off(lesson, None)
    step(lesson, "unschedule", by=by, at=at)


def due(at: datetime) -> Sequence[int]:
    """Return the ids of lessons whose time has come, the earliest first."""
    query = select(Lesson.id).where(Lesson.publish_at <= at).order_by(Lesson.publish_at)
    return db.session.scalars(query.limit(100)).all()


def publish_due(lesson: Lesson, *, by: Actor, at: datetime) -> bool:
    """Publish a lesson whose time has come as the act of who put it off; tell whether it was.

    Who put it off must still have the right, and the revision be the one that was read; otherwise
    the lesson stays in review and those concerned are told.
    """
    may_publish_due(by).require()
    scheduler, revision = lesson.publish_by_id, lesson.publish_revision_id
    publisher = actor_by_id(scheduler) if scheduler else None
    try:
        if publisher is None:
            raise Refused("not_allowed")
        with db.session.begin_nested():
            publish(lesson, revision_id=revision, by=publisher, at=at)
    except (Refused, Stale, Invalid):
        put_off(lesson, None)
        dropped = What.SCHEDULE_DROPPED
        record(dropped, "lesson", lesson.id, by=by, at=at, scheduler=scheduler or 0)
        return False
    return True
