"""Lists: sessions by fiscal year, and the halls that follow them."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cop.accounts.guards import member, public
from cop.core.clock import now
from cop.core.paging import page_number
from cop.sessions import queries
from cop.sessions.policies import may_create_series, may_organise
from cop.sessions.views.blueprint import blueprint, hidden
from cop.thai.numerals import to_arabic


@blueprint.get("/sessions")
@public
def index() -> ResponseReturnValue:
    """List sessions, those ahead first; `?fiscal_year=` and `?series=` narrow the list."""
    actor = member()
    if not actor.is_member and not actor.public_reading:
        return hidden()
    year = _year(request.args.get("fiscal_year", ""))
    series = request.args.get("series", "")[:60]
    page = page_number(request.args.get("page"))
    is_front = page == 1 and year is None and not series
    return render_template(
        "sessions/index.html",
        upcoming=queries.upcoming(actor, now()) if is_front else [],
        listing=queries.listing(actor, page, fiscal_year=year, series=series),
        years=queries.fiscal_years(actor),
        year=year,
        series=series,
        may_create=may_organise(actor),
        may_found=may_create_series(actor),
    )


@blueprint.get("/sessions/halls")
def halls() -> ResponseReturnValue:
    """List the halls: the main one and those of the provinces."""
    found = queries.halls()
    return render_template(
        "sessions/halls.html",
        main=[one for one in found if one[0] == "main"],
        provincial=[one for one in found if one[0] == "provincial"],
    )


def _year(text: str) -> int | None:
    plain = to_arabic(text.strip())
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) == 4 else None
