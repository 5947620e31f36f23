"""Who had a part in a lesson: as what, how often, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from cop.accounts.models import Agency, Member
from cop.db import db
from cop.lessons.models import Decision, Lesson, LessonLink, Revision
from cop.lessons.policies import is_unnamed

PARTS = (
    "author", "classifier", "corrector", "submitter", "publisher", "checker", "merged", "quoted",
)  # fmt: skip
"""As what somebody contributes, in the order in which pages say it."""
_BY_ACT = {
    "submitter": ("submit", "appeal"),
    "publisher": ("publish", "publish_trusted", "publish_urgently"),
    "checker": ("check", "see_minor"),
}
_OF_CORRECTION = ("minor_edit", "undo_minor")


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person's part in a lesson, with the unit they belong to now.

    `name` and unit are "" for an author who is not named to the reader. `ref` is the number of a
    lesson that was merged into this one; `thread_id` the thread whose replies it quotes, `words`
    whose they are.
    """

    part: str
    name: str
    agency_th: str
    agency_en: str
    times: int
    first: datetime
    last: datetime
    ref: str
    thread_id: int | None
    words: str


def contributors(lesson_id: int, *, drafts: bool, names_author: bool) -> list[Contributor]:
    """Return who had a part in a lesson; without drafts, in what readers have seen of it.

    `names_author` as in `versions`; who is quoted from a thread is for those who may read that.
    """
    done = union_all(*_parts(lesson_id, drafts=drafts)).subquery()
    grouped = (
        done.c.part, done.c.member_id, done.c.is_kept_back, done.c.ref, done.c.thread_id,
        done.c.words, Member.name, Agency.name_th, Agency.name_en,
    )  # fmt: skip
    query = (
        select(
            *grouped,
            func.count().label("times"),
            func.min(done.c.at).label("first"),
            func.max(done.c.at).label("last"),
        )
        .select_from(done)
        .outerjoin(Member, Member.id == done.c.member_id)
        .outerjoin(Agency, Agency.id == Member.agency_id)
        .group_by(*grouped)
    )
    found = []
    for row in db.session.execute(query):
        # Readers of one lesson that was merged learn no more of its author than others do.
        is_told = not row.is_kept_back or (names_author and row.part != "merged")
        found.append(
            Contributor(
                part=row.part,
                name=(row.name or "") if is_told else "",
                agency_th=(row.name_th or "") if is_told else "",
                agency_en=(row.name_en or "") if is_told else "",
                times=row.times,
                first=row.first,
                last=row.last,
                ref=row.ref,
                thread_id=row.thread_id,
                words=row.words,
            )
        )
    return sorted(found, key=lambda one: (PARTS.index(one.part), one.first))


def _parts(lesson_id: int, *, drafts: bool) -> Sequence[Select[*tuple[Any, ...]]]:
    shown = func.coalesce(Lesson.published_revision_id, Lesson.withheld_revision_id, 0)
    corrected = exists().where(
        Decision.revision_id == Revision.id, Decision.act.in_(_OF_CORRECTION)
    )
    of_text = {
        "author": and_(Revision.is_authorship, ~corrected),
        "classifier": and_(~Revision.is_authorship, ~corrected),
        "corrector": corrected,
    }
    parts = []
    for part, condition in of_text.items():
        where = [condition] if drafts else [condition, Revision.id <= shown]
        parts.append(
            _row(part, Revision.author_id, Revision.created_at, is_unnamed(Revision.author_id))
            .join(Lesson, Lesson.id == Revision.lesson_id)
            .where(Revision.lesson_id == lesson_id, *where)
        )
    for part, acts in _BY_ACT.items():
        where = [Decision.act.in_(acts), Decision.by_id.is_not(None)]
        where += [] if drafts else [Decision.revision_id <= shown]
        parts.append(
            _row(part, Decision.by_id, Decision.at, is_unnamed(Decision.by_id))
            .join(Lesson, Lesson.id == Decision.lesson_id)
            .where(Decision.lesson_id == lesson_id, *where)
        )
    return [*parts, _merged(lesson_id), _quoted(lesson_id)]


def _merged(lesson_id: int) -> Select[*tuple[Any, ...]]:
    other = aliased(Lesson)
    at = func.coalesce(other.taken_away_at, other.created_at)
    return _row("merged", other.author_id, at, other.hides_author, ref=other.number).where(
        other.merged_into_id == lesson_id, other.state == "merged"
    )


def _quoted(lesson_id: int) -> Select[*tuple[Any, ...]]:
    return select(
        literal("quoted"),
        cast(null(), Integer),
        LessonLink.created_at,
        literal(value=False),
        literal(""),
        LessonLink.to_id,
        LessonLink.note,
    ).where(
        LessonLink.lesson_id == lesson_id,
        LessonLink.kind == "distilled_from_thread",
        LessonLink.note != "",
    )


def _row(
    part: str,
    member_id: Any,  # noqa: ANN401 - a column
    at: Any,  # noqa: ANN401 - a column
    is_kept_back: ColumnElement[bool] | Any,  # noqa: ANN401 - a column
    ref: Any = None,  # noqa: ANN401 - a column
) -> Select[*tuple[Any, ...]]:
    return select(
        literal(part).label("part"),
        member_id.label("member_id"),
        at.label("at"),
        is_kept_back.label("is_kept_back"),
        (literal("") if ref is None else func.coalesce(ref, "")).label("ref"),
        cast(null(), Integer).label("thread_id"),
        literal("").label("words"),
    )
