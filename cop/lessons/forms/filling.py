"""Between forms and lessons: what is offered, what stands in the fields, what comes out."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.core.markup import plain, render
from cop.lessons import queries
from cop.lessons.forms.labels import FIELDS, KINDS, OUTCOMES, VISIBILITIES
from cop.lessons.forms.lesson import LessonForm
from cop.lessons.queries import CommunityOption, Option, TermLabel
from cop.lessons.services import Content
from cop.thai.words import words
from cop.web.filters import day
from cop.web.i18n import language

LONGEST_SUMMARY = 300
_LISTS = {"principles", "topics"}
_BOXES = {"hides_author"}
_CHOSEN = {"kind", "outcome", "visibility", "community", "agency", "province", "process"}
_TICKS = {"pdpa_check", "version", "differs"}
_TEXTS = (
    "title_th",
    "kind",
    "summary",
    "background",
    "expected",
    "what_happened",
    "cause",
    "lesson",
    "recommendation",
    "applies_when",
    "not_when",
    "success_factors",
    "steps_method",
    "evidence",
    "tags",
    "occurred_from",
    "occurred_to",
)


class Offer:
    """What a form offers, read once: communities, terms, agencies, provinces."""

    def __init__(self, actor: Actor, stored: Mapping[str, Any] | None = None) -> None:
        stored = stored or {}
        self.communities = queries.communities_for(actor, stored.get("community_id"))
        self.terms = queries.terms_in_use()
        self.agencies, self.provinces = queries.places(stored.get("agency_id"))

    def into(self, form: LessonForm) -> None:
        """Put the choices into the form; a community may be named by its slug."""
        form.community.choices = [(str(one.id), one.name) for one in self.communities]
        form.principles.choices = _terms(self.terms, "principle")
        form.topics.choices = _terms(self.terms, "topic")
        form.work_process.choices = [("", "–"), *_terms(self.terms, "process")]
        form.agency.choices = [("", "–"), *map(_option, self.agencies)]
        form.province.choices = [("", "–"), *map(_option, self.provinces)]
        for one in self.communities:
            if form.community.data == one.slug:
                form.community.data = str(one.id)

    def community(self, community_id: str) -> CommunityOption | None:
        """Return one of the communities offered."""
        return next((one for one in self.communities if str(one.id) == community_id), None)


def completed(sent: MultiDict[str, str], stored: Mapping[str, Any]) -> MultiDict[str, str]:
    """Return what was sent, with the stored value for each field that the sender left out.

    Boxes that nobody ticked are sent by no browser: our own form says `lists` when it shows them.
    """
    full = MultiDict(sent)
    shown = _shown(stored)
    for name, value in shown.items():
        if name in full or (name in _LISTS | _BOXES and "lists" in full):
            continue
        if name in _BOXES and not value:
            continue
        full.setlist(name, [str(one) for one in value] if isinstance(value, list) else [value])
    return full


def stored_form(stored: Mapping[str, Any], version: int) -> LessonForm:
    """Return the form with what is stored; an empty summary is offered from the lesson itself."""
    data = {name: stored[name] for name in (*_TEXTS, *_LISTS, "outcome", "visibility")}
    data["work_process"] = stored["process"]
    data["community"] = str(stored["community_id"])
    data["agency"] = str(stored["agency_id"] or "")
    data["province"] = stored["province_code"] or ""
    data["named"] = queries.emails(stored["named"])
    data["version"] = version
    data["hides_author"] = stored["hides_author"]
    # What the next revision changes goes along from save to save until it is published.
    data["note"] = stored["note"] if stored["is_next"] else ""
    if not data["summary"]:
        data["summary"] = first_words(plain(render(stored["lesson"])), LONGEST_SUMMARY)
    return LessonForm(formdata=None, data=data)


def content_of(form: LessonForm, offer: Offer) -> Content:
    """Return what a valid form says. Raises Invalid for a reader without an account."""
    community = offer.community(form.community.data)
    if community is None:
        raise Invalid({"community": "not_a_choice"})
    visibility = form.visibility.data
    if not visibility:
        visibility = "org" if community.kind == "open" else "community"
    named = _named(form.named.data or []) if visibility == "named" else []
    return Content(
        **{name: getattr(form, name).data for name in (*_TEXTS, *_LISTS)},
        outcome=form.outcome.data or None,
        process=form.work_process.data or "",
        community_id=community.id,
        visibility=visibility,
        named=named,
        agency_id=int(form.agency.data) if form.agency.data else None,
        province_code=form.province.data or None,
        hides_author=bool(form.hides_author.data),
    )


def displayed(values: Mapping[str, Any], terms: Sequence[TermLabel]) -> dict[str, str]:
    """Return what a revision says as words on the page, field by field, in reading order."""
    english = language() == "en"
    labels = {
        term.code: term.label_en if english and term.label_en else term.label_th for term in terms
    }

    def named(codes: Sequence[str]) -> str:
        return ", ".join(labels.get(code, code) for code in codes if code)

    told = {
        "kind": str(KINDS[values["kind"]]),
        "outcome": str(OUTCOMES[values["outcome"]]) if values["outcome"] else "",
        "occurred": _period(values),
        "recommendation": "\n".join(
            f"{place}. {text}" for place, text in enumerate(values["recommendation"], start=1)
        ),
        "principles": named(values["principles"]),
        "topics": named(values["topics"]),
        "process": named([values["process"]]),
        "tags": ", ".join(values["tags"]),
        "agency": _named_place(values, "agency", english=english),
        "province": _named_place(values, "province", english=english),
        "community": values["community_name"],
        "visibility": str(VISIBILITIES.get(values["visibility"], "")),
    }
    return {
        name: told.get(name, values.get(name)) or ""
        for name in FIELDS
        if name in told or (name != "note" and isinstance(values.get(name), str))
    }


def first_words(text: str, most: int) -> str:
    """Return the text cut at a word, with an ellipsis when it was longer."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    kept = ""
    for word in words(text):
        if len(kept) + len(word) > most - 1:
            break
        kept += word
    return f"{kept.rstrip()}…"


