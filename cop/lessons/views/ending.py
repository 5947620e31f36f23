"""How a lesson ends: withdrawn, thrown away, merged; and the ways back."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts.guards import member, to_sign_in
from cop.core.clock import now
from cop.core.errors import Invalid, Missing
from cop.lessons import policies, queries, services
from cop.lessons.forms import MergeForm, TrashForm, WithdrawForm
from cop.lessons.models import Lesson
from cop.lessons.services.ending import expect_target
from cop.lessons.views.blueprint import REF, Case, act, blueprint, case
from cop.search.queries import alike
from cop.web.errors import problem
from cop.web.filters import day
from cop.web.forms import Form, invalid

NEAR = 8


@blueprint.errorhandler(Missing)
def not_here(_error: Missing) -> ResponseReturnValue:
    """Lead the address of a merged lesson to the other one, and say of a removed one that it was.

    Whoever could not have read it learns nothing: for them there is no such lesson.
    """
    actor, ref = member(), (request.view_args or {}).get("lesson_ref", "")
    found = queries.ended(actor, str(ref)) if ref else None
    if found is None:
        return problem(404) if actor.is_member else to_sign_in()
    if found.into:
        endpoint = str(request.endpoint) if request.method == "GET" else "lessons.show"
        return redirect(url_for(endpoint, lesson_ref=found.into), 301)
    text = gettext("บทเรียน %(ref)s ถูกนำออกแล้ว", ref=found.ref)
    if found.at:
        text = gettext("บทเรียน %(ref)s ถูกนำออกเมื่อ %(day)s", ref=found.ref, day=day(found.at))
    text = f"{text}: {found.words}" if found.words else text
    return render_template("errors/410.html", text=text), 410


@blueprint.post(f"{REF}/withdraw")
def withdraw(lesson_ref: str) -> ResponseReturnValue:
    """Take a published lesson out of use, with the reason and what to use instead."""
    found = case(lesson_ref)
    policies.may_withdraw(found.actor, found.standing).require()
    form = WithdrawForm()

    def make() -> str:
        other = _target(found, form.target.data) if form.target.data else None
        words = form.words.data or ""
        services.withdraw(found.lesson, words=words, successor=other, by=found.actor, at=now())
        return found.address

    done = gettext("เลิกใช้บทเรียนแล้ว ยังอ่านได้พร้อมเหตุผล")
    return _sent(form, make, done) or _page("lessons/withdraw.html", form, found.lesson)


@blueprint.post(f"{REF}/restore")
def restore(lesson_ref: str) -> ResponseReturnValue:
    """Put a withdrawn lesson back into use."""
    found = case(lesson_ref)

    def make() -> str:
        services.restore(found.lesson, by=found.actor, at=now())
        return found.address

    return act(make, gettext("นำบทเรียนกลับมาใช้แล้ว"))


@blueprint.post(f"{REF}/discard")
def discard(lesson_ref: str) -> ResponseReturnValue:
    """Throw an own draft away; the begun revision of a published lesson is dropped."""
    found = case(lesson_ref)
    is_in_use = found.lesson.published_revision_id is not None

    def make() -> str:
        services.discard(found.lesson, by=found.actor, at=now())
        return found.address if is_in_use else url_for("lessons.trash_list")

    if is_in_use:
        return act(make, gettext("ทิ้งฉบับแก้ไขแล้ว ผู้อ่านยังเห็นฉบับที่เผยแพร่ ร่างเดิมดูได้ในประวัติ"))
    return act(make, gettext("ย้ายร่างลงถังขยะแล้ว นำกลับได้ภายใน 30 วัน"))


@blueprint.post(f"{REF}/trash")
def trash(lesson_ref: str) -> ResponseReturnValue:
    """Take a lesson away from its readers for the time being."""
    found = case(lesson_ref)
    policies.may_trash(found.actor, found.standing).require()
    form = TrashForm()

    def make() -> str:
        services.trash(found.lesson, words=form.words.data or "", by=found.actor, at=now())
        return url_for("lessons.trash_list")

    done = gettext("ย้ายบทเรียนลงถังขยะแล้ว นำกลับได้ภายใน 30 วัน")
    return _sent(form, make, done) or _page("lessons/trash.html", form, found.lesson)


@blueprint.post(f"{REF}/untrash")
def untrash(lesson_ref: str) -> ResponseReturnValue:
    """Take a lesson out of the trash."""
    found = case(lesson_ref)

    def make() -> str:
        services.untrash(found.lesson, by=found.actor, at=now())
        return found.address

    return act(make, gettext("นำออกจากถังขยะแล้ว บทเรียนกลับเป็นอย่างเดิม"))


@blueprint.get("/lessons/trash")
def trash_list() -> ResponseReturnValue:
    """List what the reader may take out of the trash."""
    return render_template(
        "lessons/trash_list.html",
        rows=queries.in_trash(member()),
        at=now(),
        days=services.DAYS_IN_TRASH,
    )


@blueprint.route(f"{REF}/merge", methods=["GET", "POST"])
def merge(lesson_ref: str) -> ResponseReturnValue:
    """Merge a lesson into another, once both have been read back; similar ones are offered."""
    found = case(lesson_ref)
    policies.may_merge(found.actor, found.standing).require()
    form = MergeForm(data={"target": request.args.get("target", "")})
    other = None
    if request.method == "POST" and form.validate():
        try:
            other = _target(found, form.target.data or "")
            if request.form.get("sure") == other.ref:
                return _merged(found, form, other)
            expect_target(found.lesson, other)
        except Invalid as error:
            invalid(form, error)
    near = [one for one in alike(found.actor, "lesson", found.lesson.id, mark=None, limit=NEAR)
            if one.kind == "lesson"]  # fmt: skip
    status = 422 if form.problems() else 200
    card = queries.card_of(found.actor, other.id) if other and not form.problems() else None
    page = render_template(
        "lessons/merge.html", form=form, lesson=found.lesson, near=near, card=card
    )
    return page, status


def _merged(found: Case, form: MergeForm, other: Lesson) -> ResponseReturnValue:
    def make() -> str:
        words = form.words.data or ""
        services.merge(found.lesson, other, words=words, by=found.actor, at=now())
        return url_for("lessons.show", lesson_ref=other.ref)

    return act(make, gettext("รวมบทเรียนแล้ว ที่อยู่เดิมนำผู้อ่านมาที่นี่"))


def _sent(form: Form, make: Callable[[], str], done: str) -> ResponseReturnValue | None:
    """Do what a valid form asks; None when its page has to be shown again."""
    if not form.validate():
        return None
    try:
        return act(make, done)
    except Invalid as error:
        invalid(form, error)
        return None


def _page(template: str, form: Form, lesson: Lesson, **more: object) -> ResponseReturnValue:
    status = 422 if request.method == "POST" else 200
    return render_template(template, form=form, lesson=lesson, **more), status


def _target(found: Case, typed: str) -> Lesson:
    """Return the lesson that was named. Raises Invalid when the reader knows of none such."""
    try:
        return queries.target_of(found.actor, typed)
    except Missing:
        raise Invalid({"target": "no_such_lesson"}) from None
