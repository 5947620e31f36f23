"""The words of the field that operators add, and the index being built with them."""

from datetime import timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cop.accounts.guards import member
from cop.core.clock import now
from cop.core.errors import Invalid, Missing
from cop.core.paging import page_number
from cop.db import transaction
from cop.search import indexing, services
from cop.search.dictionary import agree
from cop.search.engine import whoosh_pace
from cop.search.forms import WordsForm
from cop.search.policies import may_keep_words
from cop.search.queries import words
from cop.thai.folding import tidy_line
from cop.web.forms import invalid
from cop.web.once import create_once

blueprint = Blueprint("words", __name__, url_prefix="/admin/words")
ID = "int(max=2147483647)"
LONGEST_SEARCH = 60
# A building that has said nothing for so long has been cut off.
SILENT = timedelta(minutes=5)


@blueprint.before_request
def ask() -> None:
    """Let administrators in; nobody else learns that these pages exist."""
    if not may_keep_words(member()):
        raise Missing


@blueprint.before_app_request
def agree_on_words() -> None:
    """Before a question is cut into words, cut as the documents in the index were cut."""
    if request.path.startswith("/search"):
        agree()


@blueprint.route("", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """List the operators' words and how far the index is; add words."""
    form = WordsForm()
    if request.method == "POST" and form.validate():
        try:
            return create_once(lambda: _add(form))
        except Invalid as error:
            invalid(form, error)
    found = tidy_line(request.args.get("q", ""))[:LONGEST_SEARCH]
    build = words.last_build()
    running = build is not None and build.finished_at is None and now() - build.seen_at < SILENT
    page = render_template(
        "search/words.html",
        form=form,
        found=found,
        paging=words.word_page(found, page_number(request.args.get("page"))),
        build=build,
        running=running,
        as_wanted=indexing.is_as_wanted(),
        pace=whoosh_pace(current_app.config),
    )
    return page, 422 if form.errors else 200


@blueprint.post(f"/<{ID}:number>/remove")
def remove(number: int) -> ResponseReturnValue:
    """Take a word out."""
    with transaction():
        services.remove_word(number, by=member(), at=now())
    flash(gettext("ลบคำแล้ว ดัชนีกำลังทำใหม่ ระหว่างนี้ค้นหาได้ตามปกติ"))
    return redirect(url_for("words.index"), 303)


def _add(form: WordsForm) -> str:
    count = services.add_words(str(form.words.data).splitlines(), by=member(), at=now())
    if count:
        flash(
            ngettext(
                "เพิ่ม %(num)s คำแล้ว ดัชนีกำลังทำใหม่ ระหว่างนี้ค้นหาได้ตามปกติ",
                "เพิ่ม %(num)s คำแล้ว ดัชนีกำลังทำใหม่ ระหว่างนี้ค้นหาได้ตามปกติ",
                count,
            )
        )
    else:
        flash(gettext("คำเหล่านี้มีอยู่ในพจนานุกรมแล้ว ไม่ต้องเพิ่ม"))
    return url_for("words.index")
