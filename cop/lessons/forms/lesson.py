"""The forms about lessons."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from cop.core.numbers import row_number
from cop.lessons.forms.labels import KINDS, OUTCOMES, REASONS, VISIBILITIES
from cop.thai.folding import tidy_line
from cop.web.forms import DateText, Form, Length, Line, MomentText, Optional, Required, Steps, Words
from cop.web.messages import message

MOST_STEPS, MOST_STEP, MOST_TAG, MOST_READERS = 30, 300, 60, 100


class Within:
    """The value is one of the field's choices; an empty one is left to `Required`."""

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse what is not in the list."""
        known = {str(value) for value, *_rest in getattr(field, "choices", None) or ()}
        chosen = field.data if isinstance(field.data, list) else [field.data]
        if any(str(value) not in known for value in chosen if value not in {None, ""}):
            raise ValidationError(message("not_a_choice"))


Pairs = Iterable[tuple[str, Any]]


class Select(SelectField):
    """One of a list; a value that is not in it is refused in our own words."""

    def __init__(
        self,
        label: Any,  # noqa: ANN401 - a lazy text
        validators: Iterable[Any] = (),
        choices: Pairs = (),
        **kwargs: Any,  # noqa: ANN401 - WTForms' own
    ) -> None:
        super().__init__(label, [*validators, Within()], validate_choice=False, **kwargs)
        self.choices = list(choices)


class Cards(RadioField):
    """One of a few, shown as cards."""

    def __init__(
        self,
        label: Any,  # noqa: ANN401 - a lazy text
        validators: Iterable[Any] = (),
        choices: Pairs = (),
        **kwargs: Any,  # noqa: ANN401 - WTForms' own
    ) -> None:
        super().__init__(label, [*validators, Within()], validate_choice=False, **kwargs)
        self.choices = list(choices)


class Several(SelectMultipleField):
    """Several of a list; what was sent is kept once each, in its order."""

    def __init__(
        self,
        label: Any,  # noqa: ANN401 - a lazy text
        validators: Iterable[Any] = (),
        choices: Pairs = (),
        **kwargs: Any,  # noqa: ANN401 - WTForms' own
    ) -> None:
        super().__init__(label, [*validators, Within()], validate_choice=False, **kwargs)
        self.choices = list(choices)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the chosen codes."""
        self.data = list(dict.fromkeys(str(value) for value in valuelist if value))


class AtMost:
    """At most so many entries."""

    def __init__(self, most: int, code: str = "choose_at_most") -> None:
        self.most = most
        self.code = code

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse too many."""
        if len(field.data or ()) > self.most:
            raise ValidationError(message(self.code, most=self.most))


class Entries(Field):
    """Short entries in one line, parted by commas; repeated fields add up."""

    widget = TextInput()

    def _value(self) -> str:
        return ", ".join(self.data or [])

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Keep the entries, tidied, each once."""
        parts = re.split("[,，\n]", ",".join(str(value) for value in valuelist))
        self.data = list(dict.fromkeys(entry for part in parts if (entry := tidy_line(part))))


class ShortSteps:
    """No more steps than a page holds, none longer than two sentences."""

    def __call__(self, _form: object, field: Field) -> None:
        """Name the step that is too long."""
        steps = field.data or []
        if len(steps) > MOST_STEPS:
            raise ValidationError(message("too_many", most=MOST_STEPS))
        for place, text in enumerate(steps, start=1):
            if len(text) > MOST_STEP:
                raise ValidationError(message("step_too_long", step=place, most=MOST_STEP))


