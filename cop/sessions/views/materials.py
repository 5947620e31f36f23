"""Materials: sent, fetched, taken away."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts.guards import member, public
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Invalid, Missing
from cop.db import transaction
from cop.sessions import queries, services
from cop.sessions.forms import MaterialForm
from cop.sessions.policies import may_add_material
from cop.sessions.queries import SessionView
from cop.sessions.services import StoredFile
from cop.sessions.views.blueprint import (
    MATERIAL,
    REF,
    address_of,
    blueprint,
    hidden,
    of_materials,
    session_or_404,
)
from cop.sessions.views.uploads import keep_material, sent, status_of
from cop.web.forms import invalid
from cop.web.once import create_once
from cop.web.sending import send_kept


@blueprint.route(f"{REF}/materials/new", methods=["GET", "POST"])
def new_material(series: str, fiscal_year: int, number: int) -> ResponseReturnValue:
    """Show the form of a new material and take it."""
    found, actor = session_or_404(series, fiscal_year, number)
    may_add_material(actor, found.exchange).require()
    form, status = MaterialForm(), 422
    if form.validate_on_submit():
        try:
            return _keep(found, form, actor)
        except Invalid as error:
            invalid(form, error)
            status = status_of(error)
    page = render_template("sessions/material.html", page=found, form=form)
    return page, status if form.errors else 200


@of_materials.get(f"{MATERIAL}/<path:name>")
@public
def download(material_id: int, name: str) -> ResponseReturnValue:
    """Send a material under the name it came with, always to be saved and never opened here."""
    actor = member()
    found = queries.material(actor, material_id)
    if found is None:
        if actor.is_member:
            raise Missing
        return hidden()
    material = found[0]
    # Text would be packed in memory as a whole; the receiver goes by the file's name anyway.
    is_text = material.content_type.startswith("text/")
    kind = "application/octet-stream" if is_text else material.content_type
    return send_kept(material.digest, kind, name=material.name, attach=True)


@of_materials.post(f"{MATERIAL}/remove")
def remove(material_id: int) -> ResponseReturnValue:
    """Take a material away."""
    actor = member()
    found = queries.material(actor, material_id)
    if found is None:
        raise Missing
    material, exchange, series = found
    with transaction():
        services.remove_material(material, exchange, by=actor, at=now())
    flash(gettext("นำเอกสารออกแล้ว"), "ok")
    return redirect(address_of(series, exchange), 303)


def _keep(found: SessionView, form: MaterialForm, actor: Actor) -> ResponseReturnValue:
    storage = sent(form.file.data)
    if storage is None:
        raise Invalid({"file": "file_missing"})
    stored = keep_material(storage)
    return create_once(lambda: _add(found, form, stored, actor))


def _add(found: SessionView, form: MaterialForm, stored: StoredFile, actor: Actor) -> str:
    services.add_material(
        found.exchange,
        stored,
        title=form.title.data or "",
        kind=form.kind.data,
        by=actor,
        at=now(),
    )
    return address_of(found.series, found.exchange) + "#materials"