def _shown(stored: Mapping[str, Any]) -> dict[str, Any]:
    form = stored_form({**stored, "summary": stored["summary"] or " "}, 0)
    found: dict[str, Any] = {}
    for field in form:
        name = field.name
        if name in _TICKS:
            continue
        if name in _LISTS:
            found[name] = list(field.data or [])
        elif name in _BOXES:
            found[name] = "y" if field.data else ""
        elif name in _CHOSEN:
            found[name] = field.data or ""
        else:
            found[name] = _text_of(field).strip()
    return found


def _text_of(field: Field) -> str:
    """Return the field's text as its control shows it."""
    shown: str = getattr(field, "_value")()  # noqa: B009 - WTForms has no other name for it
    return shown


def _named_place(values: Mapping[str, Any], kind: str, *, english: bool) -> str:
    thai, other = values.get(f"{kind}_th"), values.get(f"{kind}_en")
    return (other if english and other else thai) or ""


def _period(values: Mapping[str, Any]) -> str:
    days = [values.get("occurred_from"), values.get("occurred_to")]
    return " – ".join(day(one) for one in days if one)


def _named(addresses: Sequence[str]) -> list[int]:
    folded = [address.casefold() for address in addresses]
    known = queries.member_ids(folded)
    unknown = [address for address in folded if address not in known]
    if unknown:
        raise Invalid({"named": "reader_unknown"}, {"emails": ", ".join(unknown)})
    return sorted(known.values())


def _terms(terms: Sequence[TermLabel], scheme: str) -> list[tuple[str, str]]:
    english = language() == "en"
    return [
        (term.code, term.label_en if english and term.label_en else term.label_th)
        for term in terms
        if term.scheme == scheme
    ]


def _option(option: Option) -> tuple[str, str]:
    english = language() == "en" and option.label_en
    return option.value, option.label_en if english else option.label_th
