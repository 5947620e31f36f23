"""A lesson that was sent back and forgotten becomes its author's draft again."""

from datetime import datetime

from cop.core.actor import Actor
from cop.lessons.models import Lesson
from cop.lessons.policies import may_lapse
from cop.lessons.services._steps import hold, step


def lapse(lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Make a draft again of what was sent back; the site itself does it, when nobody went on."""
    may_lapse(by, hold(lesson)).require()
    step(lesson, "lapse", by=by, at=at)