class ShortTags:
    """No tag longer than a few words."""

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse a tag that is a sentence."""
        if any(len(label) > MOST_TAG for label in field.data or ()):
            raise ValidationError(message("tag_too_long", most=MOST_TAG))


class LessonForm(Form):
    """All that a lesson says. Three fields are needed to save it."""

    title_th = Line(_("ชื่อเรื่อง"), [Required(), Length(10, 150)])
    kind = Cards(_("ประเภท"), [Required("choose")], choices=KINDS.items(), default="lesson")
    outcome = Cards(_("ผลที่เกิด"), choices=OUTCOMES.items())
    summary = Words(_("สรุป"), [Optional(), Length(most=300)])
    background = Words(_("ความเป็นมาและบริบท"), [Optional(), Length(most=6_000)])
    occurred_from = DateText(_("วันที่เกิดเหตุ"), [Optional()])
    occurred_to = DateText(_("ถึงวันที่"), [Optional()])
    province = Select(_("จังหวัด"))
    agency = Select(_("หน่วยงานเจ้าของ"))
    expected = Words(_("สิ่งที่คาดหวัง"), [Optional(), Length(most=6_000)])
    what_happened = Words(_("สิ่งที่เกิดขึ้นจริง"), [Required(), Length(most=6_000)])
    cause = Words(_("สาเหตุและปัจจัย"), [Optional(), Length(most=6_000)])
    lesson = Words(_("บทเรียนที่ได้"), [Required(), Length(most=2_000)])
    recommendation = Steps(_("ข้อเสนอแนะ"), [Optional(), ShortSteps()])
    applies_when = Words(_("ใช้ได้เมื่อ"), [Optional(), Length(most=500)])
    not_when = Words(_("ไม่เหมาะเมื่อ"), [Optional(), Length(most=500)])
    success_factors = Words(_("ปัจจัยความสำเร็จ"), [Optional(), Length(most=6_000)])
    steps_method = Words(_("ขั้นตอนและวิธีดำเนินการ"), [Optional(), Length(most=6_000)])
    evidence = Words(_("หลักฐานและผลลัพธ์"), [Optional(), Length(most=6_000)])
    principles = Several(_("หลักสำคัญ 4 ประการ"), [AtMost(4)])
    topics = Several(_("หมวดความรู้"), [AtMost(3)])
    # WTForms has a method of the name that the field has on the page.
    work_process = Select(_("กระบวนงานที่เกี่ยวข้อง"), name="process")
    tags = Entries(_("คำสำคัญ"), [AtMost(8, "too_many"), ShortTags()])
    community = Select(_("ชุมชน"), [Required("choose")])
    visibility = Select(_("ผู้อ่านเมื่อเผยแพร่"), choices=VISIBILITIES.items())
    named = Entries(_("อีเมลของผู้อ่าน"), [AtMost(MOST_READERS, "too_many")])
    hides_author = BooleanField(_("ไม่แสดงชื่อผู้เขียน"))
    differs = Words(_("ต่างจากเรื่องใกล้เคียงอย่างไร"), [Optional(), Length(most=500)])
    note = Line(_("แก้อะไรไปบ้าง"), [Optional(), Length(most=300)])
    pdpa_check = BooleanField(_("ตรวจแล้ว ไม่มีข้อมูลส่วนบุคคล และไม่มีเรื่องที่มีชั้นความลับ (ลับ ลับมาก ลับที่สุด)"))
    version = HiddenField()
    alike: Any = None
    """The title of the lesson that says probably the same, once it is known."""

    def take(self, problems: Mapping[str, str], details: Mapping[str, object]) -> None:
        """Show a service's problems at their fields."""
        own = {"work_process" if name == "process" else name: c for name, c in problems.items()}
        super().take(own, details)

    @property
    def base_version(self) -> int | None:
        """Return the version on which the text is based, None when the form does not say."""
        return row_number(self.version.data)


class DecisionForm(Form):
    """What a review comes to: nothing is chosen at first."""

    decision = Cards(
        _("ผลการพิจารณา"),
        [Required("choose")],
        choices=[
            ("publish", _("เผยแพร่")),
            ("request_changes", _("ส่งกลับให้แก้ไข")),
            ("reject", _("ไม่รับเผยแพร่บทเรียน")),
        ],
    )
    reasons = Several(_("เหตุผล"), choices=REASONS.items())
    words = Words(_("บอกผู้เขียนหนึ่งประโยค"), [Optional(), Length(most=1_000)])
    publish_at = MomentText(_("เผยแพร่เมื่อ"), [Optional()])
    revision = HiddenField()

    @property
    def revision_id(self) -> int | None:
        """Return the revision that was read, None when the form does not say."""
        return row_number(self.revision.data)


class LinkForm(Form):
    """A link from a lesson, by pasting the address or number of the other end."""

    address = Line(_("ที่อยู่หรือเลขที่"), [Required(), Length(most=500)])
    kind = Select(_("เกี่ยวข้องอย่างไร"))
    note = Line(_("หมายเหตุ"), [Optional(), Length(most=300)])
