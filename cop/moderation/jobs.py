"""What waits too long is followed, and flags end with their lesson; twice does it once."""

from collections.abc import Sequence

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.jobs import every
from cop.journal import Entry, What, on
from cop.lessons.models import Lesson
from cop.moderation import services


@every(minutes=30)
def chase() -> None:
    """Remind reviewers, call moderators, and give back what its author left for thirty days."""
    with transaction():
        services.call_reviewers(by=SYSTEM, at=now())
    with transaction():
        services.give_back_stale(by=SYSTEM, at=now())


@on(What.LESSON_MERGED, What.LESSON_REMOVED, What.LESSON_PURGED)
def end_flags(entries: Sequence[Entry]) -> None:
    """Close what readers flagged of lessons that are no more."""
    for entry in entries:
        with transaction():
            lesson = db.session.get(Lesson, entry.subject_id)
            if lesson is not None:
                outcome = "merged" if entry.what == What.LESSON_MERGED.value else "removed"
                services.close_flags(lesson, outcome, by=SYSTEM, at=now())
