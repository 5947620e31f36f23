"""Who is told of what is said about a lesson in review."""

from collections.abc import Iterable

from sqlalchemy import select, union

from cop.accounts import queries as accounts
from cop.db import db
from cop.journal import Entry
from cop.lessons.models import Lesson
from cop.moderation.models import ExpertQuestion, Flag, MinorEdit, Remark, RemarkAnswer


def remark_of(entry: Entry) -> tuple[str, int]:
    """Return the remark that an entry is about."""
    found = entry.codes.get("remark")
    return "remark", found if isinstance(found, int) else 0


def writers_under_remark(entry: Entry) -> Iterable[int | None]:
    """Return the lesson's author, who reviews it, who made the remark, and who answered before."""
    remark_id = remark_of(entry)[1]
    of_lesson = Lesson.id == entry.subject_id
    return db.session.scalars(
        union(
            select(Lesson.author_id).where(of_lesson),
            select(Lesson.owner_id).where(of_lesson),
            select(Lesson.assignee_id).where(of_lesson),
            select(Remark.by_id).where(Remark.id == remark_id),
            select(RemarkAnswer.by_id).where(
                RemarkAnswer.remark_id == remark_id, RemarkAnswer.at < entry.at
            ),
        )
    )


def concerned_by_answer(entry: Entry) -> Iterable[int | None]:
    """Return who asked the expert, who reviews the lesson, and its author."""
    of_lesson = Lesson.id == entry.subject_id
    found = entry.codes.get("question")
    return db.session.scalars(
        union(
            select(ExpertQuestion.by_id).where(
                ExpertQuestion.id == (found if isinstance(found, int) else 0)
            ),
            select(Lesson.assignee_id).where(of_lesson),
            select(Lesson.author_id).where(of_lesson),
            select(Lesson.owner_id).where(of_lesson),
        )
    )


def tenders_of(lesson_id: int) -> Iterable[int | None]:
    """Return who wrote a lesson and who looks after it."""
    of_lesson = Lesson.id == lesson_id
    return db.session.scalars(
        union(select(Lesson.author_id).where(of_lesson), select(Lesson.owner_id).where(of_lesson))
    )


def corrector_undone(entry: Entry) -> Iterable[int | None]:
    """Return who made the small correction that was taken back."""
    query = select(MinorEdit.by_id).where(
        MinorEdit.lesson_id == entry.subject_id, MinorEdit.seen_at == entry.at
    )
    return db.session.scalars(query)


def moderators_of_all(_entry: Entry) -> Iterable[int | None]:
    """Return the moderators of the whole body."""
    return [one.id for one in accounts.actors_holding(("moderator",)) if one.has("moderator")]


def flag_of(entry: Entry) -> tuple[str, int]:
    """Return the flag that an entry is about."""
    return "flag", _number(entry, "flag")


def answered_flag(entry: Entry) -> tuple[str, int] | None:
    """Return the flag that was answered, unless it ended because its lesson leads elsewhere."""
    return None if _number(entry, "into") else flag_of(entry)


def flagged_thing(entry: Entry) -> tuple[str, int]:
    """Return the lesson of a flag, or the one into which it was merged."""
    return entry.subject_kind, _number(entry, "into") or entry.subject_id


def who_flagged(entry: Entry) -> Iterable[int | None]:
    """Return who made the flag."""
    return db.session.scalars(select(Flag.by_id).where(Flag.id == flag_of(entry)[1]))


def who_blanks(entry: Entry) -> Iterable[int | None]:
    """Return the administrators, where a moderator wants words blanked for good."""
    if entry.codes.get("outcome") != "redact":
        return []
    return [one.id for one in accounts.actors_holding(("admin",))]


def _number(entry: Entry, code: str) -> int:
    found = entry.codes.get(code)
    return found if isinstance(found, int) else 0
