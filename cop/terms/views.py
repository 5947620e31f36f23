"""Controlled terms and synonyms, for administrators."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from cop.accounts.guards import member
from cop.core.clock import now
from cop.core.errors import Invalid, Missing, Stale
from cop.core.paging import page_number
from cop.db import db, transaction
from cop.terms import queries, services
from cop.terms.forms import NewTermForm, RetireForm, SynonymForm, TermForm
from cop.terms.models import SCHEMES, Term
from cop.terms.policies import may_keep_terms
from cop.thai.folding import tidy_line
from cop.web.forms import invalid
from cop.web.i18n import language
from cop.web.once import create_once

blueprint = Blueprint("terms", __name__, url_prefix="/admin/terms")
BLUEPRINTS = (blueprint,)
ID = "int(max=2147483647)"
SCHEME = f"any({', '.join(SCHEMES)})"
LONGEST_SEARCH = 100
SCHEME_WORDS: dict[str, LazyString] = {
    "principle": _("หลักการ"),
    "topic": _("หมวดความรู้"),
    "process": _("กระบวนงาน"),
    "channel": _("ช่องทาง"),
    "audience": _("กลุ่มผู้อ่าน"),
    "reason": _("เหตุผลการตรวจ"),
}


@blueprint.before_request
def ask() -> None:
    """Let administrators in; nobody else learns that these pages exist."""
    if not may_keep_terms(member()):
        raise Missing


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Lead to the first scheme."""
    return redirect(url_for("terms.scheme", scheme=SCHEMES[1]), 303)


@blueprint.route(f"/<{SCHEME}:scheme>", methods=["GET", "POST"])
def scheme(scheme: str) -> ResponseReturnValue:
    """List the terms of a scheme, and add one at its end."""
    form = NewTermForm()
    if request.method == "POST" and form.validate():
        try:
            return create_once(lambda: _create(scheme, form))
        except Invalid as error:
            invalid(form, error)
    page = render_template(
        "admin/terms.html",
        scheme=scheme,
        schemes=SCHEME_WORDS,
        rows=queries.of_scheme(scheme),
        form=form,
    )
    return page, 422 if form.errors else 200


@blueprint.route(f"/<{ID}:term_id>", methods=["GET", "POST"])
def edit(term_id: int) -> ResponseReturnValue:
    """Show a term and change its words; the code stays."""
    found = _found(term_id)
    form = TermForm(data=None if request.method == "POST" else _kept(found))
    if request.method == "GET" or not form.validate():
        return _page(found, form, 422 if form.errors else 200)
    try:
        with transaction():
            version = _number(form.version.data)
            services.change_term(found, version=version, by=member(), at=now(), **_facts(form))
    except Stale:
        db.session.rollback()
        db.session.refresh(found)
        saved = TermForm(formdata=None, data=_kept(found))
        form.version.data = str(found.version)
        return _page(found, form, 409, saved=saved)
    flash(gettext("บันทึกคำแล้ว"))
    return redirect(url_for("terms.scheme", scheme=found.scheme), 303)


@blueprint.post(f"/<{ID}:term_id>/retire")
def retire(term_id: int) -> ResponseReturnValue:
    """Offer a term no more, and name what takes its place."""
    found, form = _found(term_id), RetireForm()
    form.replaced_by.choices = _heirs(found)
    if not form.validate():
        return _page(found, None, 422, retiring=form)
    heir = queries.get(int(form.replaced_by.data)) if form.replaced_by.data else None
    with transaction():
        services.retire(found, replaced_by=heir, by=member(), at=now())
    flash(gettext("เลิกใช้คำนี้แล้ว เรื่องที่ใช้คำนี้อยู่ยังแสดงตามเดิม"))
    return redirect(url_for("terms.scheme", scheme=found.scheme), 303)


@blueprint.post(f"/<{ID}:term_id>/revive")
def revive(term_id: int) -> ResponseReturnValue:
    """Offer a retired term again."""
    found = _found(term_id)
    with transaction():
        services.revive(found, by=member(), at=now())
    flash(gettext("นำคำนี้กลับมาใช้แล้ว"))
    return redirect(url_for("terms.scheme", scheme=found.scheme), 303)


@blueprint.route("/synonyms", methods=["GET", "POST"])
def synonyms() -> ResponseReturnValue:
    """List synonyms, found by their words, and add one; the address may bring its short form."""
    form = SynonymForm(data={"short": tidy_line(request.args.get("short", ""))[:LONGEST_SEARCH]})
    if request.method == "POST" and form.validate():
        try:
            return create_once(lambda: _add(form))
        except Invalid as error:
            invalid(form, error)
    words = tidy_line(request.args.get("q", ""))[:LONGEST_SEARCH]
    page = render_template(
        "admin/synonyms.html",
        words=words,
        paging=queries.synonym_page(words, page_number(request.args.get("page"))),
        schemes=SCHEME_WORDS,
        form=form,
    )
    return page, 422 if form.errors else 200


@blueprint.post(f"/synonyms/<{ID}:synonym_id>/remove")
def remove_synonym(synonym_id: int) -> ResponseReturnValue:
    """Forget a synonym."""
    with transaction():
        services.remove_synonym(synonym_id, by=member(), at=now())
    flash(gettext("ลบคำพ้องแล้ว"))
    return redirect(url_for("terms.synonyms"), 303)


def _found(term_id: int) -> Term:
    found = queries.get(term_id)
    if found is None:
        raise Missing
    return found


def _create(scheme: str, form: NewTermForm) -> str:
    services.create_term(
        scheme,
        str(form.code.data),
        str(form.label_th.data),
        by=member(),
        at=now(),
        label_en=form.label_en.data,
    )
    flash(gettext("เพิ่มคำแล้ว"))
    return url_for("terms.scheme", scheme=scheme)


def _add(form: SynonymForm) -> str:
    services.add_synonym(
        str(form.short.data),
        str(form.full.data),
        both_ways=bool(form.both_ways.data),
        by=member(),
        at=now(),
    )
    flash(gettext("เพิ่มคำพ้องแล้ว"))
    return url_for("terms.synonyms")


def _kept(found: Term) -> dict[str, object]:
    return {
        "label_th": found.label_th,
        "label_en": found.label_en,
        "scope_note": found.scope_note,
        "place": found.place,
        "version": found.version,
    }


def _facts(form: TermForm) -> dict[str, object]:
    return {
        "label_th": form.label_th.data,
        "label_en": form.label_en.data,
        "scope_note": form.scope_note.data,
        "place": form.place.data,
    }


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _heirs(found: Term) -> list[tuple[str, str]]:
    rows = [row for row in queries.by_scheme(found.scheme) if row.id != found.id]
    english = language() == "en"
    named = [(str(r.id), (r.label_en if english and r.label_en else r.label_th)) for r in rows]
    return [("", gettext("ไม่มีคำแทน")), *named]


def _page(
    found: Term,
    form: TermForm | None,
    status: int,
    *,
    saved: TermForm | None = None,
    retiring: RetireForm | None = None,
) -> ResponseReturnValue:
    if retiring is None:
        retiring = RetireForm(formdata=None)
        retiring.replaced_by.choices = _heirs(found)
    return render_template(
        "admin/term.html",
        term=found,
        form=form or TermForm(formdata=None, data=_kept(found)),
        saved=saved,
        retiring=retiring,
        schemes=SCHEME_WORDS,
    ), status
