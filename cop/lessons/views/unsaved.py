"""What is typed in the form of a lesson: kept while one writes, offered to whoever comes back."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from cop.accounts.guards import member
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Invalid
from cop.core.verdict import Verdict
from cop.db import transaction
from cop.lessons import policies, queries
from cop.lessons.forms import LessonForm, Offer, completed, displayed, stored_form
from cop.lessons.forms.labels import CHOSEN, KINDS, OUTCOMES
from cop.lessons.models import Lesson
from cop.lessons.queries import Difference
from cop.lessons.views.blueprint import REF, Case, blueprint, case
from cop.unsaved import queries as unsaved
from cop.unsaved import services
from cop.unsaved.queries import Kept
from cop.unsaved.services import Typed
from cop.web.errors import problem

NEW = "lesson:new"
LONGEST_TAB = 64
_NOT_KEPT = {"pdpa_check", "version"}
_SOURCE = ("about", "t", "reply")
_BLANK: dict[str, Any] = {
    "title_th": "", "kind": "lesson", "outcome": "", "summary": "", "background": "",
    "expected": "", "what_happened": "", "cause": "", "lesson": "", "recommendation": [],
    "applies_when": "", "not_when": "", "success_factors": "", "steps_method": "", "evidence": "",
    "principles": [], "topics": [], "process": "", "tags": [], "occurred_from": None,
    "occurred_to": None, "visibility": "", "community_name": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """An own unsaved text that says something else than what is saved."""

    id: int
    saved_at: datetime
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page with the form tells of texts under way: what it offers, and who else writes."""

    tab: str
    taken: str
    found: list[Found]
    others: str


@blueprint.post("/lessons/new/unsaved")
def keep_new() -> ResponseReturnValue:
    """Keep what stands in the form of a lesson that does not exist yet."""
    policies.may_capture(member()).require()
    return _kept(NEW)


@blueprint.post(f"{REF}/unsaved")
def keep_unsaved(lesson_ref: str) -> ResponseReturnValue:
    """Keep what stands in the form of a lesson; the author's also when its state has moved on."""
    found = case(lesson_ref)
    verdict = may_write(found)
    if not (verdict.reason == "wrong_state" and policies.tends(found.actor, found.standing)):
        verdict.require()
    return _kept(place_of(found.lesson))


@blueprint.get(f"{REF}/unsaved")
def who_writes(lesson_ref: str) -> ResponseReturnValue:
    """Say whether somebody else, or another page of the same person, writes this lesson now."""
    found = case(lesson_ref)
    may_write(found).require()
    place = place_of(found.lesson)
    seen = unsaved.desk(found.actor, place, at=now(), tab=request.args.get("tab", ""))
    return jsonify(others=seen.others)


@blueprint.post("/lessons/unsaved/<int(max=2147483647):text_id>/drop")
def drop_unsaved(text_id: int) -> ResponseReturnValue:
    """Drop an unsaved text and show the form with what is saved."""
    actor = member()
    kept = unsaved.own_text(actor, text_id)
    with transaction():
        services.drop(kept.id, by=actor, at=now())
    if kept.place == NEW:
        return redirect(url_for("lessons.new"), 303)
    number = kept.place.partition(":")[2]
    return redirect(url_for("lessons.edit", lesson_ref=number), 303)


def may_write(found: Case) -> Verdict:
    """Return whether this person may save the lesson's form, as its author or reviewing it."""
    if policies.tends(found.actor, found.standing):
        return policies.may_revise(found.actor, found.standing)
    return policies.may_classify(found.actor, found.standing)


def place_of(lesson: Lesson) -> str:
    """Return the name of a lesson's form."""
    return f"lesson:{lesson.id}"


def let_go(place: str, by: Actor, at: datetime) -> None:
    """Let go of what this page, and the text with which it began, had kept: it is saved now."""
    if tab := _tab():
        services.let_go(place, tab, turn=_number("turn"), by=by, at=at)
    if taken := _number("taken"):
        services.drop(taken, by=by, at=at)


