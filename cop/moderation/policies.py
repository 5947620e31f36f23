"""Who may see, make, answer and close remarks.

A remark is as hidden as the revision that it is about: its author and those who review see it.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, true

from cop.core.actor import Actor
from cop.core.verdict import ALLOW, Verdict, allow_if
from cop.lessons.models import UNDER_REVIEW, Lesson
from cop.lessons.policies import (
    Standing,
    may_classify,
    may_read_versions,
    may_request_changes,
    moderated_by,
    tended_by,
    under_review_for,
)
from cop.lessons.policies.reading import is_own, moderates, oversees, tends
from cop.moderation.models import ExpertQuestion, Flag, Remark
from cop.readers import reader_id

AT_WORK = ("draft", *UNDER_REVIEW)
"""States of a lesson in which remarks are talked about."""
_BY_AUTHOR: Mapping[str, tuple[str, ...]] = {"done": ("open",), "open": ("done",)}
_BY_REVIEWER: Mapping[str, tuple[str, ...]] = {
    "settled": ("open", "done"),
    "open": ("done", "settled"),
}
"""To which state from which: the author says what is done, whoever reviews closes and reopens."""


def may_read_remarks(by: Actor, lesson: Standing) -> bool:
    """Tell whether the actor sees what was remarked on the lesson."""
    return may_read_versions(by, lesson)


def remarks_shown_to(actor: Actor) -> ColumnElement[bool]:
    """Return `may_read_remarks` as a condition on remarks."""
    if actor.is_system:
        return true()
    ways = [under_review_for(actor)]
    if actor.is_member:
        ways.append(tended_by(actor))
    return exists().where(Lesson.id == Remark.lesson_id, or_(*ways))


def may_remark(by: Actor, lesson: Standing) -> Verdict:
    """Let whoever reviews a lesson that waits remark on it, never its author."""
    return may_classify(by, lesson)


def may_change_remark(by: Actor, lesson: Standing, made_by: int | None) -> Verdict:
    """Let whoever made a remark mend its words as long as the lesson waits."""
    if by.id is None or by.id != made_by:
        return Verdict("own_remarks_only")
    return may_remark(by, lesson)


def may_answer_remark(by: Actor, lesson: Standing) -> Verdict:
    """Let the author and those who review talk about a remark until the lesson is decided."""
    if not may_read_remarks(by, lesson):
        return Verdict("reviewers_only")
    return allow_if(lesson.state in AT_WORK, "wrong_state")


def may_move_remark(by: Actor, lesson: Standing, state: str, to: str) -> Verdict:
    """Let the author call a remark done, and those who review settle it or open it again."""
    if tends(by, lesson):
        law = _BY_AUTHOR
    elif oversees(by, lesson) and may_read_remarks(by, lesson):
        law = _BY_REVIEWER
    else:
        return Verdict("reviewers_only")
    if lesson.state not in AT_WORK:
        return Verdict("wrong_state")
    return allow_if(state in law.get(to, ()), "wrong_state")


def may_ask_expert(by: Actor, lesson: Standing) -> Verdict:
    """Let whoever reviews the lesson ask somebody without an account about it, never the author."""
    return may_request_changes(by, lesson)


def may_see_experts(by: Actor, lesson: Standing) -> Verdict:
    """Let those who review see whom the reviewers asked, as long as the lesson is under review."""
    if tends(by, lesson) and not by.is_system:
        return Verdict("author_cannot_review")
    if not oversees(by, lesson):
        return Verdict("reviewers_only")
    return allow_if(lesson.state in UNDER_REVIEW, "wrong_state")


may_revoke_question = may_see_experts


def may_answer_as_expert(
    by: Actor, lesson: Standing, asked: ExpertQuestion, at: datetime
) -> Verdict:
    """Let whoever holds the link answer once, in time, and before the lesson is decided.

    The lesson's own author is no expert about it.
    """
    if by.id is not None and by.id in _never(lesson):
        return Verdict("expert_own")
    if asked.revoked_at is not None:
        return Verdict("expert_revoked")
    if asked.answered_at is not None:
        return Verdict("expert_spent")
    if at >= asked.expires_at:
        return Verdict("expert_late")
    return ALLOW if lesson.state in UNDER_REVIEW else Verdict("expert_decided")


def may_note_refusal(by: Actor, lesson: Standing, asked: ExpertQuestion, at: datetime) -> Verdict:
    """Note that a link was refused, when it is."""
    refused = not may_answer_as_expert(by, lesson, asked, at)
    return allow_if(refused, "not_allowed")


def may_assign(by: Actor, lesson: Standing) -> Verdict:
    """Let whoever reviews a lesson that waits pass it on, take it over, or give it back."""
    return may_classify(by, lesson)


def may_be_assigned(to: Actor, lesson: Standing) -> bool:
    """Tell whether somebody can review the lesson: in scope, and without a part in it."""
    return oversees(to, lesson) and to.id not in _never(lesson)


def _never(lesson: Standing) -> frozenset[int | None]:
    """Return who judges nothing of a lesson: author and submitter, and who looks after it."""
    return frozenset({lesson.author_id, lesson.submitted_by_id, lesson.owner_id}) - {None}


def may_decide_flag(by: Actor, lesson: Standing) -> Verdict:
    """Let a moderator in scope answer what is flagged, never about the own lesson."""
    if not moderates(by, lesson):
        return Verdict("moderators_only")
    return allow_if(by.is_system or not is_own(by, lesson), "own_lesson_flagged")


def decided_by(actor: Actor) -> ColumnElement[bool]:
    """Return `may_decide_flag` as a condition on lessons."""
    if actor.is_system:
        return true()
    return and_(moderated_by(actor), Lesson.author_id != reader_id(actor))


def flags_shown_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for flags: whoever made one sees it, and whoever decides on it."""
    decides = exists().where(Lesson.id == Flag.lesson_id, decided_by(actor))
    return or_(Flag.by_id == reader_id(actor), decides)


def may_close_flags(by: Actor) -> Verdict:
    """Allow the system alone, which closes the flags of a lesson that ended."""
    return allow_if(by.is_system, "not_allowed")


def may_keep_holidays(by: Actor) -> Verdict:
    """Let administrators say on which days nobody works."""
    return allow_if(by.is_system or by.has("admin"), "admins_only")


def may_chase(by: Actor) -> Verdict:
    """Let the site itself follow the clock."""
    return allow_if(by.is_system, "not_allowed")
