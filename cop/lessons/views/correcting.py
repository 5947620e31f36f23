"""Small corrections of what is published: the form, and what a moderator makes of them after."""

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from cop.core.clock import now
from cop.core.errors import Invalid, Stale
from cop.db import db
from cop.lessons import policies, queries, services
from cop.lessons.forms import MinorForm, ReasonForm
from cop.lessons.forms.labels import FIELDS
from cop.lessons.models import Revision
from cop.lessons.services import CORRECTED, MOST_LETTERS
from cop.lessons.services.correcting import letters_in
from cop.lessons.views.blueprint import REF, Case, act, blueprint, case
from cop.web.forms import invalid
from cop.web.messages import message


@blueprint.route(f"{REF}/minor", methods=["GET", "POST"])
def minor(lesson_ref: str) -> ResponseReturnValue:
    """Show and save a small correction of what readers see."""
    found = case(lesson_ref)
    verdict = policies.may_minor_edit(found.actor, found.standing)
    if request.method == "GET" or verdict.reason not in {None, "wrong_state", "revision_begun"}:
        verdict.require()
    stored = _stored(found)
    if request.method == "GET":
        return _page(found, MinorForm(stored), stored)
    form = MinorForm(_completed(stored))
    if not verdict:
        return _conflict(found, form, stored)
    if form.validate():
        try:
            return _saved(found, form, stored)
        except Invalid as error:
            invalid(form, error)
        except Stale:
            db.session.rollback()
            found = case(lesson_ref)
            return _conflict(found, form, _stored(found))
    return _page(found, form, stored), 422


@blueprint.post(f"{REF}/minor/<int(max=2147483647):number>/seen")
def see_minor(lesson_ref: str, number: int) -> ResponseReturnValue:
    """Say that a small correction is right."""
    found = case(lesson_ref)
    edit = queries.minor_edit_of(found.lesson.id, number)

    def make() -> str:
        services.see_minor(found.lesson, edit, by=found.actor, at=now())
        return url_for("moderation.queue", show="minor")

    return act(make, gettext("บันทึกว่าดูการแก้ไขแล้ว"))


@blueprint.post(f"{REF}/minor/<int(max=2147483647):number>/undo")
def undo_minor(lesson_ref: str, number: int) -> ResponseReturnValue:
    """Put back what stood before a small correction."""
    found = case(lesson_ref)
    edit = queries.minor_edit_of(found.lesson.id, number)
    policies.may_undo_minor(found.actor, found.standing, edit.by_id).require()
    form = ReasonForm()

    def make() -> str:
        words = str(form.words.data)
        services.undo_minor(found.lesson, edit, words=words, by=found.actor, at=now())
        return found.address

    if form.validate():
        try:
            return act(make, gettext("คืนข้อความเดิมแล้ว ผู้แก้ไขและผู้เขียนได้รับแจ้ง"))
        except Invalid as error:
            invalid(form, error)
    page = {"form": form, "lesson": found.lesson, "title": gettext("คืนข้อความเดิม")}
    return render_template("lessons/reason.html", action=request.path, **page), 422


def _stored(found: Case) -> MultiDict[str, str]:
    """Return what readers see, as a form would send it; of no draft, which may be closed."""
    shown = found.lesson.published_revision_id
    said = queries.texts(shown, CORRECTED) if shown else {}
    return MultiDict({**said, "version": str(found.lesson.version)})


def _completed(stored: Mapping[str, str]) -> MultiDict[str, str]:
    """Return what was sent, with the stored text for each field that the sender left out."""
    full = MultiDict(request.form)
    for name in CORRECTED:
        if name not in full and name in stored:
            full[name] = stored[name]
    return full


def _changed(form: MinorForm, stored: MultiDict[str, str]) -> dict[str, str]:
    """Return the texts that somebody changed: how a form tidies a text is no correction."""
    before = MinorForm(stored)
    return {
        name: form[name].data or "" for name in CORRECTED if form[name].data != before[name].data
    }


def _saved(found: Case, form: MinorForm, stored: MultiDict[str, str]) -> ResponseReturnValue:
    def make() -> str:
        services.minor_edit(
            found.lesson,
            _changed(form, stored),
            note=str(form.note.data),
            version=form.base_version,
            by=found.actor,
            at=now(),
        )
        return found.address

    return act(make, gettext("แก้ไขแล้ว ผู้อ่านเห็นข้อความใหม่ทันที"))


def _page(found: Case, form: MinorForm, stored: MultiDict[str, str]) -> str:
    base = queries.last_looked_at(found.lesson)
    was = MinorForm(MultiDict({name: getattr(base, name) for name in CORRECTED}))
    letters = letters_in(base, {name: stored[name] for name in CORRECTED} | _changed(form, stored))
    return render_template(
        "lessons/minor.html",
        form=form,
        lesson=found.lesson,
        was={name: was[name].data for name in CORRECTED},
        shown=[name for name in CORRECTED if stored.get(name)],
        letters=letters,
        most=MOST_LETTERS,
        may_revise=bool(policies.may_revise(found.actor, found.standing)),
    )


def _conflict(found: Case, form: MinorForm, stored: MultiDict[str, str]) -> ResponseReturnValue:
    """Show both texts: what was sent, still in the form, and what somebody saved meanwhile."""
    verdict = policies.may_minor_edit(found.actor, found.standing)
    saved = {name: stored.get(name, "") for name in CORRECTED}
    mine = {name: form[name].data or "" for name in CORRECTED}
    form.version.data = str(found.lesson.version)
    return render_template(
        "lessons/conflict.html",
        form=form,
        lesson=found.lesson,
        differences=queries.differences(saved, mine),
        saved=saved,
        mine=mine,
        newest=db.session.get(Revision, found.lesson.published_revision_id or 0),
        refusal="" if verdict else message(verdict.reason or "not_allowed"),
        fields=FIELDS,
        address=url_for("lessons.minor", lesson_ref=found.lesson.ref),
    ), 409
