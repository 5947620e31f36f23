"""The form of a holiday."""

from flask_babel import lazy_gettext as _

from cop.web.forms import DateText, Form, Length, Line, Required


class HolidayForm(Form):
    """A day on which nobody works."""

    day = DateText(_("วันที่"), [Required("date_empty")])
    name = Line(_("ชื่อวันหยุด"), [Required(), Length(most=150)])
