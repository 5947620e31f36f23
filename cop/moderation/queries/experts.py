"""Questions to experts: those of a lesson, and the one behind a link."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cop.accounts.models import Member
from cop.core.errors import Missing
from cop.db import db
from cop.lessons.models import Revision
from cop.moderation.models import ExpertQuestion


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to an expert; `state` is open, answered, revoked or late."""

    id: int
    name: str
    email: str
    question: str
    by_name: str
    at: datetime
    expires_at: datetime
    answered_at: datetime | None
    revoked_at: datetime | None
    revision_number: int
    state: str


def token_hash(token: str) -> str:
    """Return what the database holds of a link's secret."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def asked_about(lesson_id: int, at: datetime) -> list[Asked]:
    """Return the questions to experts about a lesson, the newest first.

    The caller has asked `may_see_experts`.
    """
    query = (
        select(ExpertQuestion.__table__, Revision.number, Member.given_name, Member.family_name)
        .join(Revision, Revision.id == ExpertQuestion.revision_id)
        .join(Member, Member.id == ExpertQuestion.by_id)
        .where(ExpertQuestion.lesson_id == lesson_id)
        .order_by(ExpertQuestion.id.desc())
    )
    return [
        Asked(
            id=row.id,
            name=row.name,
            email=row.email,
            question=row.question,
            by_name=f"{row.given_name} {row.family_name}".strip(),
            at=row.at,
            expires_at=row.expires_at,
            answered_at=row.answered_at,
            revoked_at=row.revoked_at,
            revision_number=row.number,
            state=_state(row.answered_at, row.revoked_at, is_late=at >= row.expires_at),
        )
        for row in db.session.execute(query)
    ]


def question(question_id: int) -> ExpertQuestion:
    """Return a question for an act; the caller asks who may. Raises Missing."""
    found = db.session.get(ExpertQuestion, question_id)
    if found is None:
        raise Missing
    return found


def question_behind(token: str) -> ExpertQuestion:
    """Return the question that the secret of a link opens. Raises Missing."""
    query = select(ExpertQuestion).where(ExpertQuestion.token_hash == token_hash(token))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing
    return found


def _state(answered: datetime | None, revoked: datetime | None, *, is_late: bool) -> str:
    if answered is not None:
        return "answered"
    if revoked is not None:
        return "revoked"
    return "late" if is_late else "open"
