"""Words of a lesson are hidden from lists, and shown again."""

from sqlalchemy import update

from cop.core.actor import Actor
from cop.db import db
from cop.lessons import queries
from cop.lessons.models import Lesson, Revision
from cop.lessons.policies import may_renew_shown
from cop.lessons.services._content import shown_of


def renew_shown(lesson: Lesson, *, by: Actor) -> None:
    """Repeat title and summary on the lesson without what is hidden by now.

    The lesson's version stays: nobody who writes it has missed anything.
    """
    may_renew_shown(by, queries.standing(lesson.id)).require()
    shown = lesson.published_revision_id or lesson.withheld_revision_id
    revision = db.session.get_one(Revision, shown or lesson.current_revision_id)
    title, summary, sort_key = shown_of(lesson.id, revision)
    if (title, summary) == (lesson.title, lesson.summary):
        return
    db.session.execute(
        update(Lesson)
        .where(Lesson.id == lesson.id)
        .values(title=title, summary=summary, sort_key=sort_key)
    )
