"""Flags as pages show them: to whoever made one, to moderators, to who blanks words for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from cop.accounts.models import Member
from cop.core.actor import Actor
from cop.core.errors import Missing
from cop.db import db
from cop.lessons.models import Lesson
from cop.lessons.policies import named
from cop.moderation.models import Flag
from cop.moderation.policies import decided_by
from cop.readers import reader_id
from cop.reads import AnyRow, kept

MOST_OPEN = 100
MOST_OWN = 20


@dataclass(frozen=True, slots=True)
class Flagged:
    """A flag with the lesson that it is about; `outcome` is "" as long as it is open.

    `other_id` is the lesson that is said to say the same: whether its name may be told is for the
    page to ask. `by_name` is "" for an author who is not named.
    """

    id: int
    lesson_ref: str
    title: str
    reason: str
    words: str
    passage: str
    hides: bool
    other_id: int | None
    by_name: str
    at: datetime
    due_on: date
    outcome: str
    answer: str
    decided_at: datetime | None


def open_flags(actor: Actor) -> list[Flagged]:
    """Return what a moderator has to answer: personal data first, then the first due first."""
    if not actor.holds("moderator"):
        return []
    return [_flagged(row) for row in _open(actor).rows()]


def flags_on(lesson_id: int) -> list[Flagged]:
    """Return the open flags of a lesson, the oldest first. The caller has asked the rule."""
    query = _flags().where(Flag.lesson_id == lesson_id, Flag.outcome == "").order_by(Flag.id)
    return [_flagged(row) for row in db.session.execute(query)]


def own_flags(actor: Actor, lesson_id: int) -> list[Flagged]:
    """Return what the actor has flagged of a lesson, the newest first."""
    return [_flagged(row) for row in _own(actor).rows(lesson=lesson_id)]


def flag(actor: Actor, flag_id: int) -> Flag:
    """Return a flag for an answer, if the actor may give one. Raises Missing."""
    query = (
        select(Flag)
        .join(Lesson, Lesson.id == Flag.lesson_id)
        .where(Flag.id == flag_id, decided_by(actor))
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing
    return found


def waiting_for_redaction() -> Sequence[Flagged]:
    """Return what moderators want blanked for good. The caller asks for an administrator."""
    query = _flags().where(Flag.hides, Flag.outcome == "redact").order_by(Flag.decided_at)
    return [_flagged(row) for row in db.session.execute(query.limit(MOST_OPEN))]


@kept
def _open(actor: Actor) -> Select[*tuple[Any, ...]]:
    is_there = Lesson.published_revision_id.is_not(None)
    return (
        _flags()
        .where(Flag.outcome == "", is_there, decided_by(actor))
        .order_by(Flag.reason != "personal_data", Flag.due_on, Flag.id)
        .limit(MOST_OPEN)
    )


@kept
def _own(actor: Actor) -> Select[*tuple[Any, ...]]:
    mine = (Flag.by_id == reader_id(actor), Flag.lesson_id == bindparam("lesson"))
    return _flags().where(*mine).order_by(Flag.id.desc()).limit(MOST_OWN)


def _flags() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Flag.id,
            Lesson.number,
            Lesson.id.label("lesson_id"),
            Lesson.title,
            Flag.reason,
            Flag.words,
            Flag.passage,
            Flag.hides,
            Flag.other_id,
            named(Member.name, Member.id).label("by_name"),
            Flag.at,
            Flag.due_on,
            Flag.outcome,
            Flag.answer,
            Flag.decided_at,
        )
        .join(Lesson, Lesson.id == Flag.lesson_id)
        .join(Member, Member.id == Flag.by_id)
    )


def _flagged(row: AnyRow) -> Flagged:
    return Flagged(
        id=row.id,
        lesson_ref=row.number or str(row.lesson_id),
        title=row.title,
        reason=row.reason,
        words=row.words,
        passage=row.passage,
        hides=row.hides,
        other_id=row.other_id,
        by_name=row.by_name,
        at=row.at,
        due_on=row.due_on,
        outcome=row.outcome,
        answer=row.answer,
        decided_at=row.decided_at,
    )
