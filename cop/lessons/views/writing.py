"""Writing a lesson: capture, edit, submit, take back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from cop.accounts.guards import member
from cop.core.clock import now
from cop.core.errors import Invalid, Missing, Refused, Stale
from cop.db import db, transaction
from cop.lessons import policies, queries, services
from cop.lessons.forms import (
    LessonForm,
    Offer,
    completed,
    content_of,
    displayed,
    doubts,
    stored_form,
)
from cop.lessons.forms.labels import CHOSEN, FIELDS, KIND_HINTS, REASONS, STATES
from cop.lessons.models import MARKDOWN, Revision
from cop.lessons.views.blueprint import REF, Case, act, blueprint, case
from cop.lessons.views.distilling import Source, prefill, source_of, tie
from cop.lessons.views.nearby import expect_distinct
from cop.lessons.views.unsaved import (
    NEW,
    desk_of,
    form_of,
    keep_now,
    let_go,
    may_write,
    place_of,
    said_in,
    taken_text,
)
from cop.moderation.forms import talk_about
from cop.pictures.forms import areas_of, place_picture
from cop.thai.folding import tidy_line
from cop.web.forms import invalid
from cop.web.messages import message
from cop.web.once import create_once

LONGEST_TITLE = 150
_COPIED = ("title_th", "kind", "what_happened", "lesson", "expected", "cause", "hides_author")
SENT = lazy_gettext("ส่งตรวจแล้ว ผู้ตรวจจะตอบภายใน 5 วันทำการ")
KEPT = lazy_gettext("เก็บเป็นฉบับร่างแล้ว ผู้อื่นยังไม่เห็นจนกว่าจะส่งตรวจ")


@blueprint.route("/lessons/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Show the three fields and keep what was written; the second button submits it at once."""
    offer = Offer(member())
    if request.method == "GET":
        taken = taken_text(member(), NEW)
        source = source_of(member(), said_in(taken))
        form = form_of(taken) if taken else _blank(offer, source)
        return _capture_page(form, offer, source)
    form, source = _sent(offer), source_of(member(), request.values)
    submits = request.form.get("act") == "submit"
    if place_picture(form, MARKDOWN):
        return _capture_page(form, offer, source), form.status
    if form.validate():
        try:
            if submits and not form.pdpa_check.data:
                raise Invalid({"pdpa_check": "tick_pdpa"})
            alike = expect_distinct(member(), form, form.data) if submits else None
            answer = create_once(lambda: _captured(form, offer, alike, source))
        except Invalid as error:
            invalid(form, error)
        else:
            flash(SENT if submits else KEPT)
            return answer
    return _capture_page(form, offer, source), 422


@blueprint.route(f"{REF}/edit", methods=["GET", "POST"])
def edit(lesson_ref: str) -> ResponseReturnValue:
    """Show and save the whole form: for the author, and for whoever reviews the lesson."""
    found = case(lesson_ref)
    if request.method == "GET":
        may_write(found).require()
    stored = _stored(found, request.args.get("revision", ""))
    offer = Offer(found.actor, stored)
    if request.method == "GET":
        taken = taken_text(found.actor, place_of(found.lesson))
        form = form_of(taken, stored) if taken else stored_form(stored, found.lesson.version)
        offer.into(form)
        return _edit_page(found, form, stored, offer)
    form = LessonForm(completed(request.form, stored))
    offer.into(form)
    if not may_write(found):
        return _conflict(found, form, stored)
    if place_picture(form, MARKDOWN):
        return _edit_page(found, form, stored, offer), form.status
    if form.validate():
        try:
            return _saved(found, form, offer)
        except Invalid as error:
            invalid(form, error)
        except Stale:
            db.session.rollback()
            return _conflict(case(lesson_ref), form, None)
    return _edit_page(found, form, stored, offer), 422


@blueprint.post(f"{REF}/submit")
def submit(lesson_ref: str) -> ResponseReturnValue:
    """Hand a draft in for review."""
    found = case(lesson_ref)
    ticked = bool(request.form.get("pdpa_check"))
    if found.lesson.state == "submitted" and found.lesson.submitted_by_id == found.actor.id:
        return redirect(found.address, 303)

    def make() -> str:
        services.submit(found.lesson, pdpa_check=ticked, by=found.actor, at=now())
        return found.address

    policies.may_submit(found.actor, found.standing).require()
    stored = _stored(found)
    form = stored_form(stored, found.lesson.version)
    try:
        expect_distinct(found.actor, form, stored, found.lesson.id)
        return act(make, SENT)
    except Invalid as error:
        form.pdpa_check.data = ticked
        offer = Offer(found.actor, stored)
        offer.into(form)
        invalid(form, error)
        return _edit_page(found, form, stored, offer), 422


def _sent(offer: Offer) -> LessonForm:
    """Return the sent form; what the short form does not ask is taken from the writer."""
    actor = member()
    form = LessonForm()
    offer.into(form)
    if not form.community.data and offer.communities:
        form.community.data = str(offer.communities[0].id)
    if not form.agency.data and actor.agency_id is not None:
        form.agency.data = str(actor.agency_id)
    if not form.province.data and actor.province_code:
        form.province.data = actor.province_code
    return form


def _captured(
    form: LessonForm, offer: Offer, alike: tuple[str, str] | None, source: Source | None
) -> str:
    """Keep the lesson; hand it in when it was asked what it is like."""
    actor, at = member(), now()
    lesson = services.capture(content_of(form, offer), by=actor, at=at)
    let_go(NEW, actor, at)
    tie(lesson, source, by=actor, at=at)
    if alike is not None:
        like, differs = alike
        services.submit(lesson, pdpa_check=True, by=actor, at=at, alike=like, differs=differs)
    elif request.form.get("act") == "write":
        return url_for("lessons.edit", lesson_ref=lesson.ref)
    return url_for("lessons.show", lesson_ref=lesson.ref)


