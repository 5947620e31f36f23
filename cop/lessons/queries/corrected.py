"""Small corrections that readers saw at once and nobody else has looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from cop.accounts.models import Member
from cop.core.actor import Actor
from cop.core.errors import Missing
from cop.db import db
from cop.lessons.models import Decision, Lesson, Revision
from cop.lessons.policies import Standing, in_use_for, may_see_minor, may_undo_minor, named
from cop.lessons.queries.rules import standings
from cop.moderation.models import MinorEdit

MOST_CORRECTED = 50
JUDGED = ("publish", "publish_trusted", "publish_urgently", "check")
"""Acts by which a whole revision came before readers, or was found right."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A small correction that waits to be looked at; `by_name` is "" for an unnamed author."""

    ref: str
    title: str
    number: int
    before: int
    by_name: str
    at: datetime
    letters: int
    note: str
    may_see: bool
    may_undo: bool


def corrected(actor: Actor, of: tuple[int, Standing] | None = None) -> list[Corrected]:
    """Return what waits for the actor, of all lessons or of one that is known, oldest first."""
    if not (actor.holds("moderator") or actor.holds("reviewer")):
        return []
    before = aliased(Revision)
    query = (
        select(
            MinorEdit.lesson_id,
            MinorEdit.revision_id,
            MinorEdit.by_id,
            MinorEdit.at,
            MinorEdit.letters,
            Revision.number.label("to_number"),
            Revision.note,
            before.number.label("from_number"),
            Lesson.number,
            Lesson.title,
            Lesson.published_revision_id,
            named(Member.name, Member.id).label("by_name"),
        )
        .join(Lesson, Lesson.id == MinorEdit.lesson_id)
        .join(Revision, Revision.id == MinorEdit.revision_id)
        .join(before, before.id == MinorEdit.before_id)
        .outerjoin(Member, Member.id == MinorEdit.by_id)
        .where(MinorEdit.seen_at.is_(None), in_use_for(actor))
        .order_by(MinorEdit.id)
        .limit(MOST_CORRECTED)
    )
    if of is not None:
        query = query.where(MinorEdit.lesson_id == of[0])
    rows = db.session.execute(query).all()
    known = dict([of]) if of else standings(sorted({row.lesson_id for row in rows}))
    return [
        Corrected(
            ref=row.number or str(row.lesson_id),
            title=row.title,
            number=row.to_number,
            before=row.from_number,
            by_name=row.by_name or "",
            at=row.at,
            letters=row.letters,
            note=row.note,
            may_see=bool(may_see_minor(actor, known[row.lesson_id], row.by_id)),
            may_undo=row.revision_id == row.published_revision_id
            and bool(may_undo_minor(actor, known[row.lesson_id], row.by_id)),
        )
        for row in rows
    ]


def minor_edit_of(lesson_id: int, number: int) -> MinorEdit:
    """Return the small correction that made a revision of a lesson. Raises Missing."""
    query = (
        select(MinorEdit)
        .join(Revision, Revision.id == MinorEdit.revision_id)
        .where(Revision.lesson_id == lesson_id, Revision.number == number)
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing
    return found


def last_looked_at(lesson: Lesson) -> Revision:
    """Return the revision that somebody else was last asked about, of what readers see.

    That is what stood before the first of the small corrections that nobody has looked at since
    the last publication; without any it is the published revision.
    """
    judged = (
        select(func.max(Decision.revision_id))
        .where(Decision.lesson_id == lesson.id, Decision.act.in_(JUDGED))
        .scalar_subquery()
    )
    first = (
        select(MinorEdit.before_id)
        .where(
            MinorEdit.lesson_id == lesson.id,
            MinorEdit.seen_at.is_(None),
            MinorEdit.revision_id > func.coalesce(judged, 0),
        )
        .order_by(MinorEdit.id)
        .limit(1)
    )
    return db.session.get_one(Revision, db.session.scalar(first) or lesson.published_revision_id)


def texts(revision_id: int, names: Sequence[str]) -> dict[str, str]:
    """Return what a revision says in these fields. Raises Missing."""
    columns = [getattr(Revision, name) for name in names]
    row = db.session.execute(select(*columns).where(Revision.id == revision_id)).one_or_none()
    if row is None:
        raise Missing
    return dict(zip(names, row, strict=True))
