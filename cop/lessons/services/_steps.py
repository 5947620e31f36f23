"""One step of a lesson: from state to state, written down with who, when and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cop.core.actor import Actor
from cop.core.errors import Invalid, Stale
from cop.db import db, upsert
from cop.journal import What, record
from cop.lessons import queries
from cop.lessons.models import Decision, Lesson, NumberCounter, Revision
from cop.lessons.policies import Standing, leads_to
from cop.thai.fiscal_year import fiscal_year

MOST_WORDS = 1_000
JOURNAL = {
    "submit": What.LESSON_SUBMITTED,
    "recall": What.LESSON_RECALLED,
    "start_review": What.REVIEW_STARTED,
    "request_changes": What.CHANGES_REQUESTED,
    "lapse": What.CHANGES_LAPSED,
    "publish": What.LESSON_PUBLISHED,
    "schedule": What.PUBLICATION_SCHEDULED,
    "unschedule": What.SCHEDULE_DROPPED,
    "publish_trusted": What.LESSON_PUBLISHED_UNREVIEWED,
    "publish_urgently": What.LESSON_PUBLISHED_URGENTLY,
    "check": What.LESSON_CHECKED,
    "confirm": What.LESSON_CONFIRMED,
    "reassign": What.LESSON_REASSIGNED,
    "minor_edit": What.LESSON_EDITED_SLIGHTLY,
    "see_minor": What.MINOR_EDIT_SEEN,
    "undo_minor": What.MINOR_EDIT_UNDONE,
    "appeal": What.REJECTION_APPEALED,
    "reject": What.LESSON_REJECTED,
    "withdraw": What.LESSON_WITHDRAWN,
    "restore": What.LESSON_RESTORED,
    "discard": What.LESSON_DISCARDED,
    "trash": What.LESSON_TRASHED,
    "untrash": What.LESSON_UNTRASHED,
    "merge": What.LESSON_MERGED,
    "remove": What.LESSON_REMOVED,
    "open_to_public": What.LESSON_OPENED_TO_PUBLIC,
    "close_to_public": What.LESSON_CLOSED_TO_PUBLIC,
}
_OF_WHAT_READERS_SEE = ("check", "confirm")
"""Acts on the published revision, whatever revision is in work beside it."""


def step(
    lesson: Lesson,
    act: str,
    *,
    by: Actor,
    at: datetime,
    reasons: Sequence[str] = (),
    words: str = "",
) -> None:
    """Move the lesson to where the act leads and write the decision and the journal."""
    to_state = leads_to(
        act,
        lesson.state,
        in_use=lesson.published_revision_id is not None,
        begun=lesson.current_revision_id != lesson.published_revision_id,
        taken_from=lesson.taken_from,
    )
    revision_id = lesson.current_revision_id
    if act in _OF_WHAT_READERS_SEE:
        revision_id = lesson.published_revision_id
    db.session.add(
        Decision(
            lesson_id=lesson.id,
            revision_id=revision_id,
            act=act,
            from_state=lesson.state,
            to_state=to_state,
            reasons=list(reasons),
            words=words,
            by_id=by.id,
            at=at,
        )
    )
    more: dict[str, Any] = {"into": lesson.merged_into_id} if act == "merge" else {}
    record(
        JOURNAL[act],
        "lesson",
        lesson.id,
        by=by,
        at=at,
        revision=revision_id,
        state=to_state,
        reasons=",".join(reasons),
        **more,
    )
    lesson.state = to_state
    if to_state != "in_review":
        put_off(lesson, None)


def note(
    lesson: Lesson,
    act: str,
    revision_id: int | None,
    *,
    by: Actor,
    at: datetime,
    words: str = "",
    **codes: int | None,
) -> None:
    """Write down an act about one revision, not always the current one, that moves nothing."""
    state = lesson.state
    db.session.add(
        Decision(
            lesson_id=lesson.id,
            revision_id=revision_id,
            act=act,
            from_state=state,
            to_state=state,
            words=words,
            by_id=by.id,
            at=at,
        )
    )
    more: dict[str, Any] = {"revision": revision_id, "state": state, **codes}
    record(JOURNAL[act], "lesson", lesson.id, by=by, at=at, **more)


def put_off(lesson: Lesson, until: datetime | None, by: Actor | None = None) -> None:
    """Have the current revision published later; None: not any more."""
    lesson.publish_at = until
    lesson.publish_by_id = by.id if by else None
    lesson.publish_revision_id = lesson.current_revision_id if until else None


def hold(lesson: Lesson) -> Standing:
    """Keep others from the lesson until the commit and return how it stands.

    Raises Stale when it has changed since it was read.
    """
    query = select(Lesson.version).where(Lesson.id == lesson.id).with_for_update()
    if db.session.scalar(query) != lesson.version:
        raise Stale
    return queries.standing(lesson.id)


def expect_revision(lesson: Lesson, revision_id: int | None) -> None:
    """Return quietly when the decision was made on the newest revision. Raises Stale."""
    if revision_id is not None and revision_id != lesson.current_revision_id:
        raise Stale


def expect_change_note(lesson: Lesson) -> None:
    """Return quietly unless the current revision follows a published one and says not how.

    Raises Invalid.
    """
    if lesson.published_revision_id is None:
        return
    revision = db.session.get_one(Revision, lesson.current_revision_id)
    if not revision.note.strip():
        raise Invalid({"note": "say_what_changed"})


def expect_short(words: str) -> None:
    """Return quietly when a reason is not too long. Raises Invalid."""
    if len(words) > MOST_WORDS:
        raise Invalid({"words": "too_long"}, {"most": f"{MOST_WORDS:,}"})


def expect_words(words: str) -> None:
    """Return quietly when there is a reason, and not too long a one. Raises Invalid."""
    if not words.strip():
        raise Invalid({"words": "required"})
    expect_short(words)


def next_number(at: datetime) -> str:
    """Return the next number of the fiscal year (B.E.) in which the instant falls in Bangkok.

    The counter is a row of the same transaction: a submission that fails gives its number back,
    and two at once wait for each other.
    """
    year = fiscal_year(at)
    statement = (
        upsert(NumberCounter)
        .values(fiscal_year=year, last=1)
        .on_conflict_do_update(
            index_elements=[NumberCounter.fiscal_year], set_={"last": NumberCounter.last + 1}
        )
        .returning(NumberCounter.last)
    )
    last = db.session.execute(statement).scalar_one()
    return f"LL-{year}-{last:04}"
