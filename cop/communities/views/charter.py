"""Communities are founded and changed."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts.guards import member
from cop.communities import queries, services
from cop.communities.forms import CommunityForm, NewCommunityForm
from cop.communities.models import Community
from cop.communities.policies import may_change, may_change_kind, may_create
from cop.communities.views.blueprint import address, blueprint, community_or_404
from cop.core.clock import now
from cop.core.errors import Invalid, Stale
from cop.core.numbers import row_number
from cop.db import transaction
from cop.web.forms import invalid
from cop.web.i18n import language
from cop.web.once import create_once


@blueprint.get("/communities/new")
def new() -> ResponseReturnValue:
    """Show the form of a new community."""
    may_create(member()).require()
    return render_template("communities/new.html", form=_offering(NewCommunityForm()))


@blueprint.post("/communities/new")
def create() -> ResponseReturnValue:
    """Found a community."""
    actor = member()
    may_create(actor).require()
    form = NewCommunityForm()
    _offering(form)
    if form.validate_on_submit():

        def make() -> str:
            slug = form.slug.data or ""
            return address(services.create(slug, form.charter(), by=actor, at=now()))

        try:
            return create_once(make)
        except Invalid as error:
            invalid(form, error)
    return render_template("communities/new.html", form=form), 422


@blueprint.get("/communities/<string:slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    """Show what the community says of itself for editing."""
    found, actor = community_or_404(slug)
    may_change(actor, found).require()
    return _editing(found, _saved(found))


@blueprint.post("/communities/<string:slug>/edit")
def change(slug: str) -> ResponseReturnValue:
    """Save it, or show both versions when somebody else saved meanwhile."""
    found, actor = community_or_404(slug)
    may_change(actor, found).require()
    form = CommunityForm()
    _offering(form)
    if not may_change_kind(actor, found):
        form.kind.data, form.agency.data = found.kind, str(found.agency_id or "")
    if form.validate_on_submit():
        version = _sent_version()
        try:
            with transaction():
                services.change(found, form.charter(), version=version, by=actor, at=now())
        except Invalid as error:
            invalid(form, error)
        except Stale:
            found, _actor = community_or_404(slug)
            return _editing(found, form, _saved(found)), 409
        else:
            flash(gettext("บันทึกข้อมูลชุมชนแล้ว"), "ok")
            return redirect(address(found), 303)
    return _editing(found, form), 422


def _offering(form: CommunityForm) -> CommunityForm:
    english = language() == "en"
    form.offer([(one, en if english and en else th) for one, th, en in queries.agencies()])
    return form


def _saved(found: Community) -> CommunityForm:
    form = CommunityForm(
        formdata=None,
        name=found.name,
        purpose=found.purpose,
        kind=found.kind,
        agency=str(found.agency_id or ""),
    )
    return _offering(form)


def _sent_version() -> int | None:
    return row_number(request.form.get("version"))


def _editing(found: Community, form: CommunityForm, saved: CommunityForm | None = None) -> str:
    return render_template(
        "communities/edit.html",
        c=found,
        form=form,
        saved=saved,
        may_change_kind=may_change_kind(member(), found),
    )
