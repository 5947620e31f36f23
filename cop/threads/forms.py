"""What is asked of people who write threads and replies."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import ValidationError

from cop.core.actor import Actor
from cop.threads.services import Draft
from cop.web.forms import Form, Length, Line, Required, Words
from cop.web.messages import message

KINDS = {
    "question": lazy_gettext("คำถาม"),
    "discussion": lazy_gettext("สนทนา"),
    "announcement": lazy_gettext("ประกาศ"),
}


class Choice(SelectField):
    """A list to choose from whose complaint is ours."""

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - WTForms' signature
        """Refuse what is not in the list."""
        known = {value for value, _label, *_rest in self.iter_choices()}
        if not self.data or self.data not in known:
            raise ValidationError(message("not_a_choice" if self.data else "choose"))


class Kind(RadioField):
    """The kind of a thread; the complaint is ours."""

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - WTForms' signature
        """Refuse what is not in the list."""
        known = {value for value, _label, *_rest in self.iter_choices()}
        if not self.data or self.data not in known:
            raise ValidationError(message("not_a_choice" if self.data else "choose"))


class KeyWords(Line):
    """Key words in one line, parted by commas; repeated fields are taken together."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Keep one line of all that was sent."""
        super().process_formdata([", ".join(str(value) for value in valuelist)])


class EditForm(Form):
    """The words of a thread."""

    title = Line(lazy_gettext("หัวข้อ"), [Required(), Length(most=200)])
    body = Words(lazy_gettext("รายละเอียด"), [Required(), Length()])
    tags = KeyWords(lazy_gettext("คำสำคัญ"), description=lazy_gettext("คั่นด้วยจุลภาค ไม่เกิน 10 คำ"))

    def draft(self) -> Draft:
        """Return what the writer says."""
        return Draft(self.title.data or "", self.body.data or "", (self.tags.data or "",))


class ThreadForm(EditForm):
    """A new thread."""

    community = Choice(lazy_gettext("ชุมชน"), choices=[])
    kind = Kind(lazy_gettext("ชนิดกระทู้"), choices=[], default="question")

    offered: Mapping[str, str] = MappingProxyType({})
    """The ids of the communities offered, by id and by slug."""

    def offer(self, communities: Sequence[tuple[int, str, str]], actor: Actor) -> None:
        """Offer the communities (id, slug, name) and the kinds that are open to the writer."""
        ids = {str(one): str(one) for one, _slug, _name in communities}
        self.offered = {**{slug: str(one) for one, slug, _name in communities}, **ids}
        choices = [(str(one), name) for one, _slug, name in communities]
        self.community.choices = [("", gettext("เลือกชุมชน")), *choices]
        self.community.data = self.offered.get(self.community.data or "", self.community.data)
        tends = bool(actor.facilitates) or actor.holds("moderator")
        self.kind.choices = [
            (code, text) for code, text in KINDS.items() if tends or code != "announcement"
        ]

    def choose(self, community: str) -> None:
        """Preselect a community by id or slug, or the only one that is offered."""
        only = set(self.offered.values())
        self.community.data = self.offered.get(community, only.pop() if len(only) == 1 else "")


class ReplyForm(Form):
    """A reply."""

    body = Words(lazy_gettext("ความเห็นของฉัน"), [Required(), Length()])

    @property
    def text(self) -> str:
        """Return what was written."""
        return self.body.data or ""


class RemoveForm(Form):
    """Why something is taken away."""

    reason = Words(lazy_gettext("เหตุผล"), [Length(most=500)])

    @property
    def text(self) -> str:
        """Return what was written."""
        return self.reason.data or ""


class LinkForm(Form):
    """Which lesson a thread is tied to."""

    address = Line(
        lazy_gettext("หมายเลขหรือที่อยู่ของบทเรียน"),
        [Required(), Length(most=500)],
        description=lazy_gettext("เช่น LL-2563-0001"),
    )

    @property
    def text(self) -> str:
        """Return what was written."""
        return self.address.data or ""
