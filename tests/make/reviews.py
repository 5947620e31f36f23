"""Remarks for tests."""

from cop.accounts.models import Member
from cop.core.clock import now
from cop.db import transaction
from cop.lessons.models import Lesson
from cop.moderation import services
from cop.moderation.models import Remark
from tests.make.communities import actor_of


def make_remark(
    lesson: Lesson, by: Member, words: str = "ขอที่มาของตัวเลข", place: str = "cause"
) -> Remark:
    """Remark on the newest revision of a lesson, as one of its reviewers."""
    with transaction():
        return services.make_remark(
            lesson, place, words, revision_id=None, by=actor_of(by), at=now()
        )


def move_remark(remark: Remark, to: str, by: Member) -> None:
    """Call a remark done, settle it, or open it again."""
    with transaction():
        services.move_remark(remark, to, by=actor_of(by), at=now())
