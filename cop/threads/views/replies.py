"""Replies are posted, edited and removed."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.core.clock import now
from cop.core.errors import Invalid, Missing, Stale
from cop.db import transaction
from cop.pictures.forms import place_picture
from cop.threads import queries, services
from cop.threads.forms import RemoveForm, ReplyForm
from cop.threads.models import Reply, Thread
from cop.threads.policies import may_change_reply, may_remove_reply
from cop.threads.views.blueprint import (
    ID,
    POSITION,
    blueprint,
    reply_address,
    reply_or_404,
    sent_version,
    thread_or_404,
)
from cop.threads.views.page import thread_page
from cop.web.forms import invalid
from cop.web.once import create_once


@blueprint.post(f"/threads/{ID}/replies")
def post_reply(thread_id: int) -> ResponseReturnValue:
    """Add a reply and lead to it; a form with errors comes back on the thread's last page."""
    thread, actor = thread_or_404(thread_id)
    form = ReplyForm()
    places = place_picture(form, ("body",))
    if not places and form.validate_on_submit():

        def make() -> str:
            row = services.reply(thread, form.text, by=actor, at=now())
            return reply_address(thread_id, row.position)

        try:
            return create_once(make)
        except Invalid as error:
            invalid(form, error)
    found = queries.thread_page(actor, thread_id, 10_000)
    if found is None:
        raise Missing
    return thread_page(found, actor, form=form), form.status if places else 422


@blueprint.get(f"/threads/{ID}/replies/{POSITION}/edit")
def edit_reply(thread_id: int, position: int) -> ResponseReturnValue:
    """Show an own reply for editing."""
    thread, actor = thread_or_404(thread_id)
    row = reply_or_404(thread, position)
    may_change_reply(actor, thread, row).require()
    return _editing(thread, row, _saved(row))


@blueprint.post(f"/threads/{ID}/replies/{POSITION}/edit")
def change_reply(thread_id: int, position: int) -> ResponseReturnValue:
    """Save an own reply, or show both versions when it was saved meanwhile."""
    thread, actor = thread_or_404(thread_id)
    row = reply_or_404(thread, position)
    may_change_reply(actor, thread, row).require()
    form = ReplyForm()
    if place_picture(form, ("body",)):
        return _editing(thread, row, form), form.status
    if form.validate_on_submit():
        version = sent_version()
        try:
            with transaction():
                services.change_reply(thread, row, form.text, version=version, by=actor, at=now())
        except Invalid as error:
            invalid(form, error)
        except Stale:
            row = reply_or_404(thread, position)
            return _editing(thread, row, form, _saved(row)), 409
        else:
            flash(gettext("บันทึกความเห็นแล้ว"), "ok")
            return redirect(reply_address(thread_id, position), 303)
    return _editing(thread, row, form), 422


@blueprint.get(f"/threads/{ID}/replies/{POSITION}/removal")
def ask_remove_reply(thread_id: int, position: int) -> ResponseReturnValue:
    """Ask whether to take a reply away, and why."""
    thread, actor = thread_or_404(thread_id)
    row = reply_or_404(thread, position)
    may_remove_reply(actor, thread, row).require()
    return _removing(thread, row, RemoveForm(formdata=None), is_own=row.author_id == actor.id)


@blueprint.post(f"/threads/{ID}/replies/{POSITION}/remove")
def remove_reply(thread_id: int, position: int) -> ResponseReturnValue:
    """Take a reply away; others than its author say why."""
    thread, actor = thread_or_404(thread_id)
    row = reply_or_404(thread, position)
    may_remove_reply(actor, thread, row).require()
    form = RemoveForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.remove_reply(thread, row, form.text, by=actor, at=now())
        except Invalid as error:
            invalid(form, error)
        else:
            flash(gettext("นำความเห็นที่ %(number)s ออกแล้ว", number=position), "ok")
            return redirect(reply_address(thread_id, position), 303)
    return _removing(thread, row, form, is_own=row.author_id == actor.id), 422


@blueprint.post(f"/threads/{ID}/mark-answer")
def mark_answer(thread_id: int) -> ResponseReturnValue:
    """Accept the reply whose number the form names as the answer."""
    thread, actor = thread_or_404(thread_id)
    text = request.form.get("reply", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Missing
    row = reply_or_404(thread, int(text))
    with transaction():
        services.mark_answer(thread, row, by=actor, at=now())
    flash(gettext("เลือกความเห็นที่ %(number)s เป็นคำตอบแล้ว", number=row.position), "ok")
    return redirect(f"/threads/{thread_id}#r{row.position}", 303)


@blueprint.post(f"/threads/{ID}/unmark-answer")
def unmark_answer(thread_id: int) -> ResponseReturnValue:
    """Leave the question without an accepted answer."""
    thread, actor = thread_or_404(thread_id)
    with transaction():
        services.unmark_answer(thread, by=actor, at=now())
    flash(gettext("ยกเลิกการเลือกคำตอบแล้ว"), "ok")
    return redirect(f"/threads/{thread_id}", 303)


def _saved(row: Reply) -> ReplyForm:
    return ReplyForm(formdata=None, body=row.body)


def _editing(thread: Thread, row: Reply, form: ReplyForm, saved: ReplyForm | None = None) -> str:
    return render_template(
        "threads/edit_reply.html",
        thread=thread,
        reply=row,
        form=form,
        saved=saved,
        back=reply_address(thread.id, row.position),
    )


def _removing(thread: Thread, row: Reply, form: RemoveForm, *, is_own: bool) -> str:
    return render_template(
        "threads/remove.html",
        thread=thread,
        reply=row,
        form=form,
        is_own=is_own,
        back=reply_address(thread.id, row.position),
    )
