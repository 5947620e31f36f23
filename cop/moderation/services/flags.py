"""Readers say what is wrong with a published lesson, and moderators answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from cop.core.actor import Actor
from cop.core.clock import today
from cop.core.errors import Invalid, Stale
from cop.db import db, expect_version
from cop.journal import What, record
from cop.lessons import queries as lessons
from cop.lessons import services as written
from cop.lessons.models import Lesson
from cop.lessons.policies import may_flag
from cop.moderation.models import (
    FLAG_REASONS,
    OUTCOMES,
    OUTCOMES_BY_ITSELF,
    OUTCOMES_OF_PERSONAL_DATA,
    Flag,
)
from cop.moderation.policies import may_close_flags, may_decide_flag
from cop.moderation.queries import working_days_after
from cop.thai.folding import tidy_line

MOST_WORDS = 1_000
LEAST_PASSAGE, MOST_PASSAGE = 4, 200
MOST_HIDDEN = 3
ANSWER_AFTER, ANSWER_PERSONAL_DATA_AFTER = 5, 1
"""Working days until a moderator should have answered."""
TURNED_DOWN, TURNED_DOWN_IN = 3, timedelta(days=30)
"""Whoever was told so often that nothing was personal flags without hiding for so long."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader says is wrong: why, in which words, where, and which lesson says the same."""

    reason: str
    words: str = ""
    passage: str = ""
    other_id: int | None = None


def flag_lesson(lesson: Lesson, report: Report, *, by: Actor, at: datetime) -> Flag:
    """Tell moderators what is wrong; a passage with personal data is hidden until they answer.

    Raises Invalid, also for what the same person has said already and is not answered yet.
    """
    # Two at once wait for each other: what one person may say of a lesson is counted.
    db.session.scalar(select(Lesson.id).where(Lesson.id == lesson.id).with_for_update())
    db.session.refresh(lesson)
    may_flag(by, lessons.standing(lesson.id)).require()
    report = _checked(lesson, report)
    _expect_first(lesson, report, by)
    personal = report.reason == "personal_data"
    after = ANSWER_PERSONAL_DATA_AFTER if personal else ANSWER_AFTER
    made = Flag(
        lesson_id=lesson.id,
        revision_id=lesson.published_revision_id,
        reason=report.reason,
        words=report.words,
        passage=report.passage,
        hides=personal and _is_believed(lesson, report, by, at),
        other_id=report.other_id,
        by_id=by.id,
        at=at,
        due_on=working_days_after(today(at), after),
    )
    db.session.add(made)
    db.session.flush()
    if made.hides:
        written.renew_shown(lesson, by=by)
    record(
        What.CONTENT_FLAGGED,
        "lesson",
        lesson.id,
        by=by,
        at=at,
        flag=made.id,
        reason=made.reason,
        hides=made.hides,
    )
    return made


def decide_flag(
    found: Flag, outcome: str, words: str, *, version: int | None, by: Actor, at: datetime
) -> None:
    """Answer a flag: what was hidden is shown again, or stays hidden until it is blanked.

    Raises Stale when it has been answered meanwhile, Invalid.
    """
    may_decide_flag(by, lessons.standing(found.lesson_id)).require()
    expect_version(found, version)
    if found.outcome:
        raise Stale
    if outcome not in outcomes_of(found.reason):
        raise Invalid({"outcome": "choose"})
    if len(words.strip()) > MOST_WORDS:
        raise Invalid({"words": "too_long"}, {"most": f"{MOST_WORDS:,}"})
    found.answer = words.strip()
    _close(found, outcome, by, at)
    lesson = db.session.get_one(Lesson, found.lesson_id)
    written.renew_shown(lesson, by=by)


def close_flags(lesson: Lesson, outcome: str, *, by: Actor, at: datetime) -> int:
    """Close the open flags of a lesson that was merged or removed; return how many those were."""
    may_close_flags(by).require()
    if outcome not in OUTCOMES_BY_ITSELF:
        raise Invalid({"outcome": "choose"})
    query = select(Flag).where(Flag.lesson_id == lesson.id, Flag.outcome == "").order_by(Flag.id)
    found = db.session.scalars(query).all()
    for one in found:
        _close(one, outcome, by, at, into=lesson.merged_into_id)
    return len(found)


def outcomes_of(reason: str) -> tuple[str, ...]:
    """Return what a moderator may answer to a flag."""
    return OUTCOMES_OF_PERSONAL_DATA if reason == "personal_data" else OUTCOMES


def _close(found: Flag, outcome: str, by: Actor, at: datetime, into: int | None = None) -> None:
    found.outcome = outcome
    found.hides = outcome == "redact"
    found.decided_by_id, found.decided_at = by.id, at
    db.session.flush()
    record(
        What.FLAG_DECIDED,
        "lesson",
        found.lesson_id,
        by=by,
        at=at,
        flag=found.id,
        reason=found.reason,
        outcome=outcome,
        into=into,
    )


def _checked(lesson: Lesson, report: Report) -> Report:
    """Return the report as it is kept: what does not belong to its reason is left out."""
    if report.reason not in FLAG_REASONS:
        raise Invalid({"reason": "choose"})
    words = report.words.strip()
    if not words and report.reason == "other":
        raise Invalid({"words": "required"})
    if len(words) > MOST_WORDS:
        raise Invalid({"words": "too_long"}, {"most": f"{MOST_WORDS:,}"})
    passage, other_id = "", None
    if report.reason == "personal_data":
        passage = _passage(lesson, tidy_line(report.passage))
    if report.reason == "duplicate":
        other_id = report.other_id
        if other_id == lesson.id:
            raise Invalid({"other": "same_lesson"})
    return Report(report.reason, words, passage, other_id)


def _passage(lesson: Lesson, passage: str) -> str:
    if not passage:
        raise Invalid({"passage": "passage_needed"})
    if len(passage) < LEAST_PASSAGE:
        raise Invalid({"passage": "too_short"}, {"least": LEAST_PASSAGE})
    if len(passage) > MOST_PASSAGE:
        raise Invalid({"passage": "too_long"}, {"most": MOST_PASSAGE})
    if not lessons.says(lesson.published_revision_id or 0, passage):
        raise Invalid({"passage": "passage_not_there"})
    return passage


def _expect_first(lesson: Lesson, report: Report, by: Actor) -> None:
    query = select(Flag.passage).where(
        Flag.lesson_id == lesson.id,
        Flag.by_id == by.id,
        Flag.reason == report.reason,
        Flag.outcome == "",
    )
    before = db.session.scalars(query).all()
    if report.passage in before:
        raise Invalid({"reason": "flagged_before"})
    if len(before) >= MOST_HIDDEN:
        raise Invalid({"passage": "too_many_hidden"}, {"most": MOST_HIDDEN})


def _is_believed(lesson: Lesson, report: Report, by: Actor, at: datetime) -> bool:
    """Tell whether the passage is hidden at once.

    Not when a moderator has said of this very passage that it is nothing personal, nor for
    whoever was told so thrice of late.
    """
    same = (Flag.lesson_id == lesson.id, func.lower(Flag.passage) == report.passage.lower())
    late = (Flag.by_id == by.id, Flag.decided_at >= at - TURNED_DOWN_IN)
    return not _not_personal(*same) and _not_personal(*late) < TURNED_DOWN


def _not_personal(*which: ColumnElement[bool]) -> int:
    query = select(func.count(Flag.id)).where(Flag.outcome == "not_personal", *which)
    return db.session.scalar(query) or 0
