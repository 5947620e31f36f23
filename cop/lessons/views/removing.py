"""Administrators' pages: a lesson removed for good, and words blanked wherever a lesson says them.

A lesson is named by its number, since the law asks for it whether or not the administrator may read
the lesson; of one that is closed to them the pages show nothing but that number, and the words that
a moderator wants blanked.
"""

from collections.abc import Sequence

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cop.accounts.guards import member
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Invalid, Missing
from cop.lessons import policies, queries, services
from cop.lessons.forms import RedactForm, RemoveForm
from cop.lessons.models import Lesson
from cop.lessons.queries import Card
from cop.lessons.services.redacting import places_of
from cop.lessons.views.blueprint import act, blueprint
from cop.moderation.queries import Flagged, waiting_for_redaction
from cop.web.forms import Form, invalid


@blueprint.route("/admin/lessons/removal", methods=["GET", "POST"])
def remove() -> ResponseReturnValue:
    """Take a lesson away for good, once its number has been read back."""
    actor = _administrator()
    form = RemoveForm(data={"target": request.args.get("target", "")})
    lesson = None
    if request.method == "POST" and form.validate():
        try:
            lesson = _named(str(form.target.data))
            policies.may_remove(actor, queries.standing(lesson.id)).require()
            if request.form.get("sure") == lesson.ref:
                return act(lambda: _removed(lesson, form, actor), gettext("นำบทเรียนออกถาวรแล้ว"))
        except Invalid as error:
            invalid(form, error)
    return _page("admin/remove_lesson.html", form, lesson, actor)


@blueprint.route("/admin/lessons/redaction", methods=["GET", "POST"])
def redact() -> ResponseReturnValue:
    """Blank a text in all versions of a lesson, once the places have been counted."""
    actor = _administrator()
    asked = waiting_for_redaction()
    form = RedactForm(data=_asked_for(asked))
    lesson, places = None, 0
    if request.method == "POST" and form.validate():
        try:
            lesson = _named(str(form.target.data))
            policies.may_redact(actor, queries.standing(lesson.id)).require()
            places = places_of(lesson, str(form.text.data))
            if request.form.get("sure") == lesson.ref and places:
                return _redacted(lesson, form, actor)
        except Invalid as error:
            invalid(form, error)
    return _page("admin/redact_lesson.html", form, lesson, actor, places=places, asked=asked)


def _removed(lesson: Lesson, form: RemoveForm, actor: Actor) -> str:
    services.remove(lesson, words=str(form.words.data), by=actor, at=now())
    return url_for("lessons.remove")


def _redacted(lesson: Lesson, form: RedactForm, actor: Actor) -> ResponseReturnValue:
    done = 0

    def make() -> str:
        nonlocal done
        text, reason = str(form.text.data), str(form.words.data)
        done = services.redact(lesson, text, reason=reason, by=actor, at=now())
        return url_for("lessons.redact")

    answer = act(make, gettext("ปกปิดข้อมูลแล้ว"))
    if done:
        flash(ngettext("ปกปิด %(num)s แห่ง", "ปกปิด %(num)s แห่ง", done))
    return answer


def _asked_for(asked: Sequence[Flagged]) -> dict[str, str]:
    """Return what to fill in: of the flag that the address names, or the lesson that it names."""
    chosen = request.args.get("flag", "")
    for one in asked:
        if str(one.id) == chosen:
            return {"target": one.lesson_ref, "text": one.passage}
    return {"target": request.args.get("target", "")}


def _administrator() -> Actor:
    """Return the reader, if an administrator; nobody else learns that these pages exist."""
    actor = member()
    if not actor.has("admin"):
        raise Missing
    return actor


def _named(typed: str) -> Lesson:
    try:
        return queries.any_lesson(queries.ref_in(typed))
    except Missing:
        raise Invalid({"target": "no_such_lesson"}) from None


def _page(
    template: str, form: Form, lesson: Lesson | None, actor: Actor, **more: object
) -> ResponseReturnValue:
    card: Card | None = queries.card_of(actor, lesson.id) if lesson else None
    status = 422 if form.problems() else 200
    return render_template(template, form=form, lesson=lesson, card=card, **more), status
