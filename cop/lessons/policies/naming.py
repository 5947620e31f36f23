"""Who learns who wrote a lesson whose author is not named to readers.

The name is the author's to keep back. It is needed where somebody reviews, so that nobody judges a
text of the own hand; a moderator in scope can have it told once, and that stands in the journal.
Lists name nobody who is not named to readers, whoever looks: what is printed in passing would be
known without anybody having asked for it.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, case

from cop.core.actor import Actor
from cop.core.verdict import Verdict, allow_if
from cop.lessons.models import UNDER_REVIEW, Lesson
from cop.lessons.policies.reading import Standing, is_own, moderates, oversees


def may_know_author(actor: Actor, lesson: Standing) -> bool:
    """Tell whether the pages of the lesson name its author to the actor."""
    if not lesson.hides_author or is_own(actor, lesson):
        return True
    # Who looks after it reads its versions, and is not told either.
    return lesson.state in UNDER_REVIEW and oversees(actor, lesson)


def may_reveal_author(by: Actor, lesson: Standing) -> Verdict:
    """Let a moderator in scope ask once for the name that the page does not say."""
    if not moderates(by, lesson):
        return Verdict("moderators_only")
    return allow_if(not may_know_author(by, lesson), "wrong_state")


def named(name: Any, person_id: Any) -> ColumnElement[str]:  # noqa: ANN401 - columns
    """Return a person's name for a list about lessons, "" for an author who is not named."""
    return case((is_unnamed(person_id), ""), else_=name)


def is_unnamed(person_id: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """Return the condition that the person is the lesson's author and not named to readers."""
    return and_(Lesson.hides_author, Lesson.author_id == person_id)
