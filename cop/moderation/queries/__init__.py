"""What is read of reviews."""

from cop.moderation.queries.experts import (
    Asked,
    asked_about,
    question,
    question_behind,
    token_hash,
)
from cop.moderation.queries.holidays import DayOff, days_off, holiday, holidays
from cop.moderation.queries.queue import Waiting, queue, read_before, working_days
from cop.moderation.queries.remarks import Answered, Remarked, of_lesson, remark
from cop.moderation.queries.reviewers import Reviewer, reviewers_of

__all__ = [
    "Answered",
    "Asked",
    "DayOff",
    "Remarked",
    "Reviewer",
    "Waiting",
    "asked_about",
    "days_off",
    "holiday",
    "holidays",
    "of_lesson",
    "question",
    "question_behind",
    "queue",
    "read_before",
    "remark",
    "reviewers_of",
    "token_hash",
    "working_days",
]
