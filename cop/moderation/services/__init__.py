"""Where reviews are talked about."""

from cop.moderation.services.assigning import assign
from cop.moderation.services.chasing import call_reviewers, give_back_stale
from cop.moderation.services.experts import (
    Expert,
    answer_as_expert,
    ask_expert,
    note_refusal,
    open_question,
    revoke_question,
)
from cop.moderation.services.flags import Report, close_flags, decide_flag, flag_lesson
from cop.moderation.services.holidays import add_holiday, remove_holiday
from cop.moderation.services.remarks import (
    answer_remark,
    change_remark,
    make_remark,
    move_remark,
)

__all__ = [
    "Expert",
    "Report",
    "add_holiday",
    "answer_as_expert",
    "answer_remark",
    "ask_expert",
    "assign",
    "call_reviewers",
    "change_remark",
    "close_flags",
    "decide_flag",
    "flag_lesson",
    "give_back_stale",
    "make_remark",
    "move_remark",
    "note_refusal",
    "open_question",
    "remove_holiday",
    "revoke_question",
]
