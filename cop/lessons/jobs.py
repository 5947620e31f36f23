"""What happens to lessons when its time has come: put-off publications, and the trash."""

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.jobs import every
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


@every(minutes=30)
def empty_trash() -> None:
    """Blank what has lain in the trash for its time, a few at a time."""
    with transaction():
        services.purge(by=SYSTEM, at=now())
