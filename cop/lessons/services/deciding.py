"""Where a review goes on and ends: begun, sent back, published, turned down, withdrawn."""

from collections.abc import Sequence
from datetime import date, datetime

from cop.core.actor import Actor
from cop.core.clock import today
from cop.core.errors import Invalid
from cop.db import db
from cop.journal import What, record
from cop.lessons import queries
from cop.lessons.models import REASONS, Lesson, Revision
from cop.lessons.policies import (
    Standing,
    may_close_to_public,
    may_note_reading,
    may_open_to_public,
    may_publish,
    may_reject,
    may_request_changes,
    may_restore,
    may_start_review,
    may_withdraw,
    missing,
)
from cop.lessons.services._content import lay_down
from cop.lessons.services._steps import expect_revision, hold, step

MOST_WORDS = 1_000
REVIEW_AGAIN_MONTHS = {"good_practice": 12, "lesson": 18, "caution": 24, "how_to": 12}


def start_review(lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Take a submitted lesson on; its author sees by whom."""
    may_start_review(by, hold(lesson)).require()
    lesson.assignee_id = by.id
    step(lesson, "start_review", by=by, at=at)


def request_changes(
    lesson: Lesson,
    *,
    reasons: Sequence[str],
    words: str,
    by: Actor,
    at: datetime,
    revision_id: int | None = None,
) -> None:
    """Send the lesson back to its author. Raises Invalid without a reason or a sentence, Stale."""
    may_request_changes(by, hold(lesson)).require()
    expect_revision(lesson, revision_id)
    known = _known(reasons)
    if not known and not words.strip():
        raise Invalid({"reasons": "reason_needed"})
    _expect_short(words)
    step(lesson, "request_changes", by=by, at=at, reasons=known, words=words)


def publish(lesson: Lesson, *, revision_id: int | None, by: Actor, at: datetime) -> None:
    """Let readers see the current revision. Refused to every writer since the last publication.

    Raises Invalid with each field that publishing needs and the lesson lacks, and Stale unless
    `revision_id` is the current revision.
    """
    may_publish(by, hold(lesson)).require()
    expect_revision(lesson, revision_id)
    lacking = missing(queries.values_of(lesson))
    if lacking:
        raise Invalid(dict.fromkeys(lacking, "needed_to_publish"))
    revision = db.session.get_one(Revision, lesson.current_revision_id)
    lesson.published_revision_id = revision.id
    lay_down(lesson, revision)
    lesson.published_at = lesson.published_at or at
    lesson.published_by_id = by.id
    lesson.verified_at = at
    lesson.review_due_on = _months_after(today(at), REVIEW_AGAIN_MONTHS[lesson.kind])
    step(lesson, "publish", by=by, at=at)


def reject(lesson: Lesson, *, reasons: Sequence[str], words: str, by: Actor, at: datetime) -> None:
    """Turn the lesson down with a reason and a sentence. What was published before stays in use."""
    may_reject(by, hold(lesson)).require()
    known = _known(reasons)
    problems = {} if known else {"reasons": "choose_some"}
    if not words.strip():
        problems["words"] = "required"
    if problems:
        raise Invalid(problems)
    _expect_short(words)
    step(lesson, "reject", by=by, at=at, reasons=known, words=words)
    if lesson.published_revision_id is not None:
        lesson.current_revision_id = lesson.published_revision_id


def withdraw(lesson: Lesson, *, words: str, by: Actor, at: datetime) -> None:
    """Take a published lesson out of use; it stays readable under a banner with the reason."""
    may_withdraw(by, hold(lesson)).require()
    if not words.strip():
        raise Invalid({"words": "required"})
    _expect_short(words)
    step(lesson, "withdraw", by=by, at=at, words=words)


def restore(lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Put a withdrawn lesson back into use; a draft begun before goes on."""
    may_restore(by, hold(lesson)).require()
    step(lesson, "restore", by=by, at=at)


def open_to_public(lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Let everybody read a published lesson, signed in or not."""
    may_open_to_public(by, hold(lesson)).require()
    lesson.visibility = "public"
    step(lesson, "open_to_public", by=by, at=at)


def close_to_public(lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Take a lesson that everybody could read back into the body."""
    may_close_to_public(by, hold(lesson)).require()
    lesson.visibility = "org"
    step(lesson, "close_to_public", by=by, at=at)


def note_reading(lesson_id: int, standing: Standing, *, by: Actor, at: datetime) -> None:
    """Write down that a moderator read closed content; the page asks for it once a day."""
    may_note_reading(by, standing).require()
    record(What.CLOSED_CONTENT_READ, "lesson", lesson_id, by=by, at=at)


def _known(reasons: Sequence[str]) -> list[str]:
    if any(code not in REASONS for code in reasons):
        raise Invalid({"reasons": "not_a_choice"})
    return [code for code in REASONS if code in reasons]


def _expect_short(words: str) -> None:
    if len(words) > MOST_WORDS:
        raise Invalid({"words": "too_long"}, {"most": f"{MOST_WORDS:,}"})


def _months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
