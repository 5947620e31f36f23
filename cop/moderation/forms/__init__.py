"""The forms of reviews, and how remarks stand beside what they are about."""

from cop.moderation.forms.experts import ASKED, AskForm, ExpertForm, field_name
from cop.moderation.forms.holidays import HolidayForm
from cop.moderation.forms.remarks import AnswerForm, RemarkForm
from cop.moderation.forms.talk import Talk, earlier_ids, talk, talk_about

__all__ = [
    "ASKED",
    "AnswerForm",
    "AskForm",
    "ExpertForm",
    "HolidayForm",
    "RemarkForm",
    "Talk",
    "earlier_ids",
    "field_name",
    "talk",
    "talk_about",
]
