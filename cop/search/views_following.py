"""Searches that a member follows, and which result was opened."""

from urllib.parse import parse_qs

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts.guards import member
from cop.core.clock import now
from cop.core.errors import Invalid, Missing
from cop.db import transaction
from cop.search import services
from cop.search.forms import NameForm
from cop.search.jobs import count_news
from cop.search.queries import following
from cop.search.remembered import remember_click
from cop.search.services.following import LONGEST_NAME
from cop.search.services.remembering import LAST_RANK
from cop.web.forms import invalid
from cop.web.messages import message

blueprint = Blueprint("following", __name__, url_prefix="/search")
ID = "int(max=2147483647)"


@blueprint.post("/clicks")
def click() -> ResponseReturnValue:
    """Note which result of the reader's search was opened first."""
    rank = request.form.get("rank", "")
    if not (rank.isascii() and rank.isdigit() and len(rank) < 6 and 1 <= int(rank) <= LAST_RANK):
        return "", 400  # told by a script: nobody would read what was wrong
    remember_click(member(), request.form.get("q", "")[:200], int(rank))
    return "", 204


@blueprint.get("/following")
def index() -> ResponseReturnValue:
    """List the searches that the member follows, and those just left."""
    return _page(NameForm(formdata=None))


@blueprint.post("/following")
def follow() -> ResponseReturnValue:
    """Follow a search; sent twice it is followed once."""
    state = following.state_of(request.form.get("state", "")[:4_000])
    typed = parse_qs(state).get("q", [""])[0]
    name = (typed or gettext("การค้นหาด้วยตัวกรอง"))[:LONGEST_NAME]
    try:
        with transaction():
            services.follow(state, name, by=member(), at=now())
    except Invalid as error:
        codes = [message(code, **error.details) for code in error.problems.values()]
        flash(" ".join(str(code) for code in codes), "warn")
        return redirect(url_for("following.index"), 303)
    count_news.later()
    flash(gettext("ติดตามการค้นหานี้แล้ว เมื่อมีเรื่องใหม่ จำนวนจะขึ้นที่หน้าแรก"))
    return redirect(f"{url_for('search.results')}?{state}", 303)


@blueprint.post(f"/following/<{ID}:number>/name")
def rename(number: int) -> ResponseReturnValue:
    """Give a followed search another name."""
    form = NameForm()
    if not form.validate():
        if following.name_of(number, member()) is None:
            raise Missing
        return _page(form, number), 422
    try:
        with transaction():
            services.rename(number, str(form.name.data), by=member(), at=now())
    except Invalid as error:
        invalid(form, error)
        return _page(form, number), 422
    flash(gettext("เปลี่ยนชื่อแล้ว"))
    return redirect(url_for("following.index"), 303)


@blueprint.post(f"/following/<{ID}:number>/remove")
def remove(number: int) -> ResponseReturnValue:
    """Leave a search."""
    with transaction():
        services.unfollow(number, by=member(), at=now())
    flash(gettext("เลิกติดตามแล้ว ติดตามต่อได้จากรายการด้านล่างภายใน 1 วัน"))
    return redirect(url_for("following.index"), 303)


@blueprint.post(f"/following/<{ID}:number>/restore")
def restore(number: int) -> ResponseReturnValue:
    """Take back the leaving of a search."""
    with transaction():
        services.follow_again(number, by=member(), at=now())
    flash(gettext("ติดตามต่อแล้ว"))
    return redirect(url_for("following.index"), 303)


def _page(form: NameForm, renamed: int = 0) -> str:
    rows = following.every(member())
    return render_template(
        "search/following.html",
        rows=[one for one in rows if one.removed_at is None],
        left=[one for one in rows if one.removed_at is not None],
        form=form,
        renamed=renamed,
        longest=LONGEST_NAME,
    )
