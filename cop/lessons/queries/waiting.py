"""What waits: for the author to go on, and for somebody to review."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from cop.accounts.models import Agency, Member, Province
from cop.core.actor import Actor
from cop.lessons.models import WAITING, Decision, Lesson, Revision
from cop.lessons.policies import under_review_for
from cop.readers import reader_id
from cop.reads import AnyRow, kept


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An own lesson to go on with; `at` is when it was saved or sent back."""

    id: int
    ref: str
    title: str
    state: str
    at: datetime
    is_published: bool


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A lesson in the review queue."""

    id: int
    ref: str
    title: str
    kind: str
    state: str
    submitted_at: datetime
    times: int
    author_id: int
    author_name: str
    assignee_id: int | None
    assignee_name: str
    agency_th: str
    agency_en: str
    province_th: str
    province_en: str
    is_new_version: bool
    is_own: bool


def unfinished(actor: Actor, limit: int = 10) -> list[Unfinished]:
    """Return own drafts and lessons sent back, those sent back first, then newest first."""
    if not actor.is_member:
        return []
    return [
        Unfinished(
            id=row.id,
            ref=row.number or str(row.id),
            title=row.title_th,
            state=row.state,
            at=row.created_at,
            is_published=row.published_revision_id is not None,
        )
        for row in _unfinished(actor, limit).rows()
    ]


def awaiting_review(actor: Actor, limit: int = 100) -> list[Awaiting]:
    """Return the queue of somebody who reviews: what was submitted first stands first."""
    if not (actor.holds("moderator") or actor.holds("reviewer")):
        return []
    return [_awaiting(row, actor) for row in _waiting(actor, limit).rows()]


@kept
def _unfinished(actor: Actor, limit: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Lesson.id,
            Lesson.number,
            Lesson.state,
            Lesson.published_revision_id,
            Revision.title_th,
            Revision.created_at,
        )
        .join(Revision, Revision.id == Lesson.current_revision_id)
        .where(
            Lesson.author_id == reader_id(actor),
            or_(Lesson.state == "draft", Lesson.state == "changes_requested"),
        )
        .order_by(Lesson.state, Revision.created_at.desc())
        .limit(limit)
    )


@kept
def _waiting(actor: Actor, limit: int) -> Select[*tuple[Any, ...]]:
    query = _queue().where(Lesson.state.in_(WAITING), under_review_for(actor))
    return query.order_by(Lesson.submitted_at, Lesson.id).limit(limit)


def _queue() -> Select[*tuple[Any, ...]]:
    assignee = aliased(Member)
    times = (
        select(func.count(Decision.id))
        .where(Decision.lesson_id == Lesson.id, Decision.act == "submit")
        .scalar_subquery()
    )
    return (
        select(
            Lesson.id,
            Lesson.number,
            Lesson.state,
            Lesson.submitted_at,
            Lesson.author_id,
            Lesson.assignee_id,
            Lesson.published_revision_id,
            Revision.title_th,
            Revision.kind,
            times.label("times"),
            Member.given_name,
            Member.family_name,
            assignee.given_name.label("assignee_given"),
            assignee.family_name.label("assignee_family"),
            Agency.name_th.label("agency_th"),
            Agency.name_en.label("agency_en"),
            Province.name_th.label("province_th"),
            Province.name_en.label("province_en"),
        )
        .join(Revision, Revision.id == Lesson.current_revision_id)
        .join(Member, Member.id == Lesson.author_id)
        .outerjoin(assignee, assignee.id == Lesson.assignee_id)
        .outerjoin(Agency, Agency.id == Lesson.agency_id)
        .outerjoin(Province, Province.code == Lesson.province_code)
    )


def _awaiting(row: AnyRow, actor: Actor) -> Awaiting:
    return Awaiting(
        id=row.id,
        ref=row.number or str(row.id),
        title=row.title_th,
        kind=row.kind,
        state=row.state,
        submitted_at=row.submitted_at,
        times=row.times,
        author_id=row.author_id,
        author_name=f"{row.given_name} {row.family_name}".strip(),
        assignee_id=row.assignee_id,
        assignee_name=f"{row.assignee_given or ''} {row.assignee_family or ''}".strip(),
        agency_th=row.agency_th or "",
        agency_en=row.agency_en or "",
        province_th=row.province_th or "",
        province_en=row.province_en or "",
        is_new_version=row.published_revision_id is not None,
        is_own=row.author_id == actor.id,
    )
