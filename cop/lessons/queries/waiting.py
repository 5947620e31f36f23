"""What waits: for the author to go on, and for somebody to review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from cop.accounts.models import Agency, Member, Province
from cop.core.actor import Actor
from cop.db import db
from cop.lessons.models import MARKDOWN, PLAIN, WAITING, Decision, Lesson, Revision
from cop.lessons.policies import named, tended_by, unchecked_for, under_review_for
from cop.moderation.models import Remark
from cop.reads import AnyRow, kept

MOST_UNCHECKED = 50


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
    """A lesson in the review queue; its author's name is "" where readers are not told it.

    `alike` is the number of a lesson that says probably the same, "" where there is none.
    """

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
    open_remarks: int
    has_changed: bool
    revision_id: int
    alike: str


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A lesson that readers see although nobody but those who published it has read it."""

    ref: str
    title: str
    due_on: date


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


def texts_of(revision_ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """Return all that revisions say in words of their own, by their ids."""
    if not revision_ids:
        return {}
    columns = [getattr(Revision, name) for name in (*PLAIN, *MARKDOWN)]
    query = select(Revision.id, *columns).where(Revision.id.in_(revision_ids))
    return {row["id"]: dict(row) for row in db.session.execute(query).mappings()}


def open_remarks(lesson_id: int) -> int:
    """Return how many remarks of its reviewers are open on a lesson."""
    query = select(func.count(Remark.id)).where(
        Remark.lesson_id == lesson_id, Remark.state == "open"
    )
    return db.session.scalar(query) or 0


def sent_back_before(at: datetime) -> ColumnElement[bool]:
    """Return the condition for lessons that were last sent back before an instant."""
    last = (
        select(func.max(Decision.at))
        .where(Decision.lesson_id == Lesson.id, Decision.act == "request_changes")
        .correlate(Lesson)
        .scalar_subquery()
    )
    return last <= at


def unchecked(actor: Actor) -> list[Unchecked]:
    """Return what was published unread and waits for a second person, the first due first."""
    if not (actor.holds("moderator") or actor.holds("reviewer")):
        return []
    return [
        Unchecked(ref=row.number or str(row.id), title=row.title, due_on=row.check_due_on)
        for row in _unchecked(actor).rows()
    ]


@kept
def _unchecked(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(Lesson.id, Lesson.number, Lesson.title, Lesson.check_due_on)
        .where(unchecked_for(actor))
        .order_by(Lesson.check_due_on, Lesson.id)
        .limit(MOST_UNCHECKED)
    )


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
            tended_by(actor),
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
    begun = (
        select(func.max(Decision.revision_id))
        .where(Decision.lesson_id == Lesson.id, Decision.act == "start_review")
        .scalar_subquery()
    )
    handed_in = (
        select(Decision.words)
        .where(Decision.lesson_id == Lesson.id, Decision.act == "submit")
        .order_by(Decision.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    remarks = (
        select(func.count(Remark.id))
        .where(Remark.lesson_id == Lesson.id, Remark.state == "open")
        .scalar_subquery()
    )
    return (
        select(
            Lesson.id,
            Lesson.number,
            Lesson.state,
            Lesson.submitted_at,
            Lesson.author_id,
            Lesson.owner_id,
            Lesson.assignee_id,
            Lesson.published_revision_id,
            Revision.title_th,
            Revision.kind,
            times.label("times"),
            handed_in.label("handed_in"),
            remarks.label("open_remarks"),
            begun.label("begun_on"),
            Lesson.current_revision_id,
            named(Member.name, Member.id).label("author_name"),
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
        author_name=row.author_name,
        assignee_id=row.assignee_id,
        assignee_name=f"{row.assignee_given or ''} {row.assignee_family or ''}".strip(),
        agency_th=row.agency_th or "",
        agency_en=row.agency_en or "",
        province_th=row.province_th or "",
        province_en=row.province_en or "",
        is_new_version=row.published_revision_id is not None,
        is_own=actor.id in {row.author_id, row.owner_id},
        open_remarks=row.open_remarks,
        has_changed=row.state == "in_review"
        and (row.begun_on or 0) < (row.current_revision_id or 0),
        revision_id=row.current_revision_id,
        alike=(row.handed_in or "").partition(": ")[0],
    )
