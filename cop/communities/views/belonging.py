"""People join and leave; facilitators add, remove and name."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.communities import queries, services
from cop.communities.forms import MemberForm
from cop.communities.models import Community
from cop.communities.policies import may_add_member, may_read
from cop.communities.views.blueprint import address, blueprint, community_or_404
from cop.communities.views.pages import around
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Invalid
from cop.core.paging import page_number
from cop.db import transaction
from cop.web.forms import invalid
from cop.web.once import create_once

PERSON = "<int(max=2147483647):member_id>"


@blueprint.post("/communities/<string:slug>/join")
def join(slug: str) -> ResponseReturnValue:
    """Make the reader a member."""
    found, actor = community_or_404(slug)
    with transaction():
        services.join(found, by=actor, at=now())
    flash(gettext("เข้าร่วมชุมชน %(name)s แล้ว", name=found.name), "ok")
    return redirect(address(found), 303)


@blueprint.post("/communities/<string:slug>/leave")
def leave(slug: str) -> ResponseReturnValue:
    """End the reader's membership."""
    found, actor = community_or_404(slug)
    with transaction():
        services.leave(found, by=actor, at=now())
    flash(gettext("ออกจากชุมชน %(name)s แล้ว", name=found.name), "ok")
    if found.kind == "open" or may_read(_without(actor, found.id), found):
        return redirect(address(found), 303)
    return redirect(url_for("communities.index"), 303)


@blueprint.get("/communities/<string:slug>/members")
def members(slug: str) -> ResponseReturnValue:
    """Show who belongs; facilitators find the forms here."""
    found, actor = community_or_404(slug)
    return _members(found, actor, MemberForm(formdata=None))


@blueprint.post("/communities/<string:slug>/members")
def add(slug: str) -> ResponseReturnValue:
    """Add a person by address."""
    found, actor = community_or_404(slug)
    may_add_member(actor, found).require()
    form = MemberForm()
    if form.validate_on_submit():

        def make() -> str:
            services.add_member(found, form.email.data or "", by=actor, at=now())
            flash(gettext("เพิ่มสมาชิกแล้ว"), "ok")
            return url_for("communities.members", slug=slug)

        try:
            return create_once(make)
        except Invalid as error:
            invalid(form, error)
    return _members(found, actor, form), 422


@blueprint.post(f"/communities/<string:slug>/members/{PERSON}/remove")
def remove(slug: str, member_id: int) -> ResponseReturnValue:
    """End somebody's membership."""
    found, actor = community_or_404(slug)
    with transaction():
        services.remove_member(found, member_id, by=actor, at=now())
    return _back(slug, gettext("นำออกจากชุมชนแล้ว"))


@blueprint.post(f"/communities/<string:slug>/members/{PERSON}/name-facilitator")
def name_facilitator(slug: str, member_id: int) -> ResponseReturnValue:
    """Name a member a facilitator."""
    found, actor = community_or_404(slug)
    with transaction():
        services.name_facilitator(found, member_id, by=actor, at=now())
    return _back(slug, gettext("ตั้งเป็นผู้ประสานชุมชนแล้ว"))


@blueprint.post(f"/communities/<string:slug>/members/{PERSON}/release-facilitator")
def release_facilitator(slug: str, member_id: int) -> ResponseReturnValue:
    """Make a facilitator an ordinary member again."""
    found, actor = community_or_404(slug)
    with transaction():
        services.release_facilitator(found, member_id, by=actor, at=now())
    return _back(slug, gettext("พ้นจากการเป็นผู้ประสานชุมชนแล้ว"))


def _members(found: Community, actor: Actor, form: MemberForm) -> str:
    return render_template(
        "communities/members.html",
        form=form,
        listing=queries.people(found.id, page_number(request.args.get("page"))),
        **around("members", found, actor),
    )


def _back(slug: str, said: str) -> ResponseReturnValue:
    flash(said, "ok")
    return redirect(url_for("communities.members", slug=slug), 303)


def _without(actor: Actor, community_id: int) -> Actor:
    """Return the actor as one who belongs there no longer."""
    return replace(actor, communities=actor.communities - {community_id})
