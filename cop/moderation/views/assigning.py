"""Passing a lesson in review on to somebody, taking it over, or giving it back."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Missing
from cop.db import transaction
from cop.lessons import queries as lessons
from cop.lessons.models import Lesson
from cop.lessons.policies import Standing
from cop.moderation import policies, queries, services
from cop.moderation.views.blueprint import blueprint, reviewer


@blueprint.get("/moderation/<string:lesson_ref>/assign")
def choose(lesson_ref: str) -> ResponseReturnValue:
    """Show who can review the lesson, and how much waits for each."""
    lesson, standing, actor = _waiting(lesson_ref)
    return render_template(
        "moderation/assign.html",
        lesson=lesson,
        title=str(lessons.values_of(lesson)["title_th"]),
        rows=queries.reviewers_of(standing),
        own_id=actor.id,
    )


@blueprint.post("/moderation/<string:lesson_ref>/assign")
def assign(lesson_ref: str) -> ResponseReturnValue:
    """Give the lesson to the chosen one; with nobody it goes back to the queue."""
    lesson, standing, actor = _waiting(lesson_ref)
    sent = request.form.get("to", "")
    found = [one.actor for one in queries.reviewers_of(standing) if str(one.actor.id) == sent]
    if sent and not found:
        abort(400)
    with transaction():
        services.assign(lesson, found[0] if found else None, by=actor, at=now())
    flash(gettext("ส่งต่อแล้ว") if found else gettext("คืนเรื่องเข้าคิวแล้ว"))
    return redirect(url_for("moderation.item", lesson_ref=lesson.ref), 303)


def _waiting(lesson_ref: str) -> tuple[Lesson, Standing, Actor]:
    """Return a lesson that waits for the reader among others. Raises Missing."""
    actor = reviewer()
    lesson = lessons.get(actor, lesson_ref)
    standing = lessons.standing(lesson.id)
    if not policies.may_assign(actor, standing):
        raise Missing
    return lesson, standing, actor
