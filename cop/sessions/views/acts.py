"""What is done to a whole session: announced, held, cancelled, opened to the public."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.core.clock import now
from cop.db import transaction
from cop.sessions import services
from cop.sessions.forms import CancelForm
from cop.sessions.policies import may_cancel
from cop.sessions.views.blueprint import REF, address_of, blueprint, session_or_404


@blueprint.post(f"{REF}/announce")
def announce(series: str, fiscal_year: int, number: int) -> ResponseReturnValue:
    """Show a draft to its readers."""
    return _done(series, fiscal_year, number, services.announce, gettext("ประกาศกิจกรรมแล้ว"))


@blueprint.post(f"{REF}/hold")
def hold(series: str, fiscal_year: int, number: int) -> ResponseReturnValue:
    """Note that the session took place."""
    return _done(series, fiscal_year, number, services.hold, gettext("บันทึกว่าจัดกิจกรรมแล้ว"))


@blueprint.post(f"{REF}/open-to-public")
def open_to_public(series: str, fiscal_year: int, number: int) -> ResponseReturnValue:
    """Let the public read the session."""
    said = gettext("เปิดให้สาธารณะอ่านแล้ว")
    return _done(series, fiscal_year, number, services.open_to_public, said)


@blueprint.route(f"{REF}/cancel", methods=["GET", "POST"])
def cancel(series: str, fiscal_year: int, number: int) -> ResponseReturnValue:
    """Ask why the session is cancelled, and cancel it."""
    found, actor = session_or_404(series, fiscal_year, number)
    may_cancel(actor, found.exchange).require()
    form = CancelForm()
    if form.validate_on_submit():
        with transaction():
            services.cancel(found.exchange, form.reason.data or "", by=actor, at=now())
        flash(gettext("ยกเลิกกิจกรรมแล้ว"), "ok")
        return redirect(address_of(series, found.exchange), 303)
    page = render_template("sessions/cancel.html", page=found, form=form)
    return page, 422 if form.errors else 200


def _done(
    series: str, fiscal_year: int, number: int, act: Callable[..., Any], said: str
) -> ResponseReturnValue:
    found, actor = session_or_404(series, fiscal_year, number)
    with transaction():
        act(found.exchange, by=actor, at=now())
    flash(said, "ok")
    return redirect(address_of(series, found.exchange), 303)
