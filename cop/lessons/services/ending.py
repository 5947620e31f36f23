"""How a lesson ends: out of use, in the trash, merged into another, or removed for good."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.db import db
from cop.journal import What, record
from cop.lessons.models import Lesson, LessonLink
from cop.lessons.policies import (
    may_discard,
    may_merge,
    may_purge,
    may_remove,
    may_restore,
    may_trash,
    may_untrash,
    may_withdraw,
)
from cop.lessons.services._blanking import blank
from cop.lessons.services._steps import expect_words, hold, step

DAYS_IN_TRASH = 30
_PURGED_AT_ONCE = 50


def withdraw(
    lesson: Lesson, *, words: str, by: Actor, at: datetime, successor: Lesson | None = None
) -> None:
    """Take a published lesson out of use; it stays readable under a banner with the reason.

    `successor` is what readers had better use now. Raises Invalid.
    """
    may_withdraw(by, hold(lesson)).require()
    expect_words(words)
    if successor is not None:
        expect_target(lesson, successor)
        lesson.successor_id = successor.id
    step(lesson, "withdraw", by=by, at=at, words=words)


def restore(lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Put a withdrawn lesson back into use; a draft begun before goes on."""
    may_restore(by, hold(lesson)).require()
    lesson.successor_id = None
    step(lesson, "restore", by=by, at=at)


def discard(lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Throw an own draft into the trash, or drop the begun revision of what readers use."""
    may_discard(by, hold(lesson)).require()
    _take_away(lesson, "discard", by=by, at=at)


def trash(lesson: Lesson, *, words: str, by: Actor, at: datetime) -> None:
    """Take a lesson away from its readers; for 30 days it can come back. Raises Invalid."""
    may_trash(by, hold(lesson)).require()
    expect_words(words)
    _take_away(lesson, "trash", by=by, at=at, words=words)


def untrash(lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Take a lesson out of the trash: it stands as it stood before."""
    may_untrash(by, hold(lesson)).require()
    step(lesson, "untrash", by=by, at=at)
    lesson.published_revision_id = lesson.withheld_revision_id
    lesson.withheld_revision_id = None
    lesson.taken_from = ""
    lesson.taken_away_at = None


def merge(lesson: Lesson, into: Lesson, *, words: str, by: Actor, at: datetime) -> None:
    """Lead a lesson's address to another that says the same; its links go along.

    Raises Invalid when the other is not published, or is this one.
    """
    may_merge(by, hold(lesson)).require()
    expect_target(lesson, into)
    _move_links(lesson.id, into.id)
    # What was merged into this one, or succeeded by it, leads on: no chain grows.
    for column in (Lesson.merged_into_id, Lesson.successor_id):
        db.session.execute(
            update(Lesson)
            .where(column == lesson.id, Lesson.id != into.id)
            .values({column: into.id})
        )
    into.has_merged = True
    lesson.merged_into_id = into.id
    _take_away(lesson, "merge", by=by, at=at, words=words)


def remove(lesson: Lesson, *, words: str, by: Actor, at: datetime) -> None:
    """Take a lesson away for good. Its address says so with these words. Raises Invalid."""
    may_remove(by, hold(lesson)).require()
    expect_words(words)
    _take_away(lesson, "remove", by=by, at=at, words=words)


def purge(*, by: Actor, at: datetime) -> int:
    """Empty the trash of what has lain there for 30 days; return how many lessons that were.

    The texts go; number, decisions and journal stay, and the address says that it is gone.
    """
    may_purge(by).require()
    old = (
        select(Lesson)
        .where(Lesson.state == "trashed", Lesson.taken_away_at < at - timedelta(days=DAYS_IN_TRASH))
        .order_by(Lesson.id)
        .limit(_PURGED_AT_ONCE)
    )
    found = db.session.scalars(old).all()
    for lesson in found:
        blank(lesson, by=by, at=at)
        lesson.state = "removed"
        record(What.LESSON_PURGED, "lesson", lesson.id, by=by, at=at)
    return len(found)


def _take_away(lesson: Lesson, act: str, *, by: Actor, at: datetime, words: str = "") -> None:
    before = lesson.state
    step(lesson, act, by=by, at=at, words=words)
    if lesson.state == "published":
        lesson.current_revision_id = lesson.published_revision_id
        return
    if before != "trashed":
        lesson.taken_from = before
        lesson.withheld_revision_id = lesson.published_revision_id
        lesson.published_revision_id = None
    lesson.taken_away_at = at


def expect_target(lesson: Lesson, other: Lesson) -> None:
    """Raise Invalid unless the other lesson can stand in this one's place."""
    if other.id == lesson.id:
        raise Invalid({"target": "same_lesson"})
    if other.state == "withdrawn" or other.published_revision_id is None:
        raise Invalid({"target": "lesson_not_in_use"})


def _move_links(source: int, target: int) -> None:
    """Give all links of one lesson to another, but for those that would stand there twice."""
    ends = (LessonLink.kind, LessonLink.to_kind, LessonLink.to_id, LessonLink.at_seconds)
    there = {tuple(row) for row in db.session.execute(
        select(*ends).where(LessonLink.lesson_id == target)
    )}  # fmt: skip
    backs = {tuple(row) for row in db.session.execute(
        select(LessonLink.lesson_id, LessonLink.kind).where(
            LessonLink.to_kind == "lesson", LessonLink.to_id == target
        )
    )}  # fmt: skip
    of_source = (LessonLink.to_kind == "lesson") & (LessonLink.to_id == source)
    query = select(LessonLink).where((LessonLink.lesson_id == source) | of_source)
    for link in db.session.scalars(query.order_by(LessonLink.id)).all():
        if link.lesson_id == source:
            key = (link.kind, link.to_kind, link.to_id, link.at_seconds)
            to_itself = link.to_kind == "lesson" and link.to_id == target
            doubled = to_itself or key in there
            there.add(key)
            values = {"lesson_id": target}
        else:
            back = (link.lesson_id, link.kind)
            doubled = link.lesson_id == target or back in backs
            backs.add(back)
            values = {"to_id": target}
        if doubled:
            db.session.execute(delete(LessonLink).where(LessonLink.id == link.id))
        else:
            db.session.execute(update(LessonLink).where(LessonLink.id == link.id).values(values))
