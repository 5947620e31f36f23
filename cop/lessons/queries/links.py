"""Links of lessons, from both ends."""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, or_, select

from cop.core.actor import Actor
from cop.lessons.models import Lesson, LessonLink
from cop.lessons.policies import hidden_words, masking_of
from cop.lessons.queries.cards import Card, cards
from cop.reads import Read


@dataclass(frozen=True, slots=True)
class Link:
    """A link seen from a lesson: what it points to, and how.

    `is_back` is true for a link that another lesson made to this one; `to_id` is then that lesson.
    """

    id: int
    kind: str
    to_kind: str
    to_id: int
    at_seconds: int
    note: str
    created_by_id: int | None
    is_back: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """A lesson that points to a thread, session or recording."""

    card: Card
    kind: str
    at_seconds: int
    note: str
    link_id: int


_OF_LESSON = Read(
    select(
        LessonLink.id,
        LessonLink.lesson_id,
        LessonLink.kind,
        LessonLink.to_kind,
        LessonLink.to_id,
        LessonLink.at_seconds,
        LessonLink.note,
        LessonLink.created_by_id,
    )
    .where(
        or_(
            LessonLink.lesson_id == bindparam("lesson"),
            and_(LessonLink.to_kind == "lesson", LessonLink.to_id == bindparam("lesson")),
        )
    )
    .order_by(LessonLink.id)
)
_TO = Read(
    select(
        LessonLink.id,
        LessonLink.lesson_id,
        LessonLink.kind,
        LessonLink.at_seconds,
        LessonLink.note,
        hidden_words().label("hidden"),
    )
    .join(Lesson, Lesson.id == LessonLink.lesson_id)
    .where(LessonLink.to_kind == bindparam("kind"), LessonLink.to_id == bindparam("one"))
    .order_by(LessonLink.at_seconds, LessonLink.id)
)


def links_of(lesson_id: int) -> list[Link]:
    """Return the links from and to a lesson, oldest first. The ends are not checked for rights."""
    return [
        Link(
            id=link.id,
            kind=link.kind,
            to_kind=link.to_kind,
            to_id=link.to_id if link.lesson_id == lesson_id else link.lesson_id,
            at_seconds=link.at_seconds,
            note=link.note,
            created_by_id=link.created_by_id,
            is_back=link.lesson_id != lesson_id,
        )
        for link in _OF_LESSON.rows(lesson=lesson_id)
    ]


def linked_to(actor: Actor, to_kind: str, to_id: int) -> list[Linked]:
    """Return the lessons tied to a thread, session or recording which the actor may read."""
    rows = _TO.rows(kind=to_kind, one=to_id)
    known = cards(actor, [row.lesson_id for row in rows])
    return [
        Linked(
            card=known[row.lesson_id],
            kind=row.kind,
            at_seconds=row.at_seconds,
            note=masking_of(row.hidden).text(row.note),
            link_id=row.id,
        )
        for row in rows
        if row.lesson_id in known
    ]
