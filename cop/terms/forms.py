"""The forms of the controlled terms."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, SelectField

from cop.thai.numerals import to_arabic
from cop.web.forms import Form, Length, Line, Optional, Required, Words
from cop.web.messages import message

LEAST_PLACE, MOST_PLACE = 0, 10_000


class Place(IntegerField):
    """A whole number, refused in our own words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep the number."""
        text = to_arabic(valuelist[0].strip()) if valuelist else ""
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else -1
        if not LEAST_PLACE <= number <= MOST_PLACE:
            self.data = None
            raise ValueError(message("number_range", least=LEAST_PLACE, most=MOST_PLACE))
        self.data = number


class TermForm(Form):
    """A term's words."""

    label_th = Line(_("คำที่แสดง"), [Required(), Length(most=150)])
    label_en = Line(_("คำภาษาอังกฤษ"), [Optional(), Length(most=150)])
    scope_note = Words(_("ใช้เมื่อใด"), [Optional(), Length(most=2_000)])
    place = Place(_("ลำดับ"))
    version = HiddenField()


class NewTermForm(Form):
    """A new term of a scheme; its code is given once."""

    code = Line(_("รหัส"), [Required(), Length(most=20)])
    label_th = Line(_("คำที่แสดง"), [Required(), Length(most=150)])
    label_en = Line(_("คำภาษาอังกฤษ"), [Optional(), Length(most=150)])


class RetireForm(Form):
    """What takes a retired term's place."""

    replaced_by = SelectField(_("ให้ใช้คำนี้แทน"), [Optional()])


class SynonymForm(Form):
    """Two ways of writing one thing."""

    short = Line(_("คำย่อหรือคำที่คนพิมพ์"), [Required(), Length(most=100)])
    full = Line(_("คำเต็มหรือคำที่อยู่ในเอกสาร"), [Required(), Length(most=200)])
    both_ways = BooleanField(_("ค้นคำเต็มแล้วพบคำย่อด้วย"))
