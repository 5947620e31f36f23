"""What people searched for and did not find, for the curators of the whole body."""

import csv
import io
from datetime import timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts.guards import member
from cop.core.clock import now
from cop.core.errors import Invalid, Missing
from cop.core.paging import page_number
from cop.db import transaction
from cop.search import services
from cop.search.policies import may_curate_queries
from cop.search.queries import log
from cop.search.queries.log import PERIODS, Show
from cop.terms.policies import may_add_synonym
from cop.thai.fiscal_year import BANGKOK
from cop.web.tables import as_text

blueprint = Blueprint("queries", __name__, url_prefix="/search/queries")


@blueprint.before_request
def ask() -> None:
    """Let curators in; nobody else learns that these pages exist."""
    if not may_curate_queries(member()):
        raise Missing


@blueprint.get("")
def index() -> ResponseReturnValue:
    """List questions that found nothing, or whose results nobody opened, and how search goes."""
    show, days = _chosen()
    page = page_number(request.args.get("page"))
    return render_template(
        "search/queries.html",
        show=show,
        days=days,
        periods=PERIODS,
        paging=log.questions(show, now() - timedelta(days=days), page),
        weeks=log.weeks(now()),
        dismissed=log.dismissed(),
        may_add_synonym=bool(may_add_synonym(member())),
    )


@blueprint.get("/export.csv")
def export() -> ResponseReturnValue:
    """Give the chosen list as a table for a spreadsheet."""
    show, days = _chosen()
    out = io.StringIO()
    table = csv.writer(out)
    failed = gettext("ครั้งที่ไม่พบ") if show == "nothing" else gettext("ครั้งที่ไม่ได้เปิด")
    names = [gettext("คำค้น"), gettext("ค้น (ครั้ง)"), gettext("คน"), failed]
    table.writerow([*names, gettext("ครั้งล่าสุดพบ (รายการ)"), gettext("ค้นล่าสุดเมื่อ")])
    for row in log.all_questions(show, now() - timedelta(days=days)):
        at = row.last_at.astimezone(BANGKOK).strftime("%Y-%m-%d %H:%M")
        table.writerow([as_text(row.typed), row.searches, row.people, row.failed, row.found, at])
    name = f"searches-{show}-{days}.csv"
    # The mark at the beginning tells spreadsheets that this is UTF-8.
    answer = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.post("/dismiss")
def dismiss() -> ResponseReturnValue:
    """Take a question off the lists."""
    try:
        with transaction():
            services.dismiss(request.form.get("question", ""), by=member(), at=now())
    except Invalid:
        flash(gettext("ไม่มีคำค้นนี้ในรายการ เลือกจากรายการอีกครั้ง"), "warn")
    else:
        flash(gettext("นำคำค้นออกจากรายการแล้ว นำกลับได้จากท้ายหน้านี้"))
    return redirect(_back(), 303)


@blueprint.post("/recall")
def recall() -> ResponseReturnValue:
    """Have a question on the lists again."""
    with transaction():
        services.recall(request.form.get("question", ""), by=member(), at=now())
    flash(gettext("นำคำค้นกลับเข้ารายการแล้ว"))
    return redirect(_back(), 303)


def _chosen() -> tuple[Show, int]:
    show: Show = "unopened" if request.values.get("show") == "unopened" else "nothing"
    days = request.values.get("days", "")
    return show, 90 if days == "90" else 30


def _back() -> str:
    show, days = _chosen()
    return url_for("queries.index", show=show, days=days)
