"""Which words of a lesson are kept from its readers while a moderator looks at them.

Revisions are never changed: what is hidden stands with the flags (`moderation.models.Flag`) and is
taken out of whatever is shown of the lesson, in all of its versions.
"""

from sqlalchemy import ScalarSelect, func, select

from cop.core.actor import Actor
from cop.core.masking import Masking
from cop.core.verdict import Verdict, allow_if
from cop.lessons.models import Lesson
from cop.lessons.policies.reading import Standing, may_read, moderates
from cop.moderation.models import Flag

HIDDEN = "[ซ่อนไว้ระหว่างตรวจสอบ]"


def hidden_words() -> ScalarSelect[str | None]:
    """Return the column with all that is hidden of a lesson, for `masking_of`."""
    # A passage is one line.
    joined = func.aggregate_strings(Flag.passage, "\n")
    return (
        select(joined)
        .where(Flag.lesson_id == Lesson.id, Flag.hides)
        .correlate(Lesson)
        .scalar_subquery()
    )


_NOTHING = Masking((), HIDDEN)


def masking_of(hidden: str | None) -> Masking:
    """Return what takes the hidden words of a lesson out of a text."""
    return Masking(hidden.split("\n"), HIDDEN) if hidden else _NOTHING


def may_renew_shown(by: Actor, lesson: Standing) -> Verdict:
    """Let whoever may say that words are personal, or that they are not, have that shown."""
    return allow_if(by.is_system or may_read(by, lesson), "not_allowed")


def may_see_hidden(actor: Actor, lesson: Standing) -> bool:
    """Tell whether the actor reads the words all the same: moderators in scope decide on them."""
    return moderates(actor, lesson)
