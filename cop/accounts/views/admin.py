"""The administrators' pages: who may open them, and the journal."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import (
    Blueprint,
    Response,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts import queries
from cop.accounts.forms import JournalForm
from cop.accounts.guards import member
from cop.accounts.policies import may_administer, may_read_journal
from cop.accounts.queries import Sought
from cop.core.errors import Missing
from cop.core.paging import page_number
from cop.journal import What
from cop.thai.fiscal_year import BANGKOK
from cop.web.happenings import SUBJECTS, WORDS, subject_words, words_of
from cop.web.tables import as_text

_PIECE = 32_000
"""Letters of a table that are sent at once."""
blueprint = Blueprint("admin", __name__, url_prefix="/admin")
READABLE_BY_AUDITORS = {"admin.front", "admin.journal", "admin.export_journal"}


@blueprint.before_request
def ask() -> None:
    """Let administrators in, and auditors to the journal; nobody else learns that these exist."""
    is_open = request.endpoint in READABLE_BY_AUDITORS
    verdict = may_read_journal(member()) if is_open else may_administer(member())
    if not verdict:
        raise Missing


@blueprint.get("")
def front() -> ResponseReturnValue:
    """Lead to the first page that the reader may open."""
    page = "admin.members" if may_administer(member()) else "admin.journal"
    return redirect(url_for(page), 303)


@blueprint.get("/journal")
def journal() -> ResponseReturnValue:
    """Show what happened, newest first."""
    form = _form()
    good = form.validate()
    page = page_number(request.args.get("page"))
    paging = queries.entries(_sought(form) if good else Sought(), page)
    about = {row.subject_id for row in paging.rows if row.subject_kind == "member"}
    return render_template(
        "admin/journal.html",
        form=form,
        asked=_asked(form),
        paging=paging,
        names=queries.names(sorted(about)),
        words_of=words_of,
        subject_words=subject_words,
    ), 200 if good else 422


@blueprint.get("/journal.csv")
def export_journal() -> ResponseReturnValue:
    """Give all entries that the form asks for as a table, oldest first."""
    form = _form()
    if not form.validate():
        return redirect(url_for("admin.journal", **_asked(form)), 303)
    answer = Response(stream_with_context(_table(_sought(form))), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="journal.csv"'
    return answer


def _table(sought: Sought) -> Iterator[str]:
    """Give the lines; codes are JSON, and a person is told by number, for names change."""
    out = io.StringIO()
    table = csv.writer(out)
    # The mark at the beginning tells spreadsheets that this is UTF-8.
    out.write("\ufeff")
    table.writerow(["id", "at", "what", "subject_kind", "subject_id", "by_id", "by_name", "codes"])
    for row in queries.all_entries(sought):
        codes = json.dumps(row.codes, ensure_ascii=False, sort_keys=True) if row.codes else ""
        name = f"{row.given_name or ''} {row.family_name or ''}".strip()
        subject = (row.subject_kind, row.subject_id)
        at = row.at.astimezone(BANGKOK).isoformat(timespec="seconds")
        table.writerow([row.id, at, row.what, *subject, row.by_id, as_text(name), codes])
        if out.tell() > _PIECE:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _form() -> JournalForm:
    form = JournalForm(request.args)
    form.what.choices = [("", gettext("ทุกเหตุการณ์")), *((w.value, WORDS[w]) for w in WORDS)]
    form.subject.choices = [("", gettext("ทุกเรื่อง")), *SUBJECTS.items()]
    return form


def _asked(form: JournalForm) -> dict[str, Any]:
    """Return what the address asks for, and nothing else of it."""
    return {field.name: request.args[field.name] for field in form if field.name in request.args}


def _sought(form: JournalForm) -> Sought:
    number = str(form.number.data or "")
    known = number.isascii() and number.isdigit() and len(number) < 10
    until = _start(form.until.data)
    return Sought(
        what=What(form.what.data).value if form.what.data else "",
        member=str(form.member.data or ""),
        subject_kind=str(form.subject.data or ""),
        subject_id=int(number) if known else None,
        since=_start(form.since.data),
        until=until + timedelta(days=1) if until else None,
    )


def _start(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), BANGKOK) if day else None
