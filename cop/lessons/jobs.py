"""What happens to lessons when its time has come: publications, the trash, owners gone."""

from collections.abc import Sequence

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.jobs import every
from cop.journal import Entry, What, on
from cop.lessons import services
from cop.lessons.models import Lesson
from cop.lessons.services.scheduling import due


@every(minutes=1)
def publish_what_is_due() -> None:
    """Publish what was put off until now, each lesson in a transaction of its own."""
    for lesson_id in due(now()):
        with transaction():
            lesson = db.session.get(Lesson, lesson_id)
            if lesson is not None:
                services.publish_due(lesson, by=SYSTEM, at=now())


@on(What.MEMBER_DISABLED)
def pass_lessons_on(entries: Sequence[Entry]) -> None:
    """Give the units what people looked after whose accounts were shut, a batch at a time."""
    for entry in entries:
        passed = 1
        while passed:
            with transaction():
                passed = services.pass_to_unit(entry.subject_id, by=SYSTEM, at=now())


@every(minutes=30)
def empty_trash() -> None:
    """Blank what has lain in the trash for its time, a few at a time."""
    with transaction():
        services.purge(by=SYSTEM, at=now())