def _saved(found: Case, form: LessonForm, offer: Offer) -> ResponseReturnValue:
    """Save the form, and submit it when the author asked for that too."""
    is_own = bool(policies.may_revise(found.actor, found.standing))
    save = services.revise if is_own else services.classify
    submits = is_own and request.form.get("act") == "submit"
    if submits and not form.pdpa_check.data:
        raise Invalid({"pdpa_check": "tick_pdpa"})
    alike = ("", "")
    if submits:
        alike = expect_distinct(found.actor, form, form.data, found.lesson.id)

    def make() -> str:
        at = now()
        save(
            found.lesson,
            content_of(form, offer),
            version=form.base_version,
            by=found.actor,
            at=at,
            note=form.note.data or "",
        )
        let_go(place_of(found.lesson), found.actor, at)
        if submits:
            db.session.flush()
            like, differs = alike
            services.submit(
                found.lesson, pdpa_check=True, by=found.actor, at=at, alike=like, differs=differs
            )
        if is_own:
            return found.address
        return url_for("moderation.item", lesson_ref=found.lesson.ref)

    return act(make, gettext("บันทึกและส่งตรวจแล้ว") if submits else gettext("บันทึกแล้ว"))


def _blank(offer: Offer, source: Source | None) -> LessonForm:
    """Return an empty form, or one with texts of a source or of a lesson that was turned down."""
    form = LessonForm(formdata=None)
    offer.into(form)
    if offer.communities:
        form.community.data = str(offer.communities[0].id)
    if earlier := request.args.get("from", ""):
        found = case(earlier)
        if found.lesson.author_id != found.actor.id:
            raise Missing
        stored = _stored(found)
        for name in _COPIED:
            form[name].data = stored[name]
    elif community := request.args.get("community", ""):
        chosen = [str(one.id) for one in offer.communities if one.slug == community]
        form.community.data = chosen[0] if chosen else form.community.data
    if source:
        prefill(form, source)
    if title := tidy_line(request.args.get("title", "")):
        form.title_th.data = title[:LONGEST_TITLE]
    return form


def _stored(found: Case, revision: str = "") -> dict[str, Any]:
    """Return what the newest revision says, or an older one that the author goes on from."""
    is_own = bool(policies.may_revise(found.actor, found.standing))
    if not (revision.isascii() and revision.isdigit() and len(revision) < 7 and is_own):
        return queries.values_of(found.lesson)
    values = queries.values(queries.id_of(found.lesson.id, int(revision)))
    values["pdpa_check"] = found.lesson.pdpa_checked_at is not None
    return values


def _capture_page(form: LessonForm, offer: Offer, source: Source | None) -> str:
    offer.into(form)
    return render_template(
        "lessons/new.html",
        form=form,
        desk=desk_of(member(), NEW, offer),
        source=source,
        fields=FIELDS,
        areas=areas_of(form, ("what_happened", "lesson", "expected", "cause")),
        has_community=bool(offer.communities),
        kind_hints=KIND_HINTS,
    )


def _edit_page(found: Case, form: LessonForm, stored: dict[str, Any], offer: Offer) -> str:
    lacking = policies.missing(stored)
    if stored["is_next"]:
        form.note.label.text = FIELDS["note"]
    return render_template(
        "lessons/edit.html",
        form=form,
        lesson=found.lesson,
        desk=desk_of(found.actor, place_of(found.lesson), offer, stored),
        is_own=bool(policies.may_revise(found.actor, found.standing)),
        may_hide=found.actor.id == found.lesson.author_id,
        may_submit=bool(policies.may_submit(found.actor, found.standing))
        or found.lesson.state == "published",
        lacking=lacking,
        said=stored,
        answer=queries.answer(found.lesson.id, found.lesson.state),
        reasons=REASONS,
        doubts=doubts({**stored, **{field.name: field.data for field in form}}),
        talk=talk_about(found.actor, found.standing, found.lesson, compares=False),
        fields=FIELDS,
        areas=areas_of(form, MARKDOWN),
        states=STATES,
        kind_hints=KIND_HINTS,
    )


def _conflict(found: Case, form: LessonForm, stored: dict[str, Any] | None) -> ResponseReturnValue:
    """Show both texts: what was sent, still in the form, and what somebody saved meanwhile."""
    verdict = may_write(found)
    if stored is not None and not (verdict or verdict.reason == "wrong_state"):
        raise Refused(verdict.reason or "not_allowed")
    saved = stored if stored is not None else _stored(found)
    terms = queries.terms_in_use()
    mine = {field.name: field.data for field in form if field.name in saved}
    mine = displayed({**saved, **mine}, terms)
    with transaction():
        keep_now(place_of(found.lesson), found.actor, now())
    newest = db.session.get(Revision, found.lesson.current_revision_id)
    form.version.data = str(found.lesson.version)
    return render_template(
        "lessons/conflict.html",
        form=form,
        lesson=found.lesson,
        tab=request.form.get("tab", ""),
        differences=queries.differences(displayed(saved, terms), mine, CHOSEN),
        saved=displayed(saved, terms),
        mine=mine,
        newest=newest,
        refusal="" if verdict else message(verdict.reason or "not_allowed"),
        fields=FIELDS,
    ), 409
