"""The forms about lessons and the words they use."""

from cop.lessons.forms.correcting import MinorForm
from cop.lessons.forms.ending import (
    MergeForm,
    NoteForm,
    ReasonForm,
    RedactForm,
    RemoveForm,
    TrashForm,
    WithdrawForm,
)
from cop.lessons.forms.filling import (
    Offer,
    completed,
    content_of,
    displayed,
    first_words,
    stored_form,
)
from cop.lessons.forms.lesson import DecisionForm, LessonForm, LinkForm
from cop.lessons.forms.owning import OwnerForm
from cop.lessons.forms.privacy import doubts

__all__ = [
    "DecisionForm",
    "LessonForm",
    "LinkForm",
    "MergeForm",
    "MinorForm",
    "NoteForm",
    "Offer",
    "OwnerForm",
    "ReasonForm",
    "RedactForm",
    "RemoveForm",
    "TrashForm",
    "WithdrawForm",
    "completed",
    "content_of",
    "displayed",
    "doubts",
    "first_words",
    "stored_form",
]
