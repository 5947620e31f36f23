"""Members, their roles and their passwords, for administrators."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts import queries, services
from cop.accounts.forms import GrantForm, MemberForm, NewMemberForm, SetPasswordForm
from cop.accounts.guards import member
from cop.accounts.models import Member
from cop.accounts.views.admin import blueprint
from cop.accounts.views.blueprint import ID
from cop.accounts.views.choices import (
    agency_choices,
    province_choices,
    role_choices,
    roles_in_words,
    scope_choices,
    scope_of,
)
from cop.core.clock import now
from cop.core.errors import Invalid, Missing, Stale
from cop.core.paging import page_number
from cop.db import db, transaction
from cop.thai.folding import tidy_line
from cop.web.forms import invalid
from cop.web.once import create_once
from cop.web.roles import ROLE_WORDS

LONGEST_SEARCH = 100


@blueprint.get("/members")
def members() -> ResponseReturnValue:
    """List members, found by name or address."""
    words = tidy_line(request.args.get("q", ""))[:LONGEST_SEARCH]
    paging = queries.members(words, page_number(request.args.get("page")))
    grants = queries.grants([row.id for row in paging.rows])
    return render_template(
        "admin/members.html", words=words, paging=paging, roles=roles_in_words(grants)
    )


@blueprint.route("/members/new", methods=["GET", "POST"])
def new_member() -> ResponseReturnValue:
    """Add a member with a first password and role."""
    form = NewMemberForm()
    form.province.choices, form.agency.choices = province_choices(), agency_choices()
    form.role.choices = role_choices()
    if request.method == "POST" and form.validate():
        try:
            return create_once(lambda: _create(form))
        except Invalid as error:
            invalid(form, error)
    status = 422 if form.errors else 200
    return render_template("admin/new_member.html", form=form), status


@blueprint.route(f"/members/<{ID}:member_id>", methods=["GET", "POST"])
def edit_member(member_id: int) -> ResponseReturnValue:
    """Show a member to administrators, and change the facts."""
    found = _found(member_id)
    form = MemberForm(data=None if request.method == "POST" else _kept(found))
    form.province.choices = province_choices()
    form.agency.choices = agency_choices(found.agency_id)
    if request.method == "GET" or not form.validate():
        return _page(found, form, 422 if form.errors else 200)
    try:
        with transaction():
            version = form.version.number()
            services.change_member(
                found, version=version, by=member(), at=now(), email=form.email.data, **_facts(form)
            )
    except Invalid as error:
        invalid(form, error)
        return _page(_fresh(found), form, 422)
    except Stale:
        found = _fresh(found)
        saved = MemberForm(formdata=None, data=_kept(found))
        saved.province.choices, saved.agency.choices = form.province.choices, form.agency.choices
        form.version.data = str(found.version)
        return _page(found, form, 409, saved=saved)
    flash(gettext("บันทึกข้อมูลสมาชิกแล้ว"))
    return redirect(url_for("admin.edit_member", member_id=member_id), 303)


@blueprint.post(f"/members/<{ID}:member_id>/disable")
def disable(member_id: int) -> ResponseReturnValue:
    """Shut an account."""
    with transaction():
        services.disable(_found(member_id), by=member(), at=now())
    flash(gettext("ปิดบัญชีแล้ว สมาชิกคนนี้เข้าสู่ระบบไม่ได้"))
    return redirect(url_for("admin.edit_member", member_id=member_id), 303)


@blueprint.post(f"/members/<{ID}:member_id>/enable")
def enable(member_id: int) -> ResponseReturnValue:
    """Open a shut account."""
    with transaction():
        services.enable(_found(member_id), by=member(), at=now())
    flash(gettext("เปิดบัญชีแล้ว"))
    return redirect(url_for("admin.edit_member", member_id=member_id), 303)


@blueprint.post(f"/members/<{ID}:member_id>/password")
def set_password(member_id: int) -> ResponseReturnValue:
    """Give a member a new password."""
    found, form = _found(member_id), SetPasswordForm()
    if form.validate():
        try:
            with transaction():
                services.set_password(found, str(form.password.data), by=member(), at=now())
        except Invalid as error:
            invalid(form, error)
        else:
            flash(gettext("ตั้งรหัสผ่านใหม่แล้ว การเข้าสู่ระบบเดิมสิ้นสุดทั้งหมด"))
            return redirect(url_for("admin.edit_member", member_id=member_id), 303)
    return _page(_fresh(found), None, 422, password=form)


@blueprint.post(f"/members/<{ID}:member_id>/grants")
def give(member_id: int) -> ResponseReturnValue:
    """Give a role over a scope."""
    found, form = _found(member_id), GrantForm()
    form.role.choices, form.scope.choices = role_choices(), scope_choices()
    if not form.validate():
        return _page(found, None, 422, grant=form)
    kind, _colon, scope_id = str(form.scope.data).partition(":")
    with transaction():
        services.give(found, form.role.data, scope=(kind, int(scope_id)), by=member(), at=now())
    flash(gettext("มอบสิทธิ์แล้ว สมาชิกต้องเข้าสู่ระบบใหม่"))
    return redirect(url_for("admin.edit_member", member_id=member_id), 303)


@blueprint.post(f"/members/<{ID}:member_id>/grants/<{ID}:grant_id>/revoke")
def revoke(member_id: int, grant_id: int) -> ResponseReturnValue:
    """Take a role back."""
    if grant_id not in {grant.id for grant in queries.grants([member_id])}:
        raise Missing
    with transaction():
        services.revoke(grant_id, by=member(), at=now())
    flash(gettext("ถอนสิทธิ์แล้ว สมาชิกต้องเข้าสู่ระบบใหม่"))
    return redirect(url_for("admin.edit_member", member_id=member_id), 303)


def _found(member_id: int) -> Member:
    found = queries.get(member_id)
    if found is None:
        raise Missing
    return found


def _fresh(found: Member) -> Member:
    """Return the member as the database has it, after a change that was rolled back."""
    db.session.rollback()
    db.session.refresh(found)
    return found


def _create(form: NewMemberForm) -> str:
    made = services.create_member(
        str(form.email.data), str(form.password.data), by=member(), at=now(), **_facts(form)
    )
    services.give(made, form.role.data, by=member(), at=now())
    flash(gettext("เพิ่มสมาชิกแล้ว"))
    return url_for("admin.edit_member", member_id=made.id)


def _kept(found: Member) -> dict[str, object]:
    return {
        "title": found.title,
        "given_name": found.given_name,
        "family_name": found.family_name,
        "position": found.position,
        "email": found.email,
        "agency": str(found.agency_id or ""),
        "province": found.province_code or "",
        "version": found.version,
    }


def _facts(form: MemberForm) -> dict[str, object]:
    return {
        "title": form.title.data,
        "given_name": form.given_name.data,
        "family_name": form.family_name.data,
        "position": form.position.data,
        "agency_id": int(form.agency.data) if form.agency.data else None,
        "province_code": form.province.data or None,
    }


def _page(
    found: Member, form: MemberForm | None, status: int, **forms: object
) -> ResponseReturnValue:
    scopes = scope_choices()
    if form is None:
        form = MemberForm(formdata=None, data=_kept(found))
        form.province.choices = province_choices()
        form.agency.choices = agency_choices(found.agency_id)
    grant = forms.pop("grant", None) or GrantForm(formdata=None)
    if isinstance(grant, GrantForm):
        grant.role.choices, grant.scope.choices = role_choices(), scopes
    held = [
        (one, ROLE_WORDS.get(one.role, one.role), scope_of(one, scopes))
        for one in queries.grants([found.id])
    ]
    return render_template(
        "admin/member.html",
        person=found,
        form=form,
        grant=grant,
        held=held,
        password=forms.pop("password", None) or SetPasswordForm(formdata=None),
        saved=forms.pop("saved", None),
    ), status
