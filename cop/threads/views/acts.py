"""What is done to a whole thread: lock, open to the public, remove, tie to lessons."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.core.clock import now
from cop.core.errors import Invalid, Missing
from cop.db import transaction
from cop.threads import queries, services
from cop.threads.forms import LinkForm, RemoveForm
from cop.threads.models import Thread
from cop.threads.policies import may_remove_thread
from cop.threads.views.blueprint import ID, blueprint, thread_or_404
from cop.threads.views.page import thread_page
from cop.threads.views.writing import lesson_named
from cop.web.forms import invalid


@blueprint.post(f"/threads/{ID}/lock")
def lock(thread_id: int) -> ResponseReturnValue:
    """Take no more replies."""
    return _done(thread_id, services.lock, gettext("ปิดรับความเห็นแล้ว"))


@blueprint.post(f"/threads/{ID}/unlock")
def unlock(thread_id: int) -> ResponseReturnValue:
    """Take replies again."""
    return _done(thread_id, services.unlock, gettext("เปิดรับความเห็นแล้ว"))


@blueprint.post(f"/threads/{ID}/open-to-public")
def open_to_public(thread_id: int) -> ResponseReturnValue:
    """Let visitors read the thread."""
    return _done(thread_id, services.open_to_public, gettext("เปิดกระทู้ต่อสาธารณะแล้ว"))


@blueprint.post(f"/threads/{ID}/close-to-public")
def close_to_public(thread_id: int) -> ResponseReturnValue:
    """Leave the thread to signed-in staff."""
    return _done(thread_id, services.close_to_public, gettext("กระทู้นี้อ่านได้เฉพาะบุคลากรแล้ว"))


@blueprint.get(f"/threads/{ID}/removal")
def ask_remove(thread_id: int) -> ResponseReturnValue:
    """Ask whether to take the thread away, and why."""
    thread, actor = thread_or_404(thread_id)
    may_remove_thread(actor, thread).require()
    return _removing(thread, RemoveForm(formdata=None), is_own=thread.author_id == actor.id)


@blueprint.post(f"/threads/{ID}/remove")
def remove(thread_id: int) -> ResponseReturnValue:
    """Take the thread away; others than its author say why."""
    thread, actor = thread_or_404(thread_id)
    may_remove_thread(actor, thread).require()
    form = RemoveForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.remove_thread(thread, form.text, by=actor, at=now())
        except Invalid as error:
            invalid(form, error)
        else:
            flash(gettext("นำกระทู้ออกแล้ว"), "ok")
            return redirect("/threads", 303)
    return _removing(thread, form, is_own=thread.author_id == actor.id), 422


@blueprint.post(f"/threads/{ID}/links")
def link(thread_id: int) -> ResponseReturnValue:
    """Tie the thread to the lesson whose number or address the form names."""
    thread, actor = thread_or_404(thread_id)
    form = LinkForm()
    if form.validate_on_submit():
        lesson = lesson_named(actor, form.text)
        try:
            if lesson is None:
                raise Invalid({"address": "lesson_unknown"})
            with transaction():
                services.link(thread, lesson, by=actor, at=now())
        except Invalid as error:
            invalid(form, error)
        else:
            flash(gettext("เชื่อมกระทู้กับบทเรียน %(number)s แล้ว", number=lesson.ref), "ok")
            return redirect(f"/threads/{thread_id}", 303)
    found = queries.thread_page(actor, thread_id, 1)
    if found is None:
        raise Missing
    return thread_page(found, actor, links=form), 422


@blueprint.post(f"/threads/{ID}/links/<int(max=2147483647):link_id>/remove")
def unlink(thread_id: int, link_id: int) -> ResponseReturnValue:
    """Untie the thread from a lesson."""
    thread, actor = thread_or_404(thread_id)
    with transaction():
        services.unlink(thread, link_id, by=actor, at=now())
    flash(gettext("เลิกเชื่อมกับบทเรียนแล้ว"), "ok")
    return redirect(f"/threads/{thread_id}", 303)


def _done(thread_id: int, act: Callable[..., Any], said: str) -> ResponseReturnValue:
    thread, actor = thread_or_404(thread_id)
    with transaction():
        act(thread, by=actor, at=now())
    flash(said, "ok")
    return redirect(f"/threads/{thread_id}", 303)


def _removing(thread: Thread, form: RemoveForm, *, is_own: bool) -> str:
    return render_template(
        "threads/remove.html",
        thread=thread,
        reply=None,
        form=form,
        is_own=is_own,
        back=f"/threads/{thread.id}",
    )
