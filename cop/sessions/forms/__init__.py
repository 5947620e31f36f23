"""Forms of sessions, recordings and materials."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.validators import ValidationError

from cop.core.numbers import row_number
from cop.sessions.forms.addresses import Address, read_address
from cop.sessions.forms.fields import Number, OneOf, SecondsText, SomeOf, offered
from cop.sessions.models import ExchangeSession, Recording, Series
from cop.sessions.services import ChannelFacts, SeriesFacts, SessionFacts
from cop.web.forms import Form, Length, Line, MomentText, Optional, Required, Words
from cop.web.messages import message

CHANNEL_LABELS = {
    "onsite": _("ในห้องประชุม"),
    "vc": _("ระบบประชุมทางไกลไปยังศาลากลางจังหวัด"),
    "streaming": _("ถ่ายทอดสดทางอินเทอร์เน็ต"),
}
VISIBILITY_LABELS = {
    "public": _("สาธารณะ"),
    "org": _("บุคลากรทุกคน"),
    "community": _("เฉพาะสมาชิกของชุมชน"),
    "unit": _("เฉพาะหน่วยงานผู้จัด"),
}
LANGUAGE_LABELS = {"th": _("ไทย"), "en": _("อังกฤษ"), "other": _("ภาษาอื่น")}
MATERIAL_LABELS = {
    "slides": _("สไลด์"),
    "document": _("เอกสาร"),
    "image": _("ภาพ"),
    "data": _("ข้อมูล"),
    "other": _("อื่น ๆ"),
}
SOURCE_LABELS = {
    "human": _("คนถอดคำพูด"),
    "edited": _("เครื่องถอดเสียง คนแก้แล้ว"),
    "machine": _("เครื่องถอดเสียง ยังไม่มีคนตรวจ"),
}

# Fields that are called like the column that they show.
_SAME = (
    "fiscal_year",
    "number",
    "title_th",
    "theme",
    "start_at",
    "end_at",
    "hall_count",
    "chair",
    "on_behalf_of",
    "summary",
    "objectives",
    "source_url",
    "visibility",
)


class Slug:
    """Letters of Thai or English, digits and hyphens."""

    def __call__(self, _form: object, field: Line) -> None:
        """Refuse what would not stand in an address, or stands there already."""
        text = field.data or ""
        good = all(part.isalnum() or _is_thai(part) for part in text.split("-"))
        if not good or text in {"new", "halls", "series"}:
            raise ValidationError(message("slug_form"))


class SeriesForm(Form):
    """A new series."""

    name = Line(_("ชื่อชุดกิจกรรม"), [Required(), Length(3, 200)])
    short_name = Line(_("ชื่อย่อ"), [Optional(), Length(0, 60)])
    slug = Line(_("ชื่อในที่อยู่เว็บ"), [Required(), Length(2, 60), Slug()])
    community = SelectField(_("ชุมชน"), validate_choice=False)
    agency = SelectField(_("หน่วยงานผู้จัด"), validate_choice=False)

    def facts(self) -> SeriesFacts:
        """Return what the form says."""
        return SeriesFacts(
            slug=(self.slug.data or "").lower(),
            name=self.name.data or "",
            short_name=self.short_name.data or "",
            community_id=_chosen(self.community) or 0,
            agency_id=_chosen(self.agency),
        )


class SessionForm(Form):
    """A session, new or changed."""

    series = OneOf(_("ชุดกิจกรรม"))
    fiscal_year = Number(_("ปีงบประมาณ พ.ศ."), 1, 9_999)
    number = Number(_("ครั้งที่"), 1, 999)
    title_th = Line(_("ชื่อกิจกรรม"), [Required(), Length(3, 200)])
    theme = Line(_("หัวข้อหลัก"), [Optional(), Length(0, 200)])
    start_at = MomentText(_("เริ่ม"), [Required("date_empty")])
    end_at = MomentText(_("สิ้นสุด"))
    venue = Line(_("ห้องประชุม"), [Optional(), Length(0, 200)])
    channels = SomeOf(_("ช่องทางเข้าร่วม"), choices=offered(CHANNEL_LABELS.items()))
    hall_count = Number(_("จำนวนศาลากลางที่รับสัญญาณ"), 0, 200)
    stream_url = Line(_("ที่อยู่ถ่ายทอดสด"), [Optional(), Length(0, 500)])
    chair = Line(_("ประธานเปิดกิจกรรม"), [Optional(), Length(0, 200)])
    on_behalf_of = Line(_("ได้รับมอบหมายจาก"), [Optional(), Length(0, 200)])
    agency = OneOf(_("หน่วยงานผู้จัด"), default="")
    principles = SomeOf(_("หลักสำคัญ 4 ประการ"))
    summary = Words(_("สาระสำคัญ"), [Optional(), Length(0, 6_000)])
    objectives = Words(_("วัตถุประสงค์"), [Optional(), Length(0, 6_000)])
    source_url = Line(_("ที่มาของข้อมูล"), [Optional(), Length(0, 500)])
    community = OneOf(_("ชุมชน"), default="")
    visibility = OneOf(_("ผู้ที่อ่านได้"), default="")

    def validate_stream_url(self, field: Line) -> None:
        """Take an address that is complete."""
        _web_address(field)

    validate_source_url = validate_stream_url

    def facts(self, series: Series, community_id: int | None) -> SessionFacts:
        """Return what the form says; what it leaves open is that of the series."""
        if self.start_at.data is None:
            raise ValueError("a form that has not been validated says nothing")
        return SessionFacts(
            title_th=self.title_th.data or "",
            theme=self.theme.data or "",
            start_at=self.start_at.data,
            end_at=self.end_at.data,
            fiscal_year=self.fiscal_year.data,
            number=self.number.data,
            venue=self.venue.data or "",
            hall_count=self.hall_count.data or 0,
            chair=self.chair.data or "",
            on_behalf_of=self.on_behalf_of.data or "",
            agency_id=_chosen(self.agency) or series.agency_id,
            community_id=community_id or series.community_id,
            visibility=self.visibility.data or None,
            summary=self.summary.data or "",
            objectives=self.objectives.data or "",
            source_url=self.source_url.data or "",
            principles=self.principles.data or (),
            channels=[self._channel(kind) for kind in self.channels.data or ()],
        )

    def show(self, exchange: ExchangeSession, hall: str) -> None:
        """Fill the form with a session; its choices are filled by who loads them."""
        for name in _SAME:
            self[name].data = getattr(exchange, name)
        self.venue.data = hall
        self.agency.data = str(exchange.agency_id or "")

    def _channel(self, kind: str) -> ChannelFacts:
        return ChannelFacts(
            kind, address=(self.stream_url.data or "") if kind == "streaming" else ""
        )


class CancelForm(Form):
    """Why a session is cancelled."""

    reason = Line(_("เหตุผลที่ยกเลิก"), [Required(), Length(3, 500)])


class RecordingForm(Form):
    """A recording: an address, or a file."""

    title = Line(_("ชื่อบันทึก"), [Required(), Length(2, 200)])
    url = Line(_("ที่อยู่เว็บของบันทึก"), [Optional(), Length(0, 1_000)])
    file = FileField(_("หรือเลือกไฟล์จากเครื่อง"))
    duration = SecondsText(_("ความยาว"))
    language = OneOf(_("ภาษาที่พูด"), choices=offered(LANGUAGE_LABELS.items()), default="th")
    address: Address | None = None

    def validate_url(self, field: Line) -> None:
        """Read the address."""
        if field.data:
            self.address = read_address(field.data)
            if self.address is None:
                raise ValidationError(message("not_an_address"))

    def show(self, recording: Recording) -> None:
        """Fill the form with a recording."""
        self.title.data, self.url.data = recording.title, recording.url
        self.duration.data, self.language.data = recording.duration_seconds, recording.language


class ChapterForm(Form):
    """A part of a recording."""

    start = SecondsText(_("เริ่มที่"))
    title = Line(_("ชื่อช่วง"), [Required(), Length(2, 200)])

    def validate_start(self, field: SecondsText) -> None:
        """Refuse an empty place; 0 is one."""
        if field.data is None:
            raise ValidationError(message("place_missing"))


class TranscriptForm(Form):
    """The words of a recording in one language."""

    language = OneOf(_("ภาษา"), choices=offered(LANGUAGE_LABELS.items()), default="th")
    source = OneOf(_("ที่มาของคำบรรยาย"), choices=offered(SOURCE_LABELS.items()), default="human")
    file = FileField(_("ไฟล์คำบรรยาย"))


class MaterialForm(Form):
    """A material."""

    title = Line(_("ชื่อเอกสาร"), [Required(), Length(2, 200)])
    kind = OneOf(_("ประเภท"), choices=offered(MATERIAL_LABELS.items()), default="document")
    file = FileField(_("ไฟล์"))


def _chosen(field: SelectField) -> int | None:
    return row_number(field.data)


def _web_address(field: Line) -> None:
    if not field.data:
        return
    address = read_address(field.data)
    if address is None:
        raise ValidationError(message("not_an_address"))
    field.data = address.url


def _is_thai(text: str) -> bool:
    return bool(text) and all(letter.isalnum() or "\u0e01" <= letter <= "\u0e4e" for letter in text)
