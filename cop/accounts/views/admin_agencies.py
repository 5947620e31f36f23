"""Agencies, for administrators."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts import queries, services
from cop.accounts.forms import AgencyForm
from cop.accounts.guards import member
from cop.accounts.models import Agency
from cop.accounts.views.admin import blueprint
from cop.accounts.views.blueprint import ID
from cop.accounts.views.choices import LEVEL_WORDS, agency_choices, province_choices
from cop.core.clock import now
from cop.core.errors import Invalid, Missing, Stale
from cop.core.paging import page_number
from cop.db import db, transaction
from cop.thai.folding import tidy_line
from cop.web.forms import invalid
from cop.web.once import create_once

LONGEST_SEARCH = 100


@blueprint.get("/agencies")
def agencies() -> ResponseReturnValue:
    """List agencies, found by name, short name or code."""
    words = tidy_line(request.args.get("q", ""))[:LONGEST_SEARCH]
    paging = queries.agency_page(words, page_number(request.args.get("page")))
    return render_template("admin/agencies.html", words=words, paging=paging, levels=LEVEL_WORDS)


@blueprint.route("/agencies/new", methods=["GET", "POST"])
def new_agency() -> ResponseReturnValue:
    """Add an agency."""
    form = AgencyForm()
    _choices(form, None)
    if request.method == "POST" and form.validate():
        try:
            return create_once(lambda: _create(form))
        except Invalid as error:
            invalid(form, error)
    page = render_template("admin/agency.html", form=form, agency=None)
    return page, 422 if form.errors else 200


@blueprint.route(f"/agencies/<{ID}:agency_id>", methods=["GET", "POST"])
def edit_agency(agency_id: int) -> ResponseReturnValue:
    """Show an agency and change it; the code stays."""
    found = queries.agency(agency_id)
    if found is None:
        raise Missing
    form = AgencyForm(data=None if request.method == "POST" else _kept(found))
    _choices(form, found)
    form.code.validators = ()
    form.code.flags.required = False
    form.code.data = found.code
    if request.method == "GET" or not form.validate():
        page = render_template("admin/agency.html", form=form, agency=found)
        return page, 422 if form.errors else 200
    saved = None
    try:
        with transaction():
            version = form.version.number()
            services.change_agency(found, version=version, by=member(), at=now(), **_facts(form))
    except Invalid as error:
        invalid(form, error)
    except Stale:
        db.session.rollback()
        db.session.refresh(found)
        saved = AgencyForm(formdata=None, data=_kept(found))
        _choices(saved, found)
        form.version.data = str(found.version)
    else:
        flash(gettext("บันทึกหน่วยงานแล้ว"))
        return redirect(url_for("admin.edit_agency", agency_id=agency_id), 303)
    page = render_template("admin/agency.html", form=form, agency=found, saved=saved)
    return page, 409 if saved else 422


def _create(form: AgencyForm) -> str:
    facts = _facts(form)
    name = str(facts.pop("name_th"))
    made = services.create_agency(str(form.code.data), name, by=member(), at=now(), **facts)
    flash(gettext("เพิ่มหน่วยงานแล้ว"))
    return url_for("admin.edit_agency", agency_id=made.id)


def _choices(form: AgencyForm, found: Agency | None) -> None:
    form.level.choices = list(LEVEL_WORDS.items())
    form.province.choices = province_choices()
    form.parent.choices = agency_choices(found.parent_id if found else None)
    form.replaced_by.choices = agency_choices(found.replaced_by_id if found else None)


def _kept(found: Agency) -> dict[str, object]:
    return {
        "code": found.code,
        "name_th": found.name_th,
        "name_en": found.name_en,
        "abbr": found.abbr,
        "level": found.level,
        "parent": str(found.parent_id or ""),
        "province": found.province_code or "",
        "replaced_by": str(found.replaced_by_id or ""),
        "is_active": found.is_active,
        "version": found.version,
    }


def _facts(form: AgencyForm) -> dict[str, object]:
    return {
        "name_th": form.name_th.data,
        "name_en": form.name_en.data,
        "abbr": form.abbr.data,
        "level": form.level.data,
        "parent_id": int(form.parent.data) if form.parent.data else None,
        "province_code": form.province.data or None,
        "replaced_by_id": int(form.replaced_by.data) if form.replaced_by.data else None,
        "is_active": bool(form.is_active.data),
    }
