"""What happens to a lesson in review, and whether everybody may read it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.core.clock import now
from cop.core.errors import Invalid
from cop.lessons import policies, queries, services
from cop.lessons.forms import DecisionForm
from cop.lessons.forms.labels import FIELDS
from cop.lessons.models import REASONS
from cop.lessons.views.blueprint import REF, Case, act, blueprint, case
from cop.web.forms import invalid


@blueprint.post(f"{REF}/start-review")
def start_review(lesson_ref: str) -> ResponseReturnValue:
    """Take a lesson on for review."""
    found = case(lesson_ref)
    if found.lesson.state == "in_review" and found.lesson.assignee_id == found.actor.id:
        return redirect(url_for("moderation.item", lesson_ref=found.lesson.ref), 303)

    def make() -> str:
        services.start_review(found.lesson, by=found.actor, at=now())
        return url_for("moderation.item", lesson_ref=found.lesson.ref)

    return act(make, gettext("รับตรวจแล้ว"))


@blueprint.post(f"{REF}/decide")
def decide(lesson_ref: str) -> ResponseReturnValue:
    """Take the decision that was chosen in the bar under the text."""
    found = case(lesson_ref)
    form = _decision()
    if form.validate():
        return _decided(found, form, str(form.decision.data))
    return _decision_page(found, form)


@blueprint.post(f"{REF}/publish")
def publish(lesson_ref: str) -> ResponseReturnValue:
    """Let readers see the revision that was read."""
    return _decided(case(lesson_ref), _decision(), "publish")


@blueprint.post(f"{REF}/unschedule")
def unschedule(lesson_ref: str) -> ResponseReturnValue:
    """Take back that the lesson is published later."""
    found = case(lesson_ref)

    def make() -> str:
        services.unschedule(found.lesson, by=found.actor, at=now())
        return url_for("moderation.item", lesson_ref=found.lesson.ref)

    return act(make, gettext("ยกเลิกเวลาเผยแพร่แล้ว บทเรียนยังรอผลการพิจารณา"))


@blueprint.post(f"{REF}/request-changes")
def request_changes(lesson_ref: str) -> ResponseReturnValue:
    """Send the lesson back to its author."""
    return _decided(case(lesson_ref), _decision(), "request_changes")


@blueprint.post(f"{REF}/reject")
def reject(lesson_ref: str) -> ResponseReturnValue:
    """Turn the lesson down."""
    return _decided(case(lesson_ref), _decision(), "reject")


@blueprint.post(f"{REF}/open-to-public")
def open_to_public(lesson_ref: str) -> ResponseReturnValue:
    """Let everybody read a lesson."""
    found = case(lesson_ref)

    def make() -> str:
        services.open_to_public(found.lesson, by=found.actor, at=now())
        return found.address

    return act(make, gettext("เปิดให้บุคคลทั่วไปอ่านแล้ว"))


@blueprint.post(f"{REF}/close-to-public")
def close_to_public(lesson_ref: str) -> ResponseReturnValue:
    """Keep a lesson to the body again."""
    found = case(lesson_ref)

    def make() -> str:
        services.close_to_public(found.lesson, by=found.actor, at=now())
        return found.address

    return act(make, gettext("ปิดไม่ให้บุคคลทั่วไปอ่านแล้ว"))


def _decision() -> DecisionForm:
    """Return the sent decision; a sentence sent as the reason counts as the sentence."""
    form = DecisionForm()
    sent = request.form.getlist("reason")
    form.reasons.data = [*(form.reasons.data or []), *(one for one in sent if one in REASONS)]
    if not form.words.data:
        form.words.data = " ".join(one for one in sent if one not in REASONS)
    return form


def _decided(found: Case, form: DecisionForm, decision: str) -> ResponseReturnValue:
    if decision == "publish" and _published_just_now(found, form):
        return redirect(found.address, 303)

    def make() -> str:
        return _carry_out(found, form, decision)

    done = {
        "publish": gettext("เผยแพร่บทเรียนแล้ว"),
        "reject": gettext("แจ้งผู้เขียนว่าไม่รับเผยแพร่แล้ว"),
        "request_changes": gettext("ส่งกลับให้ผู้เขียนแก้ไขแล้ว"),
    }
    if decision == "publish" and form.publish_at.data:
        done["publish"] = gettext("ตั้งเวลาเผยแพร่แล้ว หากมีการแก้ไขก่อนถึงเวลา ต้องตั้งใหม่")
    try:
        return act(make, done[decision])
    except Invalid as error:
        form.decision.data = decision
        if decision == "publish" and "publish_at" not in error.problems:
            return _not_ready(found, error)
        invalid(form, error)
        return _decision_page(found, form)


def _carry_out(found: Case, form: DecisionForm, decision: str) -> str:
    """Do what was decided; return where it leads."""
    at, by = now(), found.actor
    reasons, words = form.reasons.data or [], (form.words.data or "").strip()
    if decision == "publish" and form.publish_at.data:
        services.schedule(
            found.lesson,
            publish_at=form.publish_at.data,
            revision_id=form.revision_id,
            by=by,
            at=at,
        )
        return url_for("moderation.item", lesson_ref=found.lesson.ref)
    if decision == "publish":
        services.publish(found.lesson, revision_id=form.revision_id, by=by, at=at)
        return found.address
    if decision == "reject":
        services.reject(found.lesson, reasons=reasons, words=words, by=by, at=at)
    else:
        services.request_changes(
            found.lesson,
            reasons=reasons,
            words=words,
            by=by,
            at=at,
            revision_id=form.revision_id,
        )
    return url_for("moderation.queue")


def _published_just_now(found: Case, form: DecisionForm) -> bool:
    """Tell whether the same person has published this very revision: the button came twice."""
    lesson = found.lesson
    return (
        lesson.state == "published"
        and lesson.published_by_id == found.actor.id
        and form.revision_id in {None, lesson.published_revision_id}
    )


def _decision_page(found: Case, form: DecisionForm) -> ResponseReturnValue:
    if not form.revision.data:
        form.revision.data = str(found.lesson.current_revision_id)
    page = render_template(
        "lessons/decide.html", form=form, lesson=found.lesson, title=_title(found)
    )
    return page, 422


def _not_ready(found: Case, error: Invalid) -> ResponseReturnValue:
    """List what the lesson lacks, each with a link to its field."""
    page = render_template(
        "lessons/not_ready.html",
        lesson=found.lesson,
        title=_title(found),
        lacking=list(error.problems),
        fields=FIELDS,
        may_classify=bool(policies.may_classify(found.actor, found.standing)),
    )
    return page, 422


def _title(found: Case) -> str:
    return str(queries.values_of(found.lesson)["title_th"])