def keep_now(place: str, by: Actor, at: datetime) -> None:
    """Keep the sent form before a page is shown that asks what to do about it."""
    if tab := _tab():
        services.keep(place, tab, _typed(), by=by, at=at)


def taken_text(actor: Actor, place: str) -> Kept | None:
    """Return the unsaved text with which the address asks to go on. Raises Missing."""
    asked = request.args.get("unsaved", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    return unsaved.own_text(actor, int(asked), place)


def said_in(kept: Kept | None) -> MultiDict[str, str]:
    """Return what a kept text says beside the fields of the form, or else what the request says."""
    if kept is None:
        return request.values
    return MultiDict([(name, value) for name, value in kept.fields])


def form_of(kept: Kept, stored: Mapping[str, Any] | None = None) -> LessonForm:
    """Return the form with a kept text in it; its version is the one the text is based on."""
    sent = MultiDict([(name, value) for name, value in kept.fields])
    if stored is None:
        return LessonForm(sent)
    form = LessonForm(completed(sent, stored))
    form.version.data = "" if kept.base is None else str(kept.base)
    return form


def desk_of(
    actor: Actor, place: str, offer: Offer, stored: Mapping[str, Any] | None = None
) -> Desk:
    """Return what the page tells; a form that was sent and refused is the same page still."""
    tab = _tab() or uuid.uuid4().hex
    taken = request.form.get("taken", "") or request.args.get("unsaved", "")
    seen = unsaved.desk(actor, place, at=now(), tab=tab)
    own = [one for one in seen.own if str(one.id) != taken] if request.method == "GET" else []
    found = []
    if own:
        saved = stored_form(stored, 0) if stored is not None else LessonForm(formdata=None)
        offer.into(saved)
        before = _words(saved, stored or _BLANK, offer) if stored else {}
        for one in own:
            form = form_of(one, stored)
            offer.into(form)
            said = differences(before, _words(form, stored or _BLANK, offer))
            if said:
                found.append(Found(one.id, one.saved_at, said))
    others = "" if place == NEW else seen.others
    return Desk(tab, taken if taken.isdigit() else "", found, others)


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    """Return what differs; of a lesson that does not exist yet, what a person has written."""
    found = queries.differences(before, after, CHOSEN)
    return found if before else [one for one in found if one.name not in CHOSEN]


def _words(form: LessonForm, base: Mapping[str, Any], offer: Offer) -> dict[str, str]:
    said = {one.name: one.data for one in form if one.name in base}
    for name, known in (("kind", KINDS), ("outcome", OUTCOMES)):
        if said[name] not in known:
            said[name] = base[name]
    said |= {name: said[name] or [] for name in ("principles", "topics", "tags", "recommendation")}
    shown = displayed({**base, **said}, offer.terms)
    for name in ("agency", "province", "community"):
        field: Any = form[name]
        shown[name] = str(dict(field.choices).get(field.data, "")) if field.data else ""
    return {**shown, "note": form.note.data or ""}


def _kept(place: str) -> ResponseReturnValue:
    actor, at, tab = member(), now(), _tab()
    if not tab:
        return problem(400, "form_too_old")
    try:
        with transaction():
            if taken := _number("taken"):
                services.take_over(taken, place, tab, by=actor, at=at)
            number = services.keep(place, tab, _typed(), by=actor, at=at)
    except Invalid as error:
        return problem(400, "too_long", **error.details)
    others = "" if place == NEW else unsaved.desk(actor, place, at=at, tab=tab).others
    return jsonify(id=number, others=others)


def _typed() -> Typed:
    names = {one.name for one in LessonForm(formdata=None)} - _NOT_KEPT | {"lists", *_SOURCE}
    sent = request.form.items(multi=True)
    fields = [[name, value] for name, value in sent if name in names]
    return Typed(fields, _number("version") or None, _number("turn"))


def _tab() -> str:
    return request.form.get("tab", "")[:LONGEST_TAB]


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else 0
