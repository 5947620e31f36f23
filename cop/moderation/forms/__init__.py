"""The forms of reviews, and how remarks stand beside what they are about."""

from cop.moderation.forms.experts import ASKED, AskForm, ExpertForm, field_name
from cop.moderation.forms.flags import FLAG_REASONS, OUTCOMES, AnswerFlagForm, FlagForm
from cop.moderation.forms.holidays import HolidayForm
from cop.moderation.forms.remarks import AnswerForm, RemarkForm
from cop.moderation.forms.talk import Talk, earlier_ids, talk, talk_about

__all__ = [
    "ASKED",
    "FLAG_REASONS",
    "OUTCOMES",
    "AnswerFlagForm",
    "AnswerForm",
    "AskForm",
    "ExpertForm",
    "FlagForm",
    "HolidayForm",
    "RemarkForm",
    "Talk",
    "earlier_ids",
    "field_name",
    "talk",
    "talk_about",
]
