"""Threads are written and edited."""

import re

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts.guards import member
from cop.communities import queries as communities
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Invalid, Missing, Stale
from cop.db import transaction
from cop.lessons import queries as lessons
from cop.lessons.models import Lesson
from cop.pictures.forms import place_picture
from cop.thai.numerals import to_arabic
from cop.threads import services
from cop.threads.forms import EditForm, ThreadForm
from cop.threads.models import Thread
from cop.threads.policies import may_change_thread
from cop.threads.views.blueprint import ID, blueprint, sent_version, thread_or_404
from cop.web.forms import invalid
from cop.web.once import create_once

TEXTS = ("body",)
_NUMBER = re.compile(r"(LL-\d{4}-\d{1,6})", re.IGNORECASE)
_BY_ID = re.compile(r"/lessons/(\d{1,9})(?:[/?#]|$)")


@blueprint.get("/threads/new")
def new() -> ResponseReturnValue:
    """Show the form; `?community=` and `?kind=` choose, `?lesson=` ties the thread to a lesson."""
    actor = member()
    form = _form(actor)
    lesson = lesson_named(actor, request.args.get("lesson", ""))
    form.choose(request.args.get("community", "") or (str(lesson.community_id) if lesson else ""))
    form.kind.data = request.args.get("kind", "question")
    return render_template("threads/new.html", form=form, lesson=lesson)


@blueprint.post("/threads/new")
def create() -> ResponseReturnValue:
    """Start a thread, and tie it to the lesson from whose page the writer came."""
    actor = member()
    form = _form(actor)
    lesson = lesson_named(actor, request.form.get("lesson", ""))
    if place_picture(form, TEXTS):
        return render_template("threads/new.html", form=form, lesson=lesson), form.status
    if form.validate_on_submit():
        try:
            return create_once(lambda: _start(form, actor, lesson))
        except Invalid as error:
            invalid(form, error)
    return render_template("threads/new.html", form=form, lesson=lesson), 422


@blueprint.get(f"/threads/{ID}/edit")
def edit(thread_id: int) -> ResponseReturnValue:
    """Show the thread's words for editing."""
    thread, actor = thread_or_404(thread_id)
    may_change_thread(actor, thread).require()
    return _editing(thread, _saved(thread))


@blueprint.post(f"/threads/{ID}/edit")
def change(thread_id: int) -> ResponseReturnValue:
    """Save the thread's words, or show both versions when somebody else saved meanwhile."""
    thread, actor = thread_or_404(thread_id)
    may_change_thread(actor, thread).require()
    form = EditForm()
    if place_picture(form, TEXTS):
        return _editing(thread, form), form.status
    if form.validate_on_submit():
        version = sent_version()
        try:
            with transaction():
                services.change_thread(thread, form.draft(), version=version, by=actor, at=now())
        except Invalid as error:
            invalid(form, error)
        except Stale:
            thread, _actor = thread_or_404(thread_id)
            return _editing(thread, form, _saved(thread)), 409
        else:
            flash(gettext("บันทึกกระทู้แล้ว"), "ok")
            return redirect(f"/threads/{thread_id}", 303)
    return _editing(thread, form), 422


def lesson_named(actor: Actor, text: str) -> Lesson | None:
    """Return the lesson that a number or an address names, if the actor may read it."""
    plain = to_arabic(text.strip())
    ref = _NUMBER.search(plain) or _BY_ID.search(plain)
    if ref is None:
        return None
    try:
        return lessons.get(actor, ref[1])
    except Missing:
        return None


def _form(actor: Actor) -> ThreadForm:
    form = ThreadForm()
    form.offer(communities.writable(actor), actor)
    return form


def _start(form: ThreadForm, actor: Actor, lesson: Lesson | None) -> str:
    community = communities.get_by_id(actor, int(form.community.data))
    if community is None:
        raise Invalid({"community": "not_a_choice"})
    thread = services.start(community, form.kind.data, form.draft(), by=actor, at=now())
    if lesson is not None:
        services.link(thread, lesson, by=actor, at=now())
    return f"/threads/{thread.id}"


def _saved(thread: Thread) -> EditForm:
    tags = ", ".join(thread.tags)
    return EditForm(formdata=None, title=thread.title, body=thread.body, tags=tags)


def _editing(thread: Thread, form: EditForm, saved: EditForm | None = None) -> str:
    return render_template("threads/edit.html", thread=thread, form=form, saved=saved)
