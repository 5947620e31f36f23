"""The form of a small correction of what is published."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from cop.core.numbers import row_number
from cop.web.forms import Form, Length, Line, Optional, Required, Words


class MinorForm(Form):
    """The texts of which a little may be corrected, and what was corrected in them."""

    title_th = Line(_("ชื่อเรื่อง"), [Required(), Length(10, 150)])
    summary = Words(_("สรุป"), [Optional(), Length(most=300)])
    background = Words(_("ความเป็นมาและบริบท"), [Optional(), Length(most=6_000)])
    expected = Words(_("สิ่งที่คาดหวัง"), [Optional(), Length(most=6_000)])
    what_happened = Words(_("สิ่งที่เกิดขึ้นจริง"), [Optional(), Length(most=6_000)])
    cause = Words(_("สาเหตุและปัจจัย"), [Optional(), Length(most=6_000)])
    lesson = Words(_("บทเรียนที่ได้"), [Optional(), Length(most=2_000)])
    success_factors = Words(_("ปัจจัยความสำเร็จ"), [Optional(), Length(most=6_000)])
    steps_method = Words(_("ขั้นตอนและวิธีดำเนินการ"), [Optional(), Length(most=6_000)])
    evidence = Words(_("หลักฐานและผลลัพธ์"), [Optional(), Length(most=6_000)])
    note = Line(_("แก้อะไร เพราะอะไร"), [Required(), Length(most=300)])
    version = HiddenField()

    @property
    def base_version(self) -> int | None:
        """Return the version on which the text is based, None when the form does not say."""
        return row_number(self.version.data)
