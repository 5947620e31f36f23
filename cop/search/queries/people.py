"""Who knows about it: members whose lessons and answers stand among the first things found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal, select, union_all

from cop.accounts.models import Member, Province
from cop.core.actor import Actor
from cop.lessons.models import Lesson
from cop.readers import Among, Numbers, reader_id
from cop.reads import kept
from cop.search.queries.answers import Match
from cop.threads.models import Reply, Thread


@dataclass(frozen=True, slots=True)
class Knower:
    """A member with the number of lessons and of accepted answers among the things found."""

    id: int
    name: str
    province_th: str
    province_en: str
    lessons: int
    answers: int


def people(actor: Actor, found: Sequence[Match], limit: int = 3) -> list[Knower]:
    """Return members to ask, those with most things first, never the reader; none to a visitor.

    The things found are ones that the reader may read.
    """
    ids = {kind: [one.id for one in found if one.kind == kind] for kind in ("lesson", "thread")}
    if not actor.is_member or not any(ids.values()):
        return []
    rows = _knowing(actor).rows(lessons=ids["lesson"], threads=ids["thread"])
    knowers = [Knower(*row) for row in rows]
    return sorted(knowers, key=_fewest_things_last)[:limit]


def _fewest_things_last(one: Knower) -> tuple[int, int, int]:
    return -one.lessons - one.answers, -one.lessons, one.id


@kept
def _knowing(actor: Actor) -> Select[*tuple[Any, ...]]:
    wrote = select(
        Lesson.author_id.label("member_id"), literal(1).label("lesson"), literal(0).label("answer")
    ).where(Among(Lesson.id, bindparam("lessons", type_=Numbers())), Lesson.hides_author.is_(False))
    answered = (
        select(Reply.author_id, literal(0), literal(1))
        .join(Thread, and_(Thread.id == Reply.thread_id, Thread.answer_position == Reply.position))
        .where(Among(Thread.id, bindparam("threads", type_=Numbers())), Reply.removed_at.is_(None))
    )
    things = union_all(wrote, answered).subquery()
    known = (
        select(
            things.c.member_id,
            func.sum(things.c.lesson).label("lessons"),
            func.sum(things.c.answer).label("answers"),
        )
        .group_by(things.c.member_id)
        .subquery()
    )
    return (
        select(
            Member.id,
            Member.name,
            func.coalesce(Province.name_th, ""),
            func.coalesce(Province.name_en, ""),
            known.c.lessons,
            known.c.answers,
        )
        .join(known, known.c.member_id == Member.id)
        .outerjoin(Province, Province.code == Member.province_code)
        .where(Member.is_active, Member.id != reader_id(actor))
    )
