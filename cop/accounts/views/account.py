"""A person's own account, and how others see a member."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cop.accounts import queries, services
from cop.accounts.forms import PasswordForm, ProfileForm
from cop.accounts.guards import close_door, longest_idle, member, open_door
from cop.accounts.models import Member
from cop.accounts.views.blueprint import ID, blueprint
from cop.accounts.views.choices import agency_name, province_choices
from cop.accounts.views.signing import is_braked, slowed, this_browser
from cop.core.browsers import describe
from cop.core.clock import now
from cop.core.errors import Invalid, Missing, Stale
from cop.db import db, transaction
from cop.web.forms import invalid
from cop.web.opened import opened

PROFILE = ("title", "given_name", "family_name", "position", "province", "language", "text_size")


@blueprint.route("/account/profile", methods=["GET", "POST"])
def profile() -> ResponseReturnValue:
    """Show and change the own profile."""
    own = _own()
    opened("member", own.id)
    form = ProfileForm(data=None if request.method == "POST" else _kept(own))
    form.province.choices = province_choices()
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                services.change_profile(
                    own, version=form.version.number(), by=member(), at=now(), **_facts(form)
                )
        except Stale:
            return _stale_profile(form)
        flash(gettext("บันทึกโปรไฟล์แล้ว"))
        return redirect(url_for("accounts.profile"), 303)
    status = 422 if form.errors else 200
    return render_template("accounts/profile.html", form=form, **_profile(own)), status


@blueprint.route("/account/password", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """Show the form for a new password and take it; this browser gets a fresh sign-in."""
    own = _own()
    form = PasswordForm()
    wait = 0
    if request.method == "POST" and form.validate():
        try:
            wait = _change_password(own, form)
        except Invalid as error:
            invalid(form, error)
        if wait:
            form.form_errors.append(slowed(wait))
        if not form.errors:
            flash(gettext("เปลี่ยนรหัสผ่านแล้ว การเข้าสู่ระบบในเครื่องอื่นสิ้นสุดทั้งหมด"))
            return redirect(url_for("accounts.profile"), 303)
    page = render_template("accounts/password.html", form=form)
    if wait:
        return page, 429, {"Retry-After": str(wait)}
    return page, 422 if form.errors else 200


@blueprint.get("/account/sign-ins")
def sign_ins() -> ResponseReturnValue:
    """List where the reader is signed in."""
    actor, at = member(), now()
    live = queries.sign_ins(actor.id or 0, at=at, unused_since=at - longest_idle(actor))
    rows = [(one, *describe(one.user_agent), one.id == actor.sign_in_id) for one in live]
    return render_template("accounts/sign_ins.html", rows=rows)


@blueprint.post(f"/account/sign-ins/<{ID}:sign_in_id>/end")
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    """End one own sign-in; ending this one signs out."""
    actor = member()
    if queries.sign_in_owner(sign_in_id) != actor.id:
        raise Missing
    with transaction():
        services.end_sign_in(sign_in_id, by=actor, at=now())
    if sign_in_id == actor.sign_in_id:
        close_door()
        return redirect(url_for("accounts.login"), 303)
    flash(gettext("ออกจากระบบในเครื่องนั้นแล้ว"))
    return redirect(url_for("accounts.sign_ins"), 303)


@blueprint.post("/account/sign-ins/end-others")
def end_other_sign_ins() -> ResponseReturnValue:
    """End every own sign-in but this one."""
    with transaction():
        ended = services.end_other_sign_ins(by=member(), at=now())
    text = ngettext("ออกจากระบบแล้ว %(num)s เครื่อง", "ออกจากระบบแล้ว %(num)s เครื่อง", ended)
    flash(text if ended else gettext("ไม่มีการเข้าสู่ระบบในเครื่องอื่น"))
    return redirect(url_for("accounts.sign_ins"), 303)


@blueprint.get(f"/members/<{ID}:member_id>")
def show_member(member_id: int) -> ResponseReturnValue:
    """Show a member as other members see one."""
    found = queries.profile(member_id)
    if found is None:
        raise Missing
    return render_template("accounts/member.html", person=found)


def _own() -> Member:
    own = queries.get(member().id)
    if own is None:
        raise Missing
    return own


def _kept(own: Member) -> dict[str, object]:
    return {
        "title": own.title,
        "given_name": own.given_name,
        "family_name": own.family_name,
        "position": own.position,
        "province": own.province_code or "",
        "language": own.language,
        "text_size": str(own.text_size),
        "version": own.version,
    }


def _facts(form: ProfileForm) -> dict[str, object]:
    return {
        "title": form.title.data,
        "given_name": form.given_name.data,
        "family_name": form.family_name.data,
        "position": form.position.data,
        "province_code": form.province.data or None,
        "language": form.language.data,
        "text_size": int(form.text_size.data),
    }


def _profile(own: Member) -> dict[str, object]:
    return {"own": own, "agency": agency_name(own.agency_id)}


def _stale_profile(form: ProfileForm) -> ResponseReturnValue:
    own = _own()
    db.session.refresh(own)
    saved = ProfileForm(formdata=None, data=_kept(own))
    saved.province.choices = form.province.choices
    form.version.data = str(own.version)
    page = render_template("accounts/profile.html", form=form, saved=saved, **_profile(own))
    return page, 409


def _change_password(own: Member, form: PasswordForm) -> int:
    """Change the password and this browser's sign-in; return the seconds to wait, if any."""
    if form.new_password.data != form.new_password_again.data:
        raise Invalid({"new_password_again": "password_differs"})
    browser, at = this_browser(), now()
    with transaction():
        wait = services.begin_sign_in(own.email, browser, at=at, braked=is_braked())
    if wait:
        return wait
    proof = services.prove(own.email, str(form.old_password.data))
    try:
        with transaction():
            token = services.change_password(
                own, proof, str(form.new_password.data), browser, by=member(), at=at
            )
    except Invalid:
        with transaction():
            services.excuse_tries(proof)
        raise
    found = queries.actor_by_token(token)
    if found is not None:
        open_door(token, found[0])
    return 0
