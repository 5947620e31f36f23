"""Days on which nobody works, for administrators: they do not count as waiting."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts.guards import member
from cop.core.clock import now
from cop.core.errors import Invalid, Missing
from cop.db import transaction
from cop.moderation import queries, services
from cop.moderation.forms import HolidayForm
from cop.moderation.policies import may_keep_holidays
from cop.web.forms import invalid
from cop.web.once import create_once

blueprint = Blueprint("holidays", __name__, url_prefix="/admin/holidays")


@blueprint.before_request
def ask() -> None:
    """Let administrators in; nobody else learns that these pages exist."""
    if not may_keep_holidays(member()):
        raise Missing


@blueprint.route("", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """List the holidays, and enter one."""
    form = HolidayForm()
    if request.method == "POST" and form.validate():
        try:
            return create_once(lambda: _add(form))
        except Invalid as error:
            invalid(form, error)
    page = render_template("admin/holidays.html", form=form, rows=queries.holidays())
    return page, 422 if form.errors else 200


@blueprint.post("/<string(length=10):day>/remove")
def remove(day: str) -> ResponseReturnValue:
    """Take a holiday out."""
    found = queries.holiday(day)
    with transaction():
        services.remove_holiday(found, by=member(), at=now())
    flash(gettext("ลบวันหยุดแล้ว"))
    return redirect(url_for("holidays.index"), 303)


def _add(form: HolidayForm) -> str:
    if form.day.data is None:
        raise Invalid({"day": "date_empty"})
    services.add_holiday(form.day.data, str(form.name.data), by=member(), at=now())
    return url_for("holidays.index")
