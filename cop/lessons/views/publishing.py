"""Taken back from the review, published ahead of it, read a second time, appealed."""

from collections.abc import Callable

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts import queries as accounts
from cop.core.clock import now
from cop.core.errors import Invalid, Missing
from cop.core.numbers import row_number
from cop.lessons import policies, queries, services
from cop.lessons.forms import NoteForm, ReasonForm
from cop.lessons.forms.labels import FIELDS
from cop.lessons.views.blueprint import REF, Case, act, blueprint, case
from cop.web.forms import Form, invalid


@blueprint.post(f"{REF}/recall")
def recall(lesson_ref: str) -> ResponseReturnValue:
    """Take back what nobody has begun to review."""
    found = case(lesson_ref)

    def make() -> str:
        services.recall(found.lesson, by=found.actor, at=now())
        return found.address

    return act(make, gettext("เรียกกลับมาเป็นฉบับร่างแล้ว"))


@blueprint.post(f"{REF}/publish-trusted")
def publish_trusted(lesson_ref: str) -> ResponseReturnValue:
    """Let an own draft be read at once."""
    found = case(lesson_ref)
    policies.may_publish_trusted(found.actor, found.standing).require()
    ticked = bool(request.form.get("pdpa_check"))

    def make() -> str:
        services.publish_trusted(
            found.lesson, pdpa_check=ticked, revision_id=_revision_id(), by=found.actor, at=now()
        )
        return found.address

    done = gettext("เผยแพร่แล้ว ผู้ตรวจจะอ่านซ้ำภายใน 5 วันทำการ")
    try:
        return act(make, done)
    except Invalid as error:
        return _not_ready(found, error)


@blueprint.post(f"{REF}/publish-urgently")
def publish_urgently(lesson_ref: str) -> ResponseReturnValue:
    """Let readers see what waits, for a written reason."""
    found = case(lesson_ref)
    policies.may_publish_urgently(found.actor, found.standing).require()

    def make(words: str) -> str:
        services.publish_urgently(
            found.lesson, words=words, revision_id=_revision_id(), by=found.actor, at=now()
        )
        return found.address

    done = gettext("เผยแพร่แล้ว ผู้ตรวจคนอื่นต้องตรวจซ้ำภายใน 3 วันทำการ")
    return _with_reason(found, make, done, gettext("เผยแพร่เร่งด่วน"))


@blueprint.post(f"{REF}/check")
def check(lesson_ref: str) -> ResponseReturnValue:
    """Say as a second person that what is published is right."""
    found = case(lesson_ref)

    def make() -> str:
        services.check(found.lesson, revision_id=_revision_id(), by=found.actor, at=now())
        return found.address

    return act(make, gettext("ตรวจซ้ำแล้ว ป้ายยังไม่ตรวจซ้ำถูกนำออก"))


@blueprint.post(f"{REF}/confirm")
def confirm(lesson_ref: str) -> ResponseReturnValue:
    """Say of what readers use that it still holds, with a note if there is one."""
    found = case(lesson_ref)
    policies.may_confirm(found.actor, found.standing).require()
    version = row_number(request.form.get("version"))

    def make(words: str) -> str:
        services.confirm(found.lesson, version=version, words=words, by=found.actor, at=now())
        return found.address

    done = gettext("ยืนยันแล้ว กำหนดทบทวนเลื่อนออกไป")
    title = gettext("ยืนยันว่ายังถูกต้อง")
    return _with_reason(found, make, done, title, NoteForm(), version=version)


@blueprint.post(f"{REF}/appeal")
def appeal(lesson_ref: str) -> ResponseReturnValue:
    """Ask once for another reviewer."""
    found = case(lesson_ref)
    policies.may_appeal(found.actor, found.standing).require()

    def make(words: str) -> str:
        services.appeal(found.lesson, words=words, by=found.actor, at=now())
        return found.address

    done = gettext("ส่งให้ผู้ตรวจคนอื่นพิจารณาแล้ว")
    return _with_reason(found, make, done, gettext("ขอให้พิจารณาใหม่"))


@blueprint.post(f"{REF}/lift-trust")
def lift_trust(lesson_ref: str) -> ResponseReturnValue:
    """Have all that the author of this lesson writes wait for a review."""
    return _trust(lesson_ref, is_lifted=True)


@blueprint.post(f"{REF}/give-trust-back")
def give_trust_back(lesson_ref: str) -> ResponseReturnValue:
    """Let the author of this lesson publish ahead of the review again."""
    return _trust(lesson_ref, is_lifted=False)


def _trust(lesson_ref: str, *, is_lifted: bool) -> ResponseReturnValue:
    found = case(lesson_ref)
    author = accounts.get(found.lesson.author_id)
    if author is None:
        raise Missing

    def make() -> str:
        change = services.lift_trust if is_lifted else services.give_trust_back
        change(author, by=found.actor, at=now())
        return found.address

    done = gettext("พักสิทธิ์แล้ว บทเรียนของผู้เขียนคนนี้ต้องผ่านการตรวจก่อนเผยแพร่")
    return act(make, done if is_lifted else gettext("คืนสิทธิ์เผยแพร่ก่อนตรวจแล้ว"))


def _with_reason(
    found: Case,
    make: Callable[[str], str],
    done: str,
    title: str,
    form: Form | None = None,
    **more: object,
) -> ResponseReturnValue:
    """Do what needs a written reason, or takes a note, or show the page that asks for it."""
    form = form or ReasonForm()
    if form.validate():
        try:
            return act(lambda: make(form["words"].data or ""), done)
        except Invalid as error:
            invalid(form, error)
    page = {"form": form, "lesson": found.lesson, "title": title, "action": request.path}
    return render_template("lessons/reason.html", **page, **more), 422


def _not_ready(found: Case, error: Invalid) -> ResponseReturnValue:
    """List what the draft lacks, each with a link to its field; or go back to the tick."""
    if set(error.problems) == {"pdpa_check"}:
        return redirect(f"{found.address}#pdpa", 303)
    values = queries.values_of(found.lesson)
    return render_template(
        "lessons/not_ready.html",
        lesson=found.lesson,
        title=values["title_th"],
        lacking=list(error.problems),
        fields=FIELDS,
        may_classify=True,
        is_own=True,
        needs_review=error.problems.get("kind") == "good_practice_needs_review",
    ), 422


def _revision_id() -> int | None:
    return row_number(request.form.get("revision"))
