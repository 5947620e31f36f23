"""Series are founded, sessions are written and edited."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts.guards import member
from cop.communities import queries as communities
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Invalid, Stale
from cop.db import transaction
from cop.sessions import queries, services
from cop.sessions.forms import VISIBILITY_LABELS, SeriesForm, SessionForm
from cop.sessions.forms.fields import offered
from cop.sessions.models import ExchangeSession, Series
from cop.sessions.policies import (
    VISIBILITIES,
    may_change_session,
    may_create_series,
    may_organise,
)
from cop.sessions.queries import SessionView
from cop.sessions.views.blueprint import (
    REF,
    address_of,
    blueprint,
    sent_version,
    session_or_404,
)
from cop.sessions.views.versions import differences
from cop.thai.fiscal_year import fiscal_year as year_of
from cop.web.forms import invalid
from cop.web.i18n import language
from cop.web.once import create_once


@blueprint.route("/sessions/series/new", methods=["GET", "POST"])
def new_series() -> ResponseReturnValue:
    """Show the form of a new series and take it."""
    actor = member()
    may_create_series(actor).require()
    form = SeriesForm()
    places = communities.readable(actor)
    form.community.choices = offered((str(one), name) for one, _slug, name in places)
    form.agency.choices = offered(_agencies())
    if form.validate_on_submit():
        try:
            return create_once(lambda: _found(form, actor))
        except Invalid as error:
            invalid(form, error)
    page = render_template("sessions/series.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/sessions/new")
def new() -> ResponseReturnValue:
    """Show the form; `?series=` and `?fiscal_year=` choose, the next free number is offered."""
    actor = member()
    may_organise(actor).require()
    choices = queries.series_for(actor)
    form = _form(actor, choices, ExchangeSession(visibility="org"))
    chosen = _named(choices, request.args.get("series", "")) or (choices[0] if choices else None)
    year = request.args.get("fiscal_year", "")
    form.fiscal_year.data = int(year) if _is_year(year) else year_of(now())
    if chosen is not None:
        form.series.data = chosen.slug
        form.number.data = queries.next_free(chosen.id, form.fiscal_year.data)
        form.agency.data = str(chosen.agency_id or "")
        slugs = {one: slug for one, slug, _name in communities.readable(actor)}
        form.community.data = slugs.get(chosen.community_id, "")
    return render_template("sessions/edit.html", form=form, page=None, halls=_halls())


@blueprint.post("/sessions/new")
def create() -> ResponseReturnValue:
    """Add a session, announced unless the button says draft."""
    actor = member()
    may_organise(actor).require()
    choices = queries.series_for(actor)
    form = _form(actor, choices, ExchangeSession(visibility="org"))
    series = _named(choices, form.series.data or "")
    state = "draft" if request.form.get("state") == "draft" else "announced"
    if form.validate() and series is not None:
        try:
            return create_once(lambda: _create(series, form, state, actor))
        except Invalid as error:
            invalid(form, error)
    return render_template("sessions/edit.html", form=form, page=None, halls=_halls()), 422


@blueprint.get(f"{REF}/edit")
def edit(series: str, fiscal_year: int, number: int) -> ResponseReturnValue:
    """Show what is said of a session for editing."""
    found, actor = session_or_404(series, fiscal_year, number)
    may_change_session(actor, found.exchange).require()
    return _editing(found, _filled(found, actor))


@blueprint.post(f"{REF}/edit")
def change(series: str, fiscal_year: int, number: int) -> ResponseReturnValue:
    """Save what is said, or show both versions when somebody else saved meanwhile."""
    found, actor = session_or_404(series, fiscal_year, number)
    may_change_session(actor, found.exchange).require()
    owner = queries.series_named(series)
    form = _form(actor, [owner] if owner else [], found.exchange)
    form.series.data = series
    if owner is not None and form.validate():
        try:
            return _save(found, owner, form, actor)
        except Invalid as error:
            invalid(form, error)
        except Stale:
            saved = _filled(session_or_404(series, fiscal_year, number)[0], actor)
            return _editing(found, form, differences(form, saved)), 409
    return _editing(found, form), 422


def _save(
    found: SessionView, series: Series, form: SessionForm, actor: Actor
) -> ResponseReturnValue:
    facts = form.facts(series, _community_id(form, actor))
    with transaction():
        services.change_session(found.exchange, facts, version=sent_version(), by=actor, at=now())
    flash(gettext("บันทึกกิจกรรมแล้ว"), "ok")
    return redirect(address_of(found.series, found.exchange), 303)


def _create(series: Series, form: SessionForm, state: str, actor: Actor) -> str:
    facts = form.facts(series, _community_id(form, actor))
    exchange = services.create_session(series, facts, state=state, by=actor, at=now())
    return address_of(series.slug, exchange)


def _found(form: SeriesForm, actor: Actor) -> str:
    series = services.create_series(form.facts(), by=actor, at=now())
    return url_for("sessions.new", series=series.slug)


def _form(actor: Actor, choices: Sequence[Series], exchange: ExchangeSession) -> SessionForm:
    form = SessionForm()
    form.series.choices = offered((one.slug, one.name) for one in choices)
    form.agency.choices = offered(_agencies())
    places = [(slug, name) for _id, slug, name in communities.readable(actor)]
    form.community.choices = offered([("", gettext("ชุมชนของชุดกิจกรรม")), *places])
    words = [(one.code, one.label_en, one.label_th) for one in queries.principle_terms()]
    form.principles.choices = offered(
        (code, (en if language() == "en" else th) or th) for code, en, th in words
    )
    known = [one for one in VISIBILITY_LABELS if one in {*VISIBILITIES, exchange.visibility}]
    levels = [(one, str(VISIBILITY_LABELS[one])) for one in known]
    if not exchange.series_id:
        levels.insert(0, ("", gettext("ตามชุมชน")))
    form.visibility.choices = offered(levels)
    return form


def _filled(found: SessionView, actor: Actor) -> SessionForm:
    owner = queries.series_named(found.series)
    form = _form(actor, [owner] if owner else [], found.exchange)
    form.show(found.exchange, found.hall_th)
    form.series.data, form.community.data = found.series, found.home.slug
    principles, channels = queries.marks(found.exchange.id)
    form.principles.data = [one.code for one in principles]
    form.channels.data = [one.kind for one in channels]
    form.stream_url.data = next((one.address for one in channels if one.address), "")
    return form


def _editing(
    found: SessionView, form: SessionForm, differing: list[tuple[str, str, str]] | None = None
) -> str:
    return render_template(
        "sessions/edit.html", form=form, page=found, halls=_halls(), differing=differing
    )


def _community_id(form: SessionForm, actor: Actor) -> int | None:
    slug = form.community.data
    return next((one for one, known, _name in communities.readable(actor) if known == slug), None)


def _agencies() -> list[tuple[str, str]]:
    names = [
        (str(one), (en if language() == "en" else th) or th)
        for one, th, en in communities.agencies()
    ]
    return [("", gettext("หน่วยงานของชุดกิจกรรม")), *names]


def _halls() -> list[str]:
    return [th for _kind, th, _en, _province in queries.halls()]


def _named(choices: Sequence[Series], slug: str) -> Series | None:
    return next((one for one in choices if one.slug == slug), None)


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == 4
