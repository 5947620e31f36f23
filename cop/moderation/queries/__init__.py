"""What is read of reviews."""

from cop.moderation.queries.experts import (
    Asked,
    asked_about,
    question,
    question_behind,
    token_hash,
)
from cop.moderation.queries.flags import (
    Flagged,
    flag,
    flags_on,
    open_flags,
    own_flags,
    waiting_for_redaction,
)
from cop.moderation.queries.holidays import DayOff, days_off, holiday, holidays, working_days_after
from cop.moderation.queries.queue import Waiting, queue, read_before, working_days
from cop.moderation.queries.remarks import Answered, Remarked, of_lesson, remark
from cop.moderation.queries.reviewers import Reviewer, reviewers_of

__all__ = [
    "Answered",
    "Asked",
    "DayOff",
    "Flagged",
    "Remarked",
    "Reviewer",
    "Waiting",
    "asked_about",
    "days_off",
    "flag",
    "flags_on",
    "holiday",
    "holidays",
    "of_lesson",
    "open_flags",
    "own_flags",
    "question",
    "question_behind",
    "queue",
    "read_before",
    "remark",
    "reviewers_of",
    "token_hash",
    "waiting_for_redaction",
    "working_days",
    "working_days_after",
]
