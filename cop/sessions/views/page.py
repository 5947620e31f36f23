"""One session: before it, after it, or cancelled."""

from datetime import datetime, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from cop.accounts.guards import member, public
from cop.core.clock import now, today
from cop.core.errors import Missing
from cop.lessons import queries as lessons
from cop.search.queries import proposed, titles
from cop.sessions import policies, queries
from cop.sessions.forms import CHANNEL_LABELS, MATERIAL_LABELS
from cop.sessions.models import ExchangeSession
from cop.sessions.views.blueprint import REF, blueprint, hidden, note_closed_reading
from cop.sessions.views.words import UNREAD
from cop.thai.dates import day, weekday_name
from cop.thai.fiscal_year import in_bangkok
from cop.web.i18n import language

DOORS_OPEN = timedelta(minutes=15)
NEAR = 4
LONGEST_DAY = timedelta(hours=12)


@blueprint.get(REF)
@public
def show(series: str, fiscal_year: int, number: int) -> ResponseReturnValue:
    """Show a session; its body follows its state."""
    actor = member()
    found = queries.view(actor, series, fiscal_year, number)
    if found is None:
        if actor.is_member:
            raise Missing
        return hidden()
    exchange = found.exchange
    note_closed_reading(actor, "session", exchange.id, exchange, found.home)
    principles, channels = queries.marks(exchange.id)
    agenda, speakers = queries.programme(exchange.id)
    linked = lessons.linked_to(actor, "session", exchange.id)
    talk = [("thread", one) for one in queries.threads_of([one.card.id for one in linked])]
    near = proposed("session", exchange.id, mark=exchange.created_at)
    known = titles(actor, [*talk, *(one for one in near if one not in talk)])
    is_mine = actor.is_member and policies.manages(actor, exchange)
    return render_template(
        "sessions/show.html",
        page=found,
        s=exchange,
        phase=phase(exchange),
        ticket=_ticket(exchange.start_at),
        days_left=(today(exchange.start_at) - today()).days,
        principles=principles,
        channels=channels,
        channel_labels=CHANNEL_LABELS,
        doors_open=_doors_open(exchange),
        speakers=speakers,
        agenda=agenda,
        recordings=queries.recordings_of(exchange.id),
        materials=queries.materials_of(exchange.id),
        material_labels=MATERIAL_LABELS,
        unread=UNREAD,
        linked=linked,
        threads=[one for one in known if (one.kind, one.id) in talk],
        near=tuple(one for one in known if (one.kind, one.id) not in talk)[:NEAR],
        neighbours=queries.neighbours(actor, exchange),
        may_edit=is_mine,
        may_announce=is_mine and policies.may_announce(actor, exchange),
        may_hold=is_mine and policies.may_hold(actor, exchange),
        may_cancel=is_mine and policies.may_cancel(actor, exchange),
        may_open=is_mine and policies.may_open_to_public(actor, exchange),
    )


def _ticket(at: datetime) -> tuple[str, str, str]:
    """Return the parts of a day as they stand on a ticket: "วันพฤหัสบดี", "9", "กรกฎาคม 2563"."""
    on = in_bangkok(at)
    weekday = weekday_name(on.weekday(), language())
    number, _space, rest = day(at, language()).partition(" ")
    return weekday if language() == "en" else f"วัน{weekday}", number, rest


def phase(exchange: ExchangeSession) -> str:
    """Return draft, cancelled, before, during or after."""
    if exchange.state in {"draft", "cancelled"}:
        return exchange.state
    at = now()
    if exchange.state == "held" or _end(exchange) < at:
        return "after"
    return "before" if at < exchange.start_at else "during"


def _end(exchange: ExchangeSession) -> datetime:
    return exchange.end_at or exchange.start_at + LONGEST_DAY


def _doors_open(exchange: ExchangeSession) -> bool:
    """Tell whether the way into the broadcast may be shown: from a quarter before to the end."""
    is_on = exchange.start_at - DOORS_OPEN <= now() <= _end(exchange)
    return exchange.state == "announced" and is_on
