"""What readers say is wrong with a lesson, and what moderators answer."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts.guards import member
from cop.core.actor import Actor
from cop.core.clock import now, today
from cop.core.errors import Invalid, Missing
from cop.db import db, transaction
from cop.lessons import queries as lessons
from cop.lessons import services as lesson_services
from cop.lessons.models import Lesson
from cop.lessons.policies import may_flag, only_as_moderator
from cop.moderation import queries, services
from cop.moderation.forms import FLAG_REASONS, OUTCOMES, AnswerFlagForm, FlagForm
from cop.moderation.models import Flag
from cop.moderation.policies import may_decide_flag
from cop.moderation.services.flags import outcomes_of
from cop.moderation.views.blueprint import ID, REF, sent_version
from cop.web.forms import invalid
from cop.web.once import create_once
from cop.web.opened import opened

blueprint = Blueprint("flags", __name__)


@blueprint.route(f"{REF}/flag", methods=["GET", "POST"])
def report(lesson_ref: str) -> ResponseReturnValue:
    """Say what is wrong with a lesson, and see what was answered to what one said before."""
    actor = member()
    lesson = lessons.get(actor, lesson_ref)
    may_flag(actor, lessons.standing(lesson.id)).require()
    opened("lesson", lesson.id)
    form = FlagForm()
    if request.method == "POST" and form.validate():
        try:
            return _reported(lesson, form, actor)
        except Invalid as error:
            invalid(form, error)
    page = render_template(
        "moderation/flag_lesson.html",
        form=form,
        lesson=lesson,
        own=queries.own_flags(actor, lesson.id),
        reasons=FLAG_REASONS,
        outcomes=OUTCOMES,
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route(f"/flags/<{ID}:flag_id>", methods=["GET", "POST"])
def decide(flag_id: int) -> ResponseReturnValue:
    """Show a moderator one flag, and answer it."""
    actor = member()
    found = queries.flag(actor, flag_id)
    lesson = db.session.get_one(Lesson, found.lesson_id)
    standing = lessons.standing(lesson.id)
    may_decide_flag(actor, standing).require()
    form = AnswerFlagForm().offer(outcomes_of(found.reason))
    if request.method == "POST" and form.validate():
        try:
            return _decided(found, lesson, form, actor)
        except Invalid as error:
            invalid(form, error)
    _note_reading(lesson, actor)
    opened("lesson", lesson.id)
    return _flag_page(found, lesson, form, actor)


def _reported(lesson: Lesson, form: FlagForm, actor: Actor) -> ResponseReturnValue:
    said = services.Report(
        reason=str(form.reason.data),
        words=form.words.data or "",
        passage=form.passage.data or "",
        other_id=_other(form, actor),
    )
    hides: list[bool] = []

    def make() -> str:
        made = services.flag_lesson(lesson, said, by=actor, at=now())
        hides.append(made.hides)
        return f"/lessons/{lesson.ref}"

    answer = create_once(make)
    if hides == [True]:
        flash(gettext("แจ้งแล้ว ข้อความถูกซ่อนไว้จนกว่าผู้ดูแลเนื้อหาจะพิจารณา ภายใน 1 วันทำการ"))
    elif hides and form.reason.data == "personal_data":
        flash(gettext("แจ้งแล้ว ผู้ดูแลเนื้อหาจะพิจารณาภายใน 1 วันทำการ ข้อความยังแสดงอยู่ระหว่างนี้"))
    elif hides:
        flash(gettext("แจ้งแล้ว ผู้ดูแลเนื้อหาจะตอบภายใน 5 วันทำการ"))
    return answer


def _other(form: FlagForm, actor: Actor) -> int | None:
    """Return the lesson that says the same. Raises Invalid for one that the reader cannot know."""
    if form.reason.data != "duplicate" or not form.other.data:
        return None
    try:
        return lessons.target_of(actor, form.other.data).id
    except Missing:
        raise Invalid({"other": "no_such_lesson"}) from None


def _decided(
    found: Flag, lesson: Lesson, form: AnswerFlagForm, actor: Actor
) -> ResponseReturnValue:
    version, ref = sent_version(), lesson.ref

    def make() -> str:
        services.decide_flag(
            found,
            str(form.outcome.data),
            form.words.data or "",
            version=version,
            by=actor,
            at=now(),
        )
        return f"/lessons/{ref}"

    answer = create_once(make)
    flash(gettext("บันทึกผลแล้ว และแจ้งผู้ที่แจ้งปัญหา"))
    return answer


def _flag_page(
    found: Flag, lesson: Lesson, form: AnswerFlagForm, actor: Actor
) -> ResponseReturnValue:
    flagged = next((one for one in queries.flags_on(lesson.id) if one.id == found.id), None)
    other = lessons.card_of(actor, found.other_id)
    page = render_template(
        "moderation/flag.html",
        form=form,
        lesson=lesson,
        flag=found,
        flagged=flagged,
        other=other,
        reasons=FLAG_REASONS,
        outcomes=OUTCOMES,
        today=today(now()),
    )
    return page, 422 if form.problems() else 200


def _note_reading(lesson: Lesson, actor: Actor) -> None:
    """Note in the journal that a moderator reads what is closed to the actor otherwise."""
    standing, at = lessons.standing(lesson.id), now()
    if not only_as_moderator(actor, standing) or lessons.noted_today(lesson.id, actor, at):
        return
    with transaction():
        lesson_services.note_reading(lesson.id, standing, by=actor, at=at)
