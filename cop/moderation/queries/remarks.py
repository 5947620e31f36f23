"""Remarks as pages show them: who made them, on which revision, and what was answered."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from cop.accounts.models import Member
from cop.core.actor import Actor
from cop.core.errors import Missing
from cop.db import db
from cop.lessons.models import Lesson, Revision
from cop.lessons.policies import is_unnamed
from cop.moderation.models import ExpertQuestion, Remark, RemarkAnswer
from cop.moderation.policies import remarks_shown_to

_answerer = aliased(Member)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer under a remark; `by_name` is "" for an author who is not named to the reader."""

    id: int
    words: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Remarked:
    """A remark with its answers, the oldest first."""

    id: int
    revision_id: int
    revision_number: int
    place: str
    words: str
    state: str
    by_id: int | None
    by_name: str
    is_experts: bool
    at: datetime
    changed_at: datetime | None
    answers: list[Answered] = field(default_factory=list)


def of_lesson(lesson_id: int, *, names_author: bool = True) -> list[Remarked]:
    """Return the remarks on a lesson, the oldest first, in one statement.

    The caller has asked `may_read_remarks`. `names_author`: whether to name in answers an author
    who is kept from readers.
    """
    query = (
        select(
            Remark.id,
            Remark.revision_id,
            Revision.number,
            Remark.place,
            Remark.words,
            Remark.state,
            Remark.by_id,
            Remark.at,
            Remark.changed_at,
            Member.given_name,
            Member.family_name,
            ExpertQuestion.name.label("expert"),
            RemarkAnswer.id.label("answer_id"),
            RemarkAnswer.words.label("answer"),
            RemarkAnswer.at.label("answered_at"),
            is_unnamed(RemarkAnswer.by_id).label("is_kept_back"),
            _answerer.given_name.label("answerer_given"),
            _answerer.family_name.label("answerer_family"),
        )
        .join(Revision, Revision.id == Remark.revision_id)
        .join(Lesson, Lesson.id == Remark.lesson_id)
        .outerjoin(Member, Member.id == Remark.by_id)
        .outerjoin(ExpertQuestion, ExpertQuestion.id == Remark.expert_id)
        .outerjoin(RemarkAnswer, RemarkAnswer.remark_id == Remark.id)
        .outerjoin(_answerer, _answerer.id == RemarkAnswer.by_id)
        .where(Remark.lesson_id == lesson_id)
        .order_by(Remark.id, RemarkAnswer.id)
    )
    found: dict[int, Remarked] = {}
    for row in db.session.execute(query):
        if row.id not in found:
            found[row.id] = Remarked(
                id=row.id,
                revision_id=row.revision_id,
                revision_number=row.number,
                place=row.place,
                words=row.words,
                state=row.state,
                by_id=row.by_id,
                by_name=row.expert or _name(row.given_name, row.family_name),
                is_experts=row.expert is not None,
                at=row.at,
                changed_at=row.changed_at,
            )
        if row.answer_id is not None:
            name = _name(row.answerer_given, row.answerer_family)
            name = name if names_author or not row.is_kept_back else ""
            answer = Answered(row.answer_id, row.answer, name, row.answered_at)
            found[row.id].answers.append(answer)
    return list(found.values())


def remark(actor: Actor, remark_id: int) -> Remark:
    """Return a remark for an act, if the actor may see it. Raises Missing."""
    query = select(Remark).where(Remark.id == remark_id, remarks_shown_to(actor))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing
    return found


def _name(given: str | None, family: str | None) -> str:
    return f"{given or ''} {family or ''}".strip()
