"""What rules and services must know of a lesson."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, literal, select, tuple_, union_all

from cop.communities.models import Community
from cop.communities.policies import Place
from cop.core.actor import Actor
from cop.core.errors import Missing
from cop.db import db
from cop.journal import Entry, What
from cop.lessons.models import (
    Lesson,
    LessonLink,
    LessonReader,
    LessonTerm,
    Revision,
)
from cop.lessons.policies import Standing, readable_by
from cop.lessons.queries.trust import trusted_authors
from cop.moderation.models import MinorEdit
from cop.terms.models import Term
from cop.thai.fiscal_year import BANGKOK

_STANDING = (
    Lesson.state,
    Lesson.visibility,
    Lesson.community_id,
    Lesson.agency_id,
    Lesson.author_id,
    Lesson.hides_author,
    Lesson.owner_id,
    Lesson.submitted_by_id,
    Lesson.published_revision_id,
    Lesson.withheld_revision_id,
    Lesson.published_by_id,
    Lesson.verified_at,
    Lesson.rejected_by_id,
    Lesson.appealed_at,
    Lesson.current_revision_id,
    Community.kind.label("community_kind"),
    Community.agency_id.label("community_agency_id"),
)


@dataclass(slots=True)
class Hands:
    """Ids of topics, of writers since publication and ever, of correctors, of named readers."""

    topics: set[int] = field(default_factory=set)
    writers: set[int] = field(default_factory=set)
    ever: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    edited: set[int] = field(default_factory=set)


def standing(lesson_id: int) -> Standing:
    """Return what the rules must know of a lesson. Raises Missing."""
    return standings([lesson_id])[lesson_id]


def standings(lesson_ids: Sequence[int]) -> dict[int, Standing]:
    """Return what the rules must know of several lessons, in two queries. Raises Missing."""
    query = (
        select(Lesson.id, *_STANDING)
        .join(Community, Community.id == Lesson.community_id)
        .where(Lesson.id.in_(lesson_ids))
    )
    rows = db.session.execute(query).all()
    if len(rows) < len(set(lesson_ids)):
        raise Missing
    hands = hands_of(lesson_ids)
    drafts = {row.author_id for row in rows if row.state == "draft"}
    trusted = trusted_authors(drafts) if drafts else frozenset[int]()
    return {
        row.id: standing_of(row, hands.get(row.id, Hands()), is_trusted=row.author_id in trusted)
        for row in rows
    }


def standing_of(row: Row[*tuple[Any, ...]], hands: Hands, *, is_trusted: bool = False) -> Standing:
    """Return the standing made of a row with the columns of a lesson and its community."""
    return Standing(
        state=row.state,
        place=Place(
            visibility=row.visibility,
            community_id=row.community_id,
            community_kind=row.community_kind,
            community_agency_id=row.community_agency_id,
            agency_id=row.agency_id,
            author_id=row.author_id,
            named=frozenset(hands.named),
        ),
        author_id=row.author_id,
        is_published=row.published_revision_id is not None,
        submitted_by_id=row.submitted_by_id,
        topics=frozenset(hands.topics),
        writers=frozenset({row.author_id, *hands.writers}),
        was_published=row.withheld_revision_id is not None,
        is_verified=row.verified_at is not None,
        is_trusted=is_trusted,
        hides_author=row.hides_author,
        published_by_id=row.published_by_id,
        rejected_by_id=row.rejected_by_id if row.appealed_at else None,
        wrote_published=frozenset(hands.ever),
        edited_by=frozenset(hands.edited),
        owner_id=row.owner_id,
    )


def hands_of(lesson_ids: Sequence[int]) -> dict[int, Hands]:
    """Return the topics, writers, correctors and named readers of lessons, in one query."""
    topics = (
        select(literal("topics"), LessonTerm.lesson_id, LessonTerm.term_id)
        .join(Lesson, Lesson.current_revision_id == LessonTerm.revision_id)
        .where(LessonTerm.scheme == "topic", Lesson.id.in_(lesson_ids))
    )
    writers = (
        select(literal("writers"), Revision.lesson_id, Revision.author_id)
        .join(Lesson, Lesson.id == Revision.lesson_id)
        .where(
            Revision.is_authorship,
            Revision.id > func.coalesce(Lesson.published_revision_id, 0),
            Lesson.id.in_(lesson_ids),
        )
    )
    ever = select(literal("ever"), Revision.lesson_id, Revision.author_id).where(
        Revision.is_authorship, Revision.lesson_id.in_(lesson_ids)
    )
    named = select(literal("named"), LessonReader.lesson_id, LessonReader.member_id).where(
        LessonReader.lesson_id.in_(lesson_ids)
    )
    edited = select(literal("edited"), MinorEdit.lesson_id, MinorEdit.by_id).where(
        MinorEdit.lesson_id.in_(lesson_ids), MinorEdit.seen_at.is_(None)
    )
    found: dict[int, Hands] = {}
    for what, lesson_id, one in db.session.execute(union_all(topics, writers, ever, named, edited)):
        getattr(found.setdefault(lesson_id, Hands()), what).add(one)
    return found


def get(actor: Actor, ref: str) -> Lesson:
    """Return the lesson of a number or id, if the actor may know of it. Raises Missing."""
    query = select(Lesson).where(by_ref(ref), readable_by(actor))
    lesson = db.session.scalars(query).one_or_none()
    if lesson is None:
        raise Missing
    return lesson


def by_ref(ref: str) -> ColumnElement[bool]:
    """Return the condition for a number such as LL-2563-0001 or an id."""
    if ref.isascii() and ref.isdigit() and len(ref) <= 9:
        return Lesson.id == int(ref)
    return Lesson.number == ref.upper()


def term_ids(chosen: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], int]:
    """Return the ids of terms in use, by scheme and code; unknown codes are left out."""
    pairs = [(scheme, code) for scheme, codes in chosen.items() for code in codes]
    if not pairs:
        return {}
    query = select(Term.scheme, Term.code, Term.id).where(
        and_(tuple_(Term.scheme, Term.code).in_(pairs), Term.status == "active")
    )
    return {(row.scheme, row.code): row.id for row in db.session.execute(query)}


def noted_today(lesson_id: int, actor: Actor, at: datetime) -> bool:
    """Tell whether this moderator's reading of the lesson is in the journal of this day."""
    midnight = at.astimezone(BANGKOK).replace(hour=0, minute=0, second=0, microsecond=0)
    query = select(Entry.id).where(
        Entry.what == What.CLOSED_CONTENT_READ.value,
        Entry.subject_kind == "lesson",
        Entry.subject_id == lesson_id,
        Entry.by_id == actor.id,
        Entry.at >= midnight,
    )
    return db.session.scalar(query.limit(1)) is not None


def link(lesson_id: int, link_id: int) -> LessonLink:
    """Return a link of the lesson. Raises Missing."""
    query = select(LessonLink).where(LessonLink.id == link_id, LessonLink.lesson_id == lesson_id)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing
    return found
