"""One lesson in which several people had a hand, put into any state."""

from typing import Any

from sqlalchemy import insert, select

from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons.models import TAKEN_AWAY, Lesson, LessonTerm, Revision
from cop.moderation.models import MinorEdit
from tests.make.lessons import make_lesson


def lesson_of(author: Any, owner: Any, people: dict[str, Any]) -> int:
    """Make an owner's lesson that a moderator submitted and another rewrote and corrected."""
    lesson = make_lesson("draft", author=author)
    with transaction():
        lesson.submitted_by_id = people["submitter"].id
        lesson.submitted_at = now()
        lesson.owner_id = owner.id
        lesson.number = f"LL-2599-{lesson.id:04}"
        first = db.session.get_one(Revision, lesson.current_revision_id)
        facts = {one.name: getattr(first, one.name) for one in Revision.__table__.columns}
        facts |= {"id": None, "number": 2, "author_id": people["writer"].id}
        second = Revision(**facts)
        db.session.add(second)
        db.session.flush()
        _classified_alike(first.id, second.id, lesson.id)
        lesson.current_revision_id = second.id
        db.session.add(
            MinorEdit(
                lesson_id=lesson.id,
                revision_id=second.id,
                before_id=first.id,
                letters=4,
                by_id=people["writer"].id,
                at=now(),
            )
        )
        lesson.pdpa_checked_at = now()
    return lesson.id


def _classified_alike(first: int, second: int, lesson_id: int) -> None:
    rows = db.session.execute(
        select(LessonTerm.term_id, LessonTerm.scheme).where(LessonTerm.revision_id == first)
    ).all()
    values = [
        {"revision_id": second, "term_id": term, "lesson_id": lesson_id, "scheme": scheme}
        for term, scheme in rows
    ]
    db.session.execute(insert(LessonTerm), values)


def put(lesson_id: int, state: str) -> None:
    with transaction():
        lesson = db.session.get_one(Lesson, lesson_id)
        shown = state in {"published", "withdrawn"}
        lesson.state = state
        lesson.published_revision_id = lesson.current_revision_id if shown else None
        lesson.published_at = now() if shown else None
        lesson.verified_at = now() if shown else None
        away = state in TAKEN_AWAY
        lesson.withheld_revision_id = lesson.current_revision_id if away else None
        lesson.taken_from = "published" if away else ""
        lesson.taken_away_at = now() if away else None
    db.session.remove()
