"""What reviewers of the small world say of a lesson, which its readers must never come upon."""

from datetime import date

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons.models import Lesson
from cop.moderation import services as reviews
from tests.make.communities import actor_of
from tests.web.matrix.world import IN_REVIEW, Thing, World


def add_reviews(world: World) -> None:
    """Remark on a lesson that is being reviewed; its author has answered; ask an expert."""
    by = actor_of(world.people["moderator"])
    lesson = db.session.get_one(Lesson, world.things["lesson_reviewed"].more["id"])
    thing = Thing("remark", "remark", IN_REVIEW, owner="moderator", says="words_of_remark")
    with transaction():
        made = reviews.make_remark(
            lesson, "cause", f"ขอที่มา {thing.word}", revision_id=None, by=by, at=now()
        )
    with transaction():
        author = actor_of(world.people["writer"])
        reviews.answer_remark(made, f"จะเติม {thing.word}", by=author, at=now())
    thing.values["remark_id"] = made.id
    world.ids["version_remark"] = made.version
    world.add(thing)
    _add_flag(world)
    with transaction():
        asked = reviews.ask_expert(
            lesson,
            reviews.Expert(f"ผู้รู้ {thing.word}", "expert@elsewhere.example"),
            f"ถูกต้องหรือไม่ {thing.word}",
            token_hash="0" * 64,
            by=by,
            at=now(),
        )
        reviews.add_holiday(date(2020, 7, 6), "วันอาสาฬหบูชา", by=SYSTEM, at=now())
    world.ids["question"] = asked.id


def _add_flag(world: World) -> None:
    """Flag a lesson: what is said of it moderators read alone, whoever else reads the lesson."""
    thing = Thing("flag", "flag", frozenset({"moderator"}), owner="staff", says="words_of_flag")
    lesson = db.session.get_one(Lesson, world.things["lesson_org"].more["id"])
    with transaction():
        made = reviews.flag_lesson(
            lesson,
            reviews.Report("wrong", f"ตัวเลขผิด {thing.word}"),
            by=actor_of(world.people["staff"]),
            at=now(),
        )
    thing.values["flag_id"] = made.id
    world.ids["version_flag"] = made.version
    world.add(thing)
