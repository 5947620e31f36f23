"""Experts without an account: reviewers make a link that works once, the expert answers behind it.

The page behind a link shows the revision that was asked about and nothing else of the site. What
opens nothing is answered with 410 and the reason, an unknown secret as any page that is not there.
"""

import base64
import hashlib
import hmac
import secrets

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from cop.accounts.guards import member, public
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Invalid, Missing, Refused
from cop.core.markup import in_words
from cop.db import transaction
from cop.lessons import queries as lessons
from cop.lessons.forms import displayed
from cop.lessons.models import Lesson
from cop.lessons.policies import Standing
from cop.moderation import policies, queries, services
from cop.moderation.forms import ASKED, AskForm, ExpertForm, field_name
from cop.moderation.models import ExpertQuestion
from cop.moderation.views.blueprint import ID, REF
from cop.web.messages import message
from cop.web.once import KEY_FIELD, create_once

blueprint = Blueprint("experts", __name__)
FORBIDDEN, GONE = 403, 410


@blueprint.route(f"{REF}/experts", methods=["GET", "POST"])
def ask(lesson_ref: str) -> ResponseReturnValue:
    """Show whom reviewers asked about a lesson; make a link, which is shown this once."""
    lesson, standing, actor = _reviewed(lesson_ref)
    form = AskForm()
    if request.method == "GET":
        return _ask_page(lesson, standing, actor, AskForm(formdata=None))
    policies.may_ask_expert(actor, standing).require()
    if not form.validate():
        return _ask_page(lesson, standing, actor, form), 422
    token = _token(actor)

    def make() -> str:
        services.ask_expert(
            lesson,
            services.Expert(str(form.name.data), str(form.email.data)),
            str(form.question.data),
            token_hash=queries.token_hash(token),
            by=actor,
            at=now(),
        )
        return url_for("experts.ask", lesson_ref=lesson.ref)

    # Sent twice, the form makes one link and shows it twice: the secret follows from the form's
    # key, so it need not be kept to be shown again.
    create_once(make)
    link = url_for("experts.answer", token=token, _external=True)
    return _ask_page(lesson, standing, actor, AskForm(formdata=None), link)


@blueprint.post(f"/experts/<{ID}:question_id>/revoke")
def revoke(question_id: int) -> ResponseReturnValue:
    """Let a link open nothing any more."""
    asked = queries.question(question_id)
    lesson, _standing, actor = _reviewed(str(asked.lesson_id))
    with transaction():
        services.revoke_question(asked, by=actor, at=now())
    flash(gettext("ยกเลิกลิงก์แล้ว เปิดไม่ได้อีก"))
    return redirect(url_for("experts.ask", lesson_ref=lesson.ref), 303)


@blueprint.route("/expert/<string(length=43):token>", methods=["GET", "POST"])
@public
def answer(token: str) -> ResponseReturnValue:
    """Show the revision that the expert is asked about, and take the answers, once."""
    asked, actor, at = queries.question_behind(token), member(), now()
    verdict = policies.may_answer_as_expert(actor, lessons.standing(asked.lesson_id), asked, at)
    if not verdict:
        why = verdict.reason or "not_allowed"
        with transaction():
            services.note_refusal(asked, why, by=actor, at=at)
        return _closed(why)
    if request.method == "POST":
        return _take(asked, actor, token)
    with transaction():
        services.open_question(asked, by=actor, at=at)
    return _alone(_answer_page(asked, ExpertForm(formdata=None), token))


@blueprint.record_once
def _check_token_here(state: BlueprintSetupState) -> None:
    """Let `answer` check its form itself.

    The page sends no address of its own to anybody, for the address is the secret; the common
    check would ask for just that on an encrypted connection.
    """
    state.app.extensions["csrf"].exempt(answer)


def _take(asked: ExpertQuestion, actor: Actor, token: str) -> ResponseReturnValue:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        abort(400)
    form = ExpertForm()
    if not form.validate():
        return _alone(_answer_page(asked, form, token), 422)
    try:
        with transaction():
            services.answer_as_expert(asked, form.said, by=actor, at=now())
    except Invalid as error:
        form.form_errors = [message(code) for code in error.problems.values()]
        return _alone(_answer_page(asked, form, token), 422)
    except Refused as error:
        return _closed(error.reason)
    return _alone(render_template("moderation/expert_done.html"))


def _reviewed(lesson_ref: str) -> tuple[Lesson, Standing, Actor]:
    """Return a lesson that the reader reviews. Raises Missing: nobody else learns of experts."""
    actor = member()
    lesson = lessons.get(actor, lesson_ref)
    standing = lessons.standing(lesson.id)
    if not policies.may_see_experts(actor, standing):
        raise Missing
    return lesson, standing, actor


def _token(actor: Actor) -> str:
    """Return the secret of a new link, the same for the same form of the same person."""
    key = request.form.get(KEY_FIELD) or secrets.token_urlsafe(16)
    secret = str(current_app.config["SECRET_KEY"]).encode()
    said = f"expert link:{actor.id}:{key}".encode("utf-8", "surrogatepass")
    return _text_of(hmac.new(secret, said, hashlib.sha256).digest())


def _text_of(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _ask_page(
    lesson: Lesson, standing: Standing, actor: Actor, form: AskForm, link: str = ""
) -> str:
    return render_template(
        "moderation/experts.html",
        lesson=lesson,
        title=str(lessons.values_of(lesson)["title_th"]),
        form=form,
        link=link,
        asked=queries.asked_about(lesson.id, now()),
        may_ask=bool(policies.may_ask_expert(actor, standing)),
    )


def _answer_page(asked: ExpertQuestion, form: object, token: str) -> str:
    values, terms = lessons.values_of_several([asked.revision_id])
    text = displayed(values[asked.revision_id], terms)
    name = gettext("ภาพ")
    return render_template(
        "moderation/expert.html",
        asked=asked,
        action=url_for("experts.answer", token=token),
        form=form,
        text={place: in_words(text[place], name) for place in ASKED if text.get(place)},
        field_name=field_name,
    )


def _closed(why: str) -> ResponseReturnValue:
    status = FORBIDDEN if why == "expert_own" else GONE
    page = render_template("moderation/expert_closed.html", text=message(why), status=status)
    return _alone(page, status)


def _alone(page: str, status: int = 200) -> Response:
    """Return a page that no search engine keeps and whose address is told to nobody."""
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
