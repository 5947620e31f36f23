"""How a lesson comes to its readers: after a review, or before one, which then follows."""

from datetime import date, datetime

from sqlalchemy import delete

from cop.accounts.models import Member
from cop.core.actor import Actor
from cop.core.clock import today
from cop.core.errors import Invalid, Stale
from cop.db import db, expect_version, upsert
from cop.journal import What, record
from cop.lessons import queries
from cop.lessons.models import Lesson, Revision, TrustLift
from cop.lessons.policies import (
    may_check,
    may_confirm,
    may_give_trust_back,
    may_lift_trust,
    may_publish,
    may_publish_trusted,
    may_publish_urgently,
    missing,
)
from cop.lessons.services._content import lay_down
from cop.lessons.services._steps import (
    expect_revision,
    expect_short,
    expect_words,
    hold,
    next_number,
    step,
)
from cop.moderation.queries import working_days_after

REVIEW_AGAIN_MONTHS = {"good_practice": 12, "lesson": 18, "caution": 24, "how_to": 12}
CHECK_TRUSTED_AFTER, CHECK_URGENT_AFTER = 5, 3
"""Working days until a second person should have read what was published without a review."""


def publish(lesson: Lesson, *, revision_id: int | None, by: Actor, at: datetime) -> None:
    """Let readers see the current revision. Refused to every writer since the last publication.

    Raises Invalid with each field that publishing needs and the lesson lacks, and Stale unless
    `revision_id` is the current revision.
    """
    may_publish(by, hold(lesson)).require()
    expect_revision(lesson, revision_id)
    expect_complete(lesson)
    _show(lesson, by=by, at=at)
    _verify(lesson, by=by, at=at)
    step(lesson, "publish", by=by, at=at)


def publish_trusted(
    lesson: Lesson, *, pdpa_check: bool, by: Actor, at: datetime, revision_id: int | None = None
) -> None:
    """Let a trusted author's draft be read at once; a second person checks it in five days.

    Raises Invalid as `publish` does, for a good practice, and without the tick about personal
    data; Stale.
    """
    may_publish_trusted(by, hold(lesson)).require()
    expect_revision(lesson, revision_id)
    if not pdpa_check:
        raise Invalid({"pdpa_check": "tick_pdpa"})
    lesson.pdpa_checked_at, lesson.pdpa_checked_by_id = at, by.id
    db.session.flush()
    expect_complete(lesson)
    if db.session.get_one(Revision, lesson.current_revision_id).kind == "good_practice":
        raise Invalid({"kind": "good_practice_needs_review"})
    if lesson.number is None:
        lesson.number = next_number(at)
    lesson.submitted_at, lesson.submitted_by_id = at, by.id
    _show(lesson, by=by, at=at)
    _leave_unverified(lesson, working_days_after(today(at), CHECK_TRUSTED_AFTER))
    step(lesson, "publish_trusted", by=by, at=at)


def publish_urgently(
    lesson: Lesson, *, words: str, by: Actor, at: datetime, revision_id: int | None = None
) -> None:
    """Let readers see what waits, for a written reason; somebody else checks it in three days.

    Raises Invalid without a reason, Stale.
    """
    may_publish_urgently(by, hold(lesson)).require()
    expect_revision(lesson, revision_id)
    expect_words(words)
    _show(lesson, by=by, at=at)
    _leave_unverified(lesson, working_days_after(today(at), CHECK_URGENT_AFTER))
    step(lesson, "publish_urgently", by=by, at=at, words=words)


def check(lesson: Lesson, *, revision_id: int | None, by: Actor, at: datetime) -> None:
    """Say as a second person that what is published is right. Raises Stale."""
    may_check(by, hold(lesson)).require()
    if revision_id not in {None, lesson.published_revision_id}:
        raise Stale
    _verify(lesson, by=by, at=at)
    step(lesson, "check", by=by, at=at)


def confirm(
    lesson: Lesson, *, version: int | None, words: str = "", by: Actor, at: datetime
) -> None:
    """Say of what readers use that it still holds: its next review is due later.

    Raises Stale when the lesson has changed since it was read, Invalid for too long a note.
    """
    may_confirm(by, hold(lesson)).require()
    expect_version(lesson, version)
    expect_short(words)
    _verify(lesson, by=by, at=at)
    _renew(lesson, at)
    step(lesson, "confirm", by=by, at=at, words=words)


def lift_trust(member: Member, *, by: Actor, at: datetime) -> None:
    """Have a person's lessons wait for a review again, whatever they published before."""
    may_lift_trust(by).require()
    row = upsert(TrustLift).values(member_id=member.id, by_id=by.id, at=at)
    db.session.execute(row.on_conflict_do_nothing(index_elements=[TrustLift.member_id]))
    record(What.TRUST_LIFTED, "member", member.id, by=by, at=at)


def give_trust_back(member: Member, *, by: Actor, at: datetime) -> None:
    """Let a person's lessons be read before their review again, as their record allows."""
    may_give_trust_back(by).require()
    db.session.execute(delete(TrustLift).where(TrustLift.member_id == member.id))
    record(What.TRUST_GIVEN_BACK, "member", member.id, by=by, at=at)


def expect_complete(lesson: Lesson) -> None:
    """Return quietly when the current revision has all that publishing needs. Raises Invalid."""
    lacking = missing(queries.values_of(lesson))
    if lacking:
        raise Invalid(dict.fromkeys(lacking, "needed_to_publish"))


def _show(lesson: Lesson, *, by: Actor, at: datetime) -> None:
    revision = db.session.get_one(Revision, lesson.current_revision_id)
    lesson.published_revision_id = revision.id
    lay_down(lesson, revision)
    lesson.published_at = lesson.published_at or at
    lesson.published_by_id = by.id
    _renew(lesson, at)
    lesson.rejected_by_id = lesson.appealed_at = None


def _verify(lesson: Lesson, *, by: Actor, at: datetime) -> None:
    lesson.verified_at = at
    lesson.verified_by_id = by.id
    lesson.check_due_on = None


def _renew(lesson: Lesson, at: datetime) -> None:
    lesson.review_due_on = _months_after(today(at), REVIEW_AGAIN_MONTHS[lesson.kind])


def _leave_unverified(lesson: Lesson, due: date) -> None:
    lesson.verified_at = lesson.verified_by_id = None
    lesson.check_due_on = due


def _months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
