"""The texts of a lesson taken out of the database; for this folder only."""

from datetime import datetime

from sqlalchemy import String, cast, delete, select, update

from cop.core.actor import Actor
from cop.db import db
from cop.lessons.models import (
    MARKDOWN,
    Decision,
    Lesson,
    LessonLink,
    LessonReader,
    LessonTerm,
    Revision,
    RevisionTag,
)
from cop.moderation.models import ExpertQuestion, Flag, Remark, RemarkAnswer
from cop.pictures.services import drop_all
from cop.unsaved.models import UnsavedText

_TEXTS = (
    "note",
    "title_th",
    "summary",
    "applies_when",
    "not_when",
    *MARKDOWN,
    *(f"{name}_html" for name in MARKDOWN),
)


def blank(lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Leave nothing of what a lesson said: number, revisions and decisions stay as rows."""
    of_lesson = Revision.lesson_id == lesson.id
    revisions = select(Revision.id).where(of_lesson)
    db.session.execute(delete(RevisionTag).where(RevisionTag.revision_id.in_(revisions)))
    db.session.execute(delete(LessonTerm).where(LessonTerm.lesson_id == lesson.id))
    db.session.execute(delete(LessonReader).where(LessonReader.lesson_id == lesson.id))
    links = (LessonLink.to_kind == "lesson") & (LessonLink.to_id == lesson.id)
    db.session.execute(delete(LessonLink).where((LessonLink.lesson_id == lesson.id) | links))
    remarks = select(Remark.id).where(Remark.lesson_id == lesson.id)
    answers = update(RemarkAnswer).where(RemarkAnswer.remark_id.in_(remarks))
    db.session.execute(answers.values(words=""))
    db.session.execute(update(Remark).where(Remark.lesson_id == lesson.id).values(words=""))
    experts = update(ExpertQuestion).where(ExpertQuestion.lesson_id == lesson.id)
    db.session.execute(experts.values(name="", email="", question=""))
    flags = update(Flag).where(Flag.lesson_id == lesson.id)
    # Two open flags about different passages may not become the same.
    db.session.execute(
        flags.values(words="", answer="", hides=False, passage=cast(Flag.id, String))
    )
    db.session.execute(delete(UnsavedText).where(UnsavedText.place == f"lesson:{lesson.id}"))
    drop_all("lesson", lesson.id, by=by, at=at)
    nothing: dict[str, object] = {"recommendation": [], "named": []}
    nothing |= dict.fromkeys(_TEXTS, "")
    db.session.execute(update(Revision).where(of_lesson).values(nothing))
    db.session.execute(update(Decision).where(Decision.lesson_id == lesson.id).values(words=""))
    lesson.title = lesson.summary = lesson.sort_key = ""
