"""What is asked of people who found and tend communities."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import ValidationError

from cop.communities.services import LONGEST, Charter
from cop.web.forms import Form, Length, Line, Required, Words
from cop.web.messages import message

KINDS = {
    "open": lazy_gettext("เปิดทั่วไป"),
    "members": lazy_gettext("เฉพาะสมาชิก"),
    "unit": lazy_gettext("ของหน่วยงาน"),
}


class Kind(RadioField):
    """Who a community is for; the complaint is ours."""

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - WTForms' signature
        """Refuse what is not in the list."""
        if self.data not in KINDS:
            raise ValidationError(message("choose" if not self.data else "not_a_choice"))


class Agency(SelectField):
    """The unit of a unit's community, empty for others; the complaint is ours."""

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - WTForms' signature
        """Refuse what is not in the list."""
        if self.data and self.data not in {value for value, *_rest in self.iter_choices()}:
            raise ValidationError(message("not_a_choice"))


class CommunityForm(Form):
    """What a community says of itself."""

    name = Line(lazy_gettext("ชื่อชุมชน"), [Required(), Length(most=LONGEST["name"])])
    purpose = Words(
        lazy_gettext("จุดมุ่งหมาย"),
        [Required(), Length(most=LONGEST["purpose"])],
        description=lazy_gettext("บรรทัดแรกแสดงในรายการชุมชน บอกว่าชุมชนนี้ช่วยเรื่องใด"),
    )
    kind = Kind(lazy_gettext("ใครอ่านและเขียนได้"), choices=[], default="open")
    agency = Agency(lazy_gettext("หน่วยงาน (เฉพาะชุมชนของหน่วยงาน)"), choices=[])

    def offer(self, agencies: Sequence[tuple[int, str]]) -> None:
        """Offer the kinds and the agencies (id, name)."""
        self.kind.choices = list(KINDS.items())
        rest = [(str(one), name) for one, name in agencies]
        self.agency.choices = [("", gettext("ไม่ระบุ")), *rest]

    def charter(self) -> Charter:
        """Return what was written."""
        return Charter(
            name=self.name.data or "",
            purpose=self.purpose.data or "",
            kind=self.kind.data or "",
            agency_id=int(self.agency.data) if self.agency.data else None,
        )


class NewCommunityForm(CommunityForm):
    """A new community."""

    slug = Line(
        lazy_gettext("ชื่อในที่อยู่เว็บ"),
        [Required(), Length(most=LONGEST["slug"])],
        description=lazy_gettext("ตัวอักษรไทยหรืออังกฤษ ตัวเลข และขีดกลาง เช่น บริการประชาชน"),
    )


class MemberForm(Form):
    """Whom to add."""

    email = Line(lazy_gettext("อีเมลของผู้ที่จะเพิ่ม"), [Required(), Length(most=254)])
