"""The forms of accounts: own profile and password, and what administrators keep."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SelectField
from wtforms.validators import ValidationError

from cop.core.passwords import MOST
from cop.web.forms import DateText, Form, Length, Line, Optional, Required
from cop.web.messages import message


class Version(HiddenField):
    """The version that the writer saw; anything that is no number is none."""

    def number(self) -> int:
        """Return the version, 0 (which no record has) when there is none."""
        text = str(self.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class Pick(SelectField):
    """One of a list, refused in our own words."""

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - WTForms' signature
        """Refuse what is not in the list."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(message("not_a_choice")) from None


class Cards(RadioField):
    """One of a few, refused in our own words."""

    def __init__(self, label: Any, offered: Sequence[tuple[str, Any]], **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has them
        super().__init__(label, **kwargs)
        self.choices = list(offered)

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - WTForms' signature
        """Refuse what is not among them."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(message("not_a_choice")) from None


class NameFields(Form):
    """How a person is called and what work the person does."""

    title = Line(_("คำนำหน้าชื่อ"), [Optional(), Length(most=40)])
    given_name = Line(_("ชื่อตัว"), [Required(), Length(most=100)])
    family_name = Line(_("นามสกุล"), [Optional(), Length(most=100)])
    position = Line(_("ตำแหน่ง"), [Optional(), Length(most=150)])
    province = Pick(_("จังหวัด"), [Optional()])


class ProfileForm(NameFields):
    """A person's own profile."""

    language = Cards(_("ภาษาของหน้าเว็บ"), [("th", "ไทย"), ("en", "English")])
    text_size = Cards(_("ขนาดตัวอักษร"), [("1", _("ปกติ")), ("2", _("ใหญ่")), ("3", _("ใหญ่มาก"))])
    version = Version()


class PasswordForm(Form):
    """The old password and twice the new one."""

    old_password = PasswordField(
        _("รหัสผ่านปัจจุบัน"),
        [Required(), Length(most=4 * MOST)],
        render_kw={"autocomplete": "current-password"},
    )
    new_password = PasswordField(
        _("รหัสผ่านใหม่"),
        [Required(), Length(most=4 * MOST)],
        render_kw={"autocomplete": "new-password"},
    )
    new_password_again = PasswordField(
        _("รหัสผ่านใหม่อีกครั้ง"), [Required()], render_kw={"autocomplete": "new-password"}
    )


class MemberForm(NameFields):
    """A member, as administrators keep one."""

    email = Line(
        _("อีเมล"),
        [Required(), Length(most=254)],
        render_kw={"type": "email", "autocomplete": "off"},
    )
    agency = Pick(_("หน่วยงาน"), [Optional()])
    version = Version()


class NewMemberForm(MemberForm):
    """A new member with the first password and role."""

    password = PasswordField(
        _("รหัสผ่านแรก"),
        [Required(), Length(most=4 * MOST)],
        render_kw={"autocomplete": "new-password"},
    )
    role = Pick(_("สิทธิ์"), default="staff")


class SetPasswordForm(Form):
    """A new password for somebody who forgot it."""

    password = PasswordField(
        _("รหัสผ่านใหม่"),
        [Required(), Length(most=4 * MOST)],
        render_kw={"autocomplete": "new-password"},
    )


class GrantForm(Form):
    """A role over a scope."""

    role = Pick(_("สิทธิ์"))
    scope = Pick(_("ขอบเขต"))


class AgencyForm(Form):
    """An agency; the code is given once."""

    code = Line(_("รหัสหน่วยงาน"), [Required(), Length(most=20)])
    name_th = Line(_("ชื่อหน่วยงาน"), [Required(), Length(most=200)])
    name_en = Line(_("ชื่อภาษาอังกฤษ"), [Optional(), Length(most=200)])
    abbr = Line(_("ชื่อย่อ"), [Optional(), Length(most=30)])
    level = Pick(_("ระดับ"))
    parent = Pick(_("อยู่ใต้หน่วยงาน"), [Optional()])
    province = Pick(_("จังหวัด"), [Optional()])
    replaced_by = Pick(_("หน่วยงานที่รับช่วงต่อ"), [Optional()])
    is_active = BooleanField(_("ใช้งานอยู่"), default=True)
    version = Version()


class JournalForm(Form):
    """What to look for in the journal."""

    what = Pick(_("เหตุการณ์"), [Optional()])
    member = Line(_("ผู้ทำ (ชื่อหรืออีเมล)"), [Optional(), Length(most=100)])
    subject = Pick(_("เรื่องที่เกี่ยวข้อง"), [Optional()])
    number = Line(_("เลขที่ของเรื่อง"), [Optional(), Length(most=10)])
    since = DateText(_("ตั้งแต่วันที่"), [Optional()])
    until = DateText(_("ถึงวันที่"), [Optional()])
