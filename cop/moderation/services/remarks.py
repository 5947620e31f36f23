"""Remarks are made, mended, answered, called done, settled and opened again."""

from datetime import datetime

from cop.core.actor import Actor
from cop.core.errors import Invalid, Stale
from cop.db import db, expect_version
from cop.journal import What, record
from cop.lessons import queries as lessons
from cop.lessons import services as reviews
from cop.lessons.models import Lesson
from cop.lessons.policies import Standing
from cop.moderation.models import PLACES, Remark, RemarkAnswer
from cop.moderation.policies import (
    may_answer_remark,
    may_change_remark,
    may_move_remark,
    may_remark,
)

MOST_WORDS = 2_000


def make_remark(
    lesson: Lesson, place: str, words: str, *, revision_id: int | None, by: Actor, at: datetime
) -> Remark:
    """Remark on a place of the newest revision; a review that nobody had begun begins with it.

    Raises Invalid, and Stale when `revision_id`, which was read, is no longer the newest.
    """
    may_remark(by, lessons.standing(lesson.id)).require()
    if revision_id is not None and revision_id != lesson.current_revision_id:
        raise Stale
    if place not in PLACES:
        raise Invalid({"place": "not_a_choice"})
    _expect(words)
    if lesson.state == "submitted":
        reviews.start_review(lesson, by=by, at=at)
    made = Remark(
        lesson_id=lesson.id,
        revision_id=lesson.current_revision_id,
        place=place,
        words=words.strip(),
        by_id=by.id,
        at=at,
    )
    db.session.add(made)
    db.session.flush()
    _note(What.REMARK_MADE, made, by, at)
    return made


def change_remark(
    found: Remark, words: str, *, version: int | None, by: Actor, at: datetime
) -> None:
    """Save other words of an own remark. Raises Stale, Invalid."""
    may_change_remark(by, _standing(found), found.by_id).require()
    expect_version(found, version)
    _expect(words)
    found.words = words.strip()
    found.changed_at = at
    _note(What.REMARK_CHANGED, found, by, at)


def answer_remark(found: Remark, words: str, *, by: Actor, at: datetime) -> RemarkAnswer:
    """Answer under a remark. Raises Invalid."""
    may_answer_remark(by, _standing(found)).require()
    _expect(words)
    made = RemarkAnswer(remark_id=found.id, words=words.strip(), by_id=by.id, at=at)
    db.session.add(made)
    db.session.flush()
    _note(What.REMARK_ANSWERED, found, by, at)
    return made


def move_remark(found: Remark, to: str, *, by: Actor, at: datetime) -> None:
    """Call a remark done, settle it or open it again; one that is there already stays so."""
    if found.state == to:
        may_answer_remark(by, _standing(found)).require()
        return
    may_move_remark(by, _standing(found), found.state, to).require()
    found.state = to
    found.moved_by_id = by.id
    found.moved_at = at
    _note(What.REMARK_MOVED, found, by, at)


def _standing(found: Remark) -> Standing:
    return lessons.standing(found.lesson_id)


def _expect(words: str) -> None:
    if not words.strip():
        raise Invalid({"words": "required"})
    if len(words.strip()) > MOST_WORDS:
        raise Invalid({"words": "too_long"}, {"most": f"{MOST_WORDS:,}"})


def _note(what: What, found: Remark, by: Actor, at: datetime) -> None:
    record(
        what,
        "lesson",
        found.lesson_id,
        by=by,
        at=at,
        remark=found.id,
        revision=found.revision_id,
        place=found.place,
        state=found.state,
    )
