"""Who looks after a lesson is changed."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts import queries as accounts
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Invalid, Stale
from cop.db import db
from cop.lessons import policies, queries, services
from cop.lessons.forms import OwnerForm
from cop.lessons.views.blueprint import REF, Case, act, blueprint, case
from cop.web.forms import invalid
from cop.web.messages import message


@blueprint.route(f"{REF}/owner", methods=["GET", "POST"])
def reassign(lesson_ref: str) -> ResponseReturnValue:
    """Give a lesson to somebody else, or to its unit."""
    found = case(lesson_ref)
    policies.may_reassign(found.actor, found.standing).require()
    if request.method == "GET":
        return _page(found, OwnerForm(data={"version": found.lesson.version}))
    form = OwnerForm()
    if form.validate():
        try:
            return act(lambda: _given(found, form), gettext("เปลี่ยนผู้ดูแลบทเรียนแล้ว"))
        except Invalid as error:
            invalid(form, error)
        except Stale:
            db.session.rollback()
            found = case(lesson_ref)
            form.version.data = str(found.lesson.version)
            form.form_errors = [*form.form_errors, message("owner_stale")]
            return _page(found, form), 409
    return _page(found, form), 422


def _given(found: Case, form: OwnerForm) -> str:
    services.reassign(
        found.lesson,
        _chosen(form),
        version=form.base_version,
        words=form.words.data or "",
        by=found.actor,
        at=now(),
    )
    return found.address


def _chosen(form: OwnerForm) -> Actor | None:
    """Return who is to look after the lesson, None for the unit. Raises Invalid."""
    if form.to.data == "unit":
        return None
    typed = (form.email.data or "").strip().casefold()
    if not typed:
        raise Invalid({"email": "required"})
    member = accounts.by_email(typed)
    to = accounts.actor_by_id(member.id) if member else None
    if to is None:
        raise Invalid({"email": "no_such_account"})
    return to


def _page(found: Case, form: OwnerForm) -> str:
    page = queries.page(found.actor, found.lesson.ref)
    return render_template("lessons/owner.html", form=form, lesson=found.lesson, page=page)
