"""Lessons that ended: where their addresses lead, and what lies in the trash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from cop.accounts.models import Member
from cop.communities.models import Community
from cop.communities.policies import within
from cop.core.actor import Actor
from cop.core.errors import Missing
from cop.db import db
from cop.lessons.models import CLOSED, Decision, Lesson
from cop.lessons.policies import in_trash_for, named, tended_by
from cop.lessons.policies.reading import place_columns
from cop.lessons.queries.cards import Card, cards
from cop.lessons.queries.rules import by_ref
from cop.thai.numerals import to_arabic

MOST_IN_TRASH = 200


@dataclass(frozen=True, slots=True)
class Ended:
    """A lesson whose address shows it no more: it was merged into another, or removed."""

    ref: str
    into: str
    at: datetime | None
    words: str


@dataclass(frozen=True, slots=True)
class Trashed:
    """A lesson in the trash, as the list of those shows it who may take it out."""

    id: int
    ref: str
    title: str
    at: datetime | None
    by_name: str
    words: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A lesson that was merged into the one shown, and who wrote it: credit outlives a merge.

    The name is "" where readers were not told it.
    """

    ref: str
    author_name: str


def ended(actor: Actor, ref: str) -> Ended | None:
    """Return where the address of an ended lesson leads, for those whom its place was open to.

    Nothing tells others that there ever was such a lesson; nor does a merge into one that the
    reader may not see.
    """
    # What was never published was its author's affair, and the reviewers'.
    was_read = Lesson.withheld_revision_id.is_not(None)
    query = (
        select(Lesson.id, Lesson.number, Lesson.state, Lesson.merged_into_id, Lesson.taken_away_at)
        .join(Community, Community.id == Lesson.community_id)
        .where(
            by_ref(ref),
            Lesson.state.in_(CLOSED),
            or_(and_(was_read, within(actor, place_columns(actor))), _own(actor)),
        )
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    own_ref = row.number or str(row.id)
    if row.state == "merged":
        target = cards(actor, [row.merged_into_id]).get(row.merged_into_id)
        return Ended(own_ref, target.ref, row.taken_away_at, "") if target else None
    said = (
        select(Decision.words)
        .where(Decision.lesson_id == row.id, Decision.act == "remove")
        .order_by(Decision.id.desc())
        .limit(1)
    )
    return Ended(own_ref, "", row.taken_away_at, db.session.scalar(said) or "")


def ref_in(typed: str) -> str:
    """Return the number or id in what was typed: either, or the address of a lesson's page."""
    path = to_arabic(typed).strip().split("?")[0].split("#")[0].rstrip("/")
    return path.rpartition("/")[2].strip()


def target_of(actor: Actor, typed: str) -> Lesson:
    """Return the lesson of a typed number or pasted address which the actor may read.

    Raises Missing.
    """
    found = db.session.scalars(select(Lesson).where(by_ref(ref_in(typed)))).one_or_none()
    if found is None or found.id not in cards(actor, [found.id]):
        raise Missing
    return found


def any_lesson(ref: str) -> Lesson:
    """Return a lesson for an administrator, whoever may read it. Raises Missing."""
    found = db.session.scalars(select(Lesson).where(by_ref(ref))).one_or_none()
    if found is None:
        raise Missing
    return found


def card_of(actor: Actor, lesson_id: int | None) -> Card | None:
    """Return the card of a lesson, if the actor may read it."""
    return cards(actor, [lesson_id]).get(lesson_id) if lesson_id is not None else None


def merged_into(lesson_id: int) -> Sequence[Merged]:
    """Return the lessons that were merged into this one, oldest number first."""
    query = (
        select(Lesson.id, Lesson.number, named(Member.name, Member.id))
        .join(Member, Member.id == Lesson.author_id)
        .where(Lesson.merged_into_id == lesson_id, Lesson.state == "merged")
        .order_by(Lesson.number, Lesson.id)
    )
    return [Merged(number or str(one), name) for one, number, name in db.session.execute(query)]


def in_trash(actor: Actor) -> Sequence[Trashed]:
    """Return what the actor may take out of the trash, thrown away last first."""
    by = aliased(Member)
    last = (
        select(func.max(Decision.id))
        .where(Decision.lesson_id == Lesson.id, Decision.act.in_(("trash", "discard")))
        .correlate(Lesson)
        .scalar_subquery()
    )
    own_draft = _own(actor) & Lesson.withheld_revision_id.is_(None)
    query = (
        select(
            Lesson.id,
            Lesson.number,
            Lesson.title,
            Lesson.taken_away_at,
            named(by.name, by.id),
            Decision.words,
        )
        .join(Decision, Decision.id == last)
        .outerjoin(by, by.id == Decision.by_id)
        .where(
            Lesson.state == "trashed",
            or_(own_draft, in_trash_for(actor)),
        )
        .order_by(Lesson.taken_away_at.desc(), Lesson.id.desc())
        .limit(MOST_IN_TRASH)
    )
    return [
        Trashed(row[0], row[1] or str(row[0]), row[2], row[3], row[4] or "", row[5])
        for row in db.session.execute(query)
    ]


def _own(actor: Actor) -> ColumnElement[bool]:
    return tended_by(actor)
