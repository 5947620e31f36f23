"""Where a review goes on and ends without publication: begun, sent back, turned down, appealed."""

from collections.abc import Sequence
from datetime import datetime

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.journal import What, record
from cop.lessons import queries
from cop.lessons.models import REASONS, Lesson
from cop.lessons.policies import (
    Standing,
    may_appeal,
    may_close_to_public,
    may_note_reading,
    may_open_to_public,
    may_reject,
    may_request_changes,
    may_start_review,
)
from cop.lessons.services._steps import expect_revision, expect_short, expect_words, hold, step


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
    """Send the lesson back to its author.

    Raises Invalid without a reason, a sentence or an open remark, and Stale.
    """
    may_request_changes(by, hold(lesson)).require()
    expect_revision(lesson, revision_id)
    known = _known(reasons)
    if not known and not words.strip() and not queries.open_remarks(lesson.id):
        raise Invalid({"reasons": "reason_needed"})
    expect_short(words)
    step(lesson, "request_changes", by=by, at=at, reasons=known, words=words)


def reject(lesson: Lesson, *, reasons: Sequence[str], words: str, by: Actor, at: datetime) -> None:
    """Turn the lesson down with a reason and a sentence. What was published before stays in use."""
    may_reject(by, hold(lesson)).require()
    known = _known(reasons)
    problems = {} if known else {"reasons": "choose_some"}
    if not words.strip():
        problems["words"] = "required"
    if problems:
        raise Invalid(problems)
    expect_short(words)
    step(lesson, "reject", by=by, at=at, reasons=known, words=words)
    lesson.rejected_by_id = by.id
    if lesson.published_revision_id is not None:
        lesson.current_revision_id = lesson.published_revision_id


def appeal(lesson: Lesson, *, words: str, by: Actor, at: datetime) -> None:
    """Ask once for another reviewer than the one who turned the lesson down. Raises Invalid."""
    may_appeal(by, hold(lesson)).require()
    expect_words(words)
    lesson.appealed_at = lesson.submitted_at = at
    lesson.submitted_by_id = by.id
    lesson.assignee_id = None
    step(lesson, "appeal", by=by, at=at, words=words)


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
