"""Somebody without an account is asked about a lesson, and answers once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from cop.core.actor import Actor
from cop.core.errors import Invalid, Refused
from cop.db import db
from cop.journal import What, record
from cop.lessons import queries as lessons
from cop.lessons.models import Lesson
from cop.moderation.models import PLACES, ExpertQuestion, Remark
from cop.moderation.policies import (
    may_answer_as_expert,
    may_ask_expert,
    may_note_refusal,
    may_revoke_question,
)

LINK_LASTS = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody without an account, by the words of whoever asks."""

    name: str
    email: str


def ask_expert(
    lesson: Lesson, whom: Expert, question: str, *, token_hash: str, by: Actor, at: datetime
) -> ExpertQuestion:
    """Ask about the newest revision; the link works once, for ten days."""
    may_ask_expert(by, lessons.standing(lesson.id)).require()
    made = ExpertQuestion(
        lesson_id=lesson.id,
        revision_id=lesson.current_revision_id,
        token_hash=token_hash,
        name=whom.name,
        email=whom.email,
        question=question,
        by_id=by.id,
        at=at,
        expires_at=at + LINK_LASTS,
    )
    db.session.add(made)
    db.session.flush()
    _note(What.EXPERT_ASKED, made, by, at)
    return made


def revoke_question(asked: ExpertQuestion, *, by: Actor, at: datetime) -> None:
    """Let the link open nothing any more; one that is spent or revoked stays as it is."""
    may_revoke_question(by, lessons.standing(asked.lesson_id)).require()
    if asked.revoked_at is not None or asked.answered_at is not None:
        return
    asked.revoked_at = at
    asked.revoked_by_id = by.id
    _note(What.EXPERT_LINK_REVOKED, asked, by, at)


def open_question(asked: ExpertQuestion, *, by: Actor, at: datetime) -> None:
    """Write down that the link was opened. Raises Refused when it opens nothing."""
    may_answer_as_expert(by, lessons.standing(asked.lesson_id), asked, at).require()
    _note(What.EXPERT_LINK_OPENED, asked, by, at)


def note_refusal(asked: ExpertQuestion, why: str, *, by: Actor, at: datetime) -> None:
    """Write down that the link was refused, and why."""
    may_note_refusal(by, lessons.standing(asked.lesson_id), asked, at).require()
    _note(What.EXPERT_LINK_REFUSED, asked, by, at, why=why)


def answer_as_expert(
    asked: ExpertQuestion, said: Mapping[str, str], *, by: Actor, at: datetime
) -> None:
    """Keep the answers as remarks on the revision that was shown, and spend the link.

    `said` are the words by place. Of two answers sent at once one is kept. Raises Invalid when
    nothing was said, and Refused.
    """
    may_answer_as_expert(by, lessons.standing(asked.lesson_id), asked, at).require()
    told = {place: words.strip() for place, words in said.items() if words.strip()}
    if not told:
        raise Invalid({"at_": "expert_silent"})
    if not set(told) <= set(PLACES):
        raise Invalid({"at_": "not_a_choice"})
    spend = (
        update(ExpertQuestion)
        .where(
            ExpertQuestion.id == asked.id,
            ExpertQuestion.answered_at.is_(None),
            ExpertQuestion.revoked_at.is_(None),
        )
        .values(answered_at=at)
        .returning(ExpertQuestion.id)
    )
    if db.session.scalar(spend) is None:
        raise Refused("expert_spent")
    for place in PLACES:
        if place in told:
            db.session.add(
                Remark(
                    lesson_id=asked.lesson_id,
                    revision_id=asked.revision_id,
                    place=place,
                    words=told[place],
                    expert_id=asked.id,
                    at=at,
                )
            )
    _note(What.EXPERT_ANSWERED, asked, by, at, remarks=len(told))


def _note(what: What, asked: ExpertQuestion, by: Actor, at: datetime, **codes: str | int) -> None:
    facts: dict[str, Any] = {"question": asked.id, "revision": asked.revision_id, **codes}
    record(what, "lesson", asked.lesson_id, by=by, at=at, **facts)
