"""Flags for tests."""

from cop.accounts.models import Member
from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons.models import Lesson
from cop.moderation import services
from cop.moderation.models import Flag
from tests.make.communities import actor_of


def make_flag(
    lesson: Lesson,
    by: Member,
    reason: str = "wrong",
    *,
    words: str = "",
    passage: str = "",
    other_id: int | None = None,
) -> Flag:
    """Flag a published lesson, as one of its readers."""
    with transaction():
        held = db.session.get_one(Lesson, lesson.id)
        said = services.Report(reason, words, passage, other_id)
        return services.flag_lesson(held, said, by=actor_of(by), at=now())


def decide_flag(flag: Flag, outcome: str, by: Member, words: str = "") -> None:
    """Answer a flag, as a moderator."""
    with transaction():
        held = db.session.get_one(Flag, flag.id)
        services.decide_flag(held, outcome, words, version=None, by=actor_of(by), at=now())
