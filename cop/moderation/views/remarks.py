"""Remarks on a lesson in review: made, mended, answered, called done, settled, opened again.

The page of all remarks of a lesson is for its author and for those who review it; the review page
shows the same remarks beside the fields.
"""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts.guards import member
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Invalid, Missing, Stale
from cop.db import db, transaction
from cop.lessons import queries as lessons
from cop.lessons.forms.labels import FIELDS, STATES
from cop.lessons.models import Lesson
from cop.lessons.policies import Standing
from cop.moderation import policies, queries, services
from cop.moderation.forms import AnswerForm, RemarkForm, talk_about
from cop.moderation.models import REMARK_STATES, Remark
from cop.moderation.views.blueprint import ID, REF, sent_version
from cop.web.messages import message
from cop.web.once import create_once
from cop.web.opened import opened

blueprint = Blueprint("remarks", __name__)
ONE = f"/remarks/<{ID}:remark_id>"


@blueprint.get(f"{REF}/remarks")
def index(lesson_ref: str) -> ResponseReturnValue:
    """Show all remarks on a lesson to its author and to those who review it."""
    found = _lesson(lesson_ref)
    opened("lesson", found[0].id)
    return _page(*found)


@blueprint.post(f"{REF}/remarks")
def make(lesson_ref: str) -> ResponseReturnValue:
    """Remark on a field of the lesson, or on the whole of it."""
    lesson, standing, actor = _lesson(lesson_ref)
    policies.may_remark(actor, standing).require()
    form = RemarkForm()
    if form.validate():
        try:
            return create_once(lambda: _made(lesson, form, actor))
        except Invalid as error:
            form.place.data = ""
            form.form_errors = [message(code, **error.details) for code in error.problems.values()]
    return _page(lesson, standing, actor, form=form)


@blueprint.post(f"{ONE}/answers")
def answer(remark_id: int) -> ResponseReturnValue:
    """Answer under a remark."""
    found, lesson, standing, actor = _remark(remark_id)
    policies.may_answer_remark(actor, standing).require()
    form = AnswerForm()
    if form.validate():
        words = str(form.words.data)

        def make_answer() -> str:
            services.answer_remark(found, words, by=actor, at=now())
            return _address(lesson, found.id, actor)

        return create_once(make_answer)
    return _page(lesson, standing, actor, form=form, answering=found.id)


@blueprint.post(f"{ONE}/move")
def move(remark_id: int) -> ResponseReturnValue:
    """Call a remark done, settle it, or open it again."""
    found, lesson, _standing, actor = _remark(remark_id)
    to = request.form.get("to", "")
    if to not in REMARK_STATES:
        abort(400)
    with transaction():
        services.move_remark(found, to, by=actor, at=now())
    said = {
        "done": gettext("แจ้งผู้ตรวจว่าแก้แล้ว"),
        "settled": gettext("ปิดข้อสังเกตแล้ว"),
        "open": gettext("เปิดข้อสังเกตอีกครั้งแล้ว"),
    }
    flash(said[to])
    return redirect(_address(lesson, found.id, actor), 303)


@blueprint.route(f"{ONE}/edit", methods=["GET", "POST"])
def edit(remark_id: int) -> ResponseReturnValue:
    """Show and save the words of an own remark."""
    found, lesson, standing, actor = _remark(remark_id)
    policies.may_change_remark(actor, standing, found.by_id).require()
    if request.method == "GET":
        return _edit_page(lesson, found, RemarkForm(formdata=None, data={"words": found.words}))
    form, version = RemarkForm(), sent_version()
    if not form.validate():
        return _edit_page(lesson, found, form), 422
    try:
        with transaction():
            words = str(form.words.data)
            services.change_remark(found, words, version=version, by=actor, at=now())
    except Stale:
        db.session.rollback()
        db.session.refresh(found)
        saved = RemarkForm(formdata=None, data={"words": found.words})
        return _edit_page(lesson, found, form, saved), 409
    flash(gettext("บันทึกข้อสังเกตแล้ว"))
    return redirect(_address(lesson, found.id, actor), 303)


def _lesson(lesson_ref: str) -> tuple[Lesson, Standing, Actor]:
    """Return the lesson of an address. Raises Missing for who may not see its remarks."""
    actor = member()
    lesson = lessons.get(actor, lesson_ref)
    standing = lessons.standing(lesson.id)
    if not policies.may_read_remarks(actor, standing):
        raise Missing
    return lesson, standing, actor


def _remark(remark_id: int) -> tuple[Remark, Lesson, Standing, Actor]:
    actor = member()
    found = queries.remark(actor, remark_id)
    lesson = db.session.get_one(Lesson, found.lesson_id)
    return found, lesson, lessons.standing(lesson.id), actor


def _made(lesson: Lesson, form: RemarkForm, actor: Actor) -> str:
    place, words = str(form.place.data or ""), str(form.words.data)
    made = services.make_remark(
        lesson, place, words, revision_id=form.revision_id, by=actor, at=now()
    )
    return _address(lesson, made.id, actor)


def _address(lesson: Lesson, remark_id: int, actor: Actor) -> str:
    """Return where the reader reads on: the review page, or for the author the page of remarks."""
    own = actor.id in {lesson.author_id, lesson.owner_id}
    endpoint = "remarks.index" if own else "moderation.item"
    return url_for(endpoint, lesson_ref=lesson.ref, _anchor=f"remark-{remark_id}")


def _page(
    lesson: Lesson,
    standing: Standing,
    actor: Actor,
    form: RemarkForm | AnswerForm | None = None,
    answering: int = 0,
) -> ResponseReturnValue:
    page = render_template(
        "moderation/remarks.html",
        lesson=lesson,
        title=_title(lesson),
        talk=talk_about(actor, standing, lesson),
        fields=FIELDS,
        states=STATES,
        form=form,
        answering=answering,
        is_own=actor.id in {lesson.author_id, lesson.owner_id},
    )
    return page, 422 if form is not None else 200


def _edit_page(
    lesson: Lesson, found: Remark, form: RemarkForm, saved: RemarkForm | None = None
) -> str:
    return render_template(
        "moderation/remark.html",
        lesson=lesson,
        title=_title(lesson),
        remark=found,
        form=form,
        saved=saved,
        fields=FIELDS,
    )


def _title(lesson: Lesson) -> str:
    return str(lessons.values_of(lesson)["title_th"])
