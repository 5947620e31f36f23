"""What waits: for the author to go on, and for somebody to review."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from cop.accounts.models import Agency, Member, Province
from cop.core.actor import Actor
from cop.db import db
from cop.lessons.models import WAITING, Decision, Lesson, Revision
from cop.lessons.policies import under_review_for


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
    query = (
        select(
            Lesson.id,
            Lesson.number,
            Lesson.state,
            Lesson.published_revision_id,
            Revision.title_th,
            Revision.created_at,
        )
        .join(Revision, Revision.id == Lesson.current_revision_id)
        .where(Lesson.author_id == actor.id, Lesson.state.in_(("draft", "changes_requested")))
        .order_by(Lesson.state, Revision.created_at.desc())
        .limit(limit)
    )
    return [
        Unfinished(
            id=row.id,
            ref=row.number or str(row.id),
            title=row.title_th,
            state=row.state,
            at=row.created_at,
            is_published=row.published_revision_id is not None,
        )
        for row in db.session.execute(query)
    ]


def awaiting_review(actor: Actor, limit: int = 100) -> list[Awaiting]:
    """Return the queue of somebody who reviews: what was submitted first stands first."""
    if not (actor.holds("moderator") or actor.holds("reviewer")):
        return []
    query = _queue().where(Lesson.state.in_(WAITING), under_review_for(actor))
    rows = db.session.execute(query.order_by(Lesson.submitted_at, Lesson.id).limit(limit))
    return [_awaiting(row, actor) for row in rows]


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


def _awaiting(row: Row[*tuple[Any, ...]], actor: Actor) -> Awaiting:
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
