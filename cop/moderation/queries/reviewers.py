"""Who can review a lesson, and how much waits for each."""

from dataclasses import dataclass

from sqlalchemy import func, select

from cop.accounts import queries as accounts
from cop.core.actor import Actor
from cop.db import db
from cop.lessons.models import WAITING, Lesson
from cop.lessons.policies import Standing
from cop.moderation.policies import may_be_assigned


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who can review, with the number of lessons that wait for them."""

    actor: Actor
    waiting: int


def reviewers_of(lesson: Standing) -> list[Reviewer]:
    """Return who can review the lesson, by name."""
    judges = accounts.actors_holding(("moderator", "reviewer"))
    able = [one for one in judges if may_be_assigned(one, lesson)]
    query = (
        select(Lesson.assignee_id, func.count(Lesson.id))
        .where(Lesson.state.in_(WAITING), Lesson.assignee_id.in_([one.id for one in able]))
        .group_by(Lesson.assignee_id)
    )
    waiting = {row[0]: row[1] for row in db.session.execute(query)}
    found = [Reviewer(one, waiting.get(one.id, 0)) for one in able]
    return sorted(found, key=lambda one: one.actor.name)
