"""The timetable and the speakers of a session, edited as rows."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Invalid, Stale
from cop.db import transaction
from cop.sessions import queries, services
from cop.sessions.forms.rows import (
    AgendaRow,
    agenda_rows,
    check_lengths,
    read_agenda,
    speaker_rows,
)
from cop.sessions.policies import may_set_agenda, may_set_speakers
from cop.sessions.queries import SessionView
from cop.sessions.services import SpeakerFacts
from cop.sessions.views.blueprint import (
    REF,
    address_of,
    blueprint,
    sent_version,
    session_or_404,
)
from cop.thai.fiscal_year import bangkok_day, in_bangkok
from cop.web.messages import message


@blueprint.route(f"{REF}/agenda", methods=["GET", "POST"])
def agenda(series: str, fiscal_year: int, number: int) -> ResponseReturnValue:
    """Show the timetable as rows, one empty row more, and take it."""
    found, actor = session_or_404(series, fiscal_year, number)
    may_set_agenda(actor, found.exchange).require()
    if request.method == "GET":
        return _agenda(found, _saved_agenda(found), is_sample=found.exchange.agenda_is_sample)
    rows = agenda_rows([request.form.getlist(one) for one in ("start", "title", "note")])
    is_sample = "is_sample" in request.form
    try:
        return _save_agenda(found, rows, actor, is_sample=is_sample)
    except Invalid as error:
        return _agenda(found, rows, is_sample=is_sample, error=error), 422
    except Stale:
        fresh = session_or_404(series, fiscal_year, number)[0]
        return _agenda(fresh, rows, is_sample=is_sample, saved=_saved_agenda(fresh)), 409


@blueprint.route(f"{REF}/speakers", methods=["GET", "POST"])
def speakers(series: str, fiscal_year: int, number: int) -> ResponseReturnValue:
    """Show the speakers as rows, one empty row more, and take them."""
    found, actor = session_or_404(series, fiscal_year, number)
    may_set_speakers(actor, found.exchange).require()
    if request.method == "GET":
        return _speakers(found, _saved_speakers(found))
    names = ("name", "position", "agency", "topic")
    rows = speaker_rows([request.form.getlist(one) for one in names])
    try:
        return _save_speakers(found, rows, actor)
    except Invalid as error:
        return _speakers(found, rows, error=error), 422
    except Stale:
        fresh = session_or_404(series, fiscal_year, number)[0]
        return _speakers(fresh, rows, saved=_saved_speakers(fresh)), 409


def _save_agenda(
    found: SessionView, rows: list[AgendaRow], actor: Actor, *, is_sample: bool
) -> ResponseReturnValue:
    exchange = found.exchange
    lines = read_agenda(rows, bangkok_day(exchange.start_at))
    with transaction():
        services.set_agenda(
            exchange,
            lines,
            is_sample=is_sample,
            version=sent_version(),
            by=actor,
            at=now(),
        )
    flash(gettext("บันทึกกำหนดการแล้ว"), "ok")
    return redirect(address_of(found.series, exchange), 303)


def _save_speakers(
    found: SessionView, rows: list[SpeakerFacts], actor: Actor
) -> ResponseReturnValue:
    for number, row in enumerate(rows, start=1):
        check_lengths(row, number)
    with transaction():
        services.set_speakers(found.exchange, rows, version=sent_version(), by=actor, at=now())
    flash(gettext("บันทึกวิทยากรแล้ว"), "ok")
    return redirect(address_of(found.series, found.exchange), 303)


def _saved_agenda(found: SessionView) -> list[AgendaRow]:
    on = bangkok_day(found.exchange.start_at)
    rows = []
    for item in queries.agenda(found.exchange.id):
        local = in_bangkok(item.start_at)
        clock = f"{local.hour}.{local.minute:02}"
        day = f"{local.day}/{local.month}/{local.year + 543} "
        start = clock if local.date() == on else day + clock
        rows.append(AgendaRow(start, item.title, item.note))
    return rows


def _saved_speakers(found: SessionView) -> list[SpeakerFacts]:
    return [
        SpeakerFacts(one.name, one.position, one.agency, one.topic)
        for one in queries.speakers(found.exchange.id)
    ]


def _agenda(
    found: SessionView,
    rows: list[AgendaRow],
    *,
    is_sample: bool,
    error: Invalid | None = None,
    saved: list[AgendaRow] | None = None,
) -> str:
    return render_template(
        "sessions/agenda.html",
        page=found,
        rows=[*rows, AgendaRow(), AgendaRow()],
        is_sample=is_sample,
        saved=saved,
        **_problem(error),
    )


def _speakers(
    found: SessionView,
    rows: list[SpeakerFacts],
    *,
    error: Invalid | None = None,
    saved: list[SpeakerFacts] | None = None,
) -> str:
    return render_template(
        "sessions/speakers.html",
        page=found,
        rows=[*rows, SpeakerFacts()],
        saved=saved,
        **_problem(error),
    )


def _problem(error: Invalid | None) -> dict[str, object]:
    """Return the words of what is wrong and the number of the row in which it is."""
    if error is None:
        return {"problem": "", "bad_row": 0}
    code = next(iter(error.problems.values()))
    return {"problem": message(code, **error.details), "bad_row": error.details.get("row", 0)}
