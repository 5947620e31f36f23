"""The forms of what operators and readers keep about searching."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from cop.search.services.following import LONGEST_NAME
from cop.web.forms import Form, Length, Line, Required

LONGEST_LIST = 14_000


class NameForm(Form):
    """The name of a followed search."""

    name = Line(_("ชื่อ"), [Required(), Length(most=LONGEST_NAME)])


class WordsForm(Form):
    """Words to be added, one a line."""

    words = TextAreaField(_("คำใหม่"), [Required(), Length(most=LONGEST_LIST)])
