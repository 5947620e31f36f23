"""What waits too long: reviewers are reminded, moderators called, and drafts given back."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from cop.core.actor import Actor
from cop.core.clock import today
from cop.db import db
from cop.journal import What, record
from cop.lessons import queries as read
from cop.lessons import services as lessons
from cop.lessons.models import Lesson
from cop.moderation.models import ReviewCall
from cop.moderation.policies import may_chase
from cop.moderation.queries import days_off, working_days

REMIND_AFTER, ESCALATE_AFTER = 5, 10
"""Working days that a lesson has waited with nobody to review it."""
CHANGES_KEPT_FOR = timedelta(days=30)
AT_ONCE = 50
_CALLS = (
    (ESCALATE_AFTER, "escalate", What.REVIEW_ESCALATED),
    (REMIND_AFTER, "remind", What.REVIEW_REMINDED),
)


def call_reviewers(*, by: Actor, at: datetime) -> int:
    """Remind and escalate what nobody has taken in time, each submission once; return how many."""
    may_chase(by).require()
    off, done = days_off(), 0
    free = or_(Lesson.state == "submitted", Lesson.state == "in_review")
    query = select(Lesson.id, Lesson.submitted_at).where(free, Lesson.assignee_id.is_(None))
    called = {
        (row.lesson_id, row.kind, row.submitted_at)
        for row in db.session.execute(
            select(ReviewCall.lesson_id, ReviewCall.kind, ReviewCall.submitted_at)
            .join(Lesson, Lesson.id == ReviewCall.lesson_id)
            .where(free, ReviewCall.submitted_at == Lesson.submitted_at)
        )
    }
    for row in db.session.execute(query).all():
        if row.submitted_at is None:
            continue
        days = working_days(today(row.submitted_at), today(at), off)
        kind = next(((kind, what) for after, kind, what in _CALLS if days >= after), None)
        if kind is None or (row.id, kind[0], row.submitted_at) in called:
            continue
        db.session.add(
            ReviewCall(lesson_id=row.id, kind=kind[0], submitted_at=row.submitted_at, at=at)
        )
        record(kind[1], "lesson", row.id, by=by, at=at, days=days)
        done += 1
    return done


def give_back_stale(*, by: Actor, at: datetime) -> int:
    """Make drafts again of what was sent back thirty days ago, a few at a time."""
    may_chase(by).require()
    query = (
        select(Lesson)
        .where(Lesson.state == "changes_requested", read.sent_back_before(at - CHANGES_KEPT_FOR))
        .order_by(Lesson.id)
        .limit(AT_ONCE)
    )
    found = db.session.scalars(query).all()
    for lesson in found:
        lessons.lapse(lesson, by=by, at=at)
    return len(found)
