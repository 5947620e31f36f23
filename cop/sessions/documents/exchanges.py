"""Sessions in the search index: all but drafts."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select

from cop.communities.models import Community
from cop.communities.policies import audience
from cop.core.markup import plain
from cop.db import db
from cop.search.port import Document
from cop.sessions.documents.facets import recorded, session_facets, version_of
from cop.sessions.models import (
    AgendaItem,
    ExchangeSession,
    Series,
    SessionPrinciple,
    Speaker,
    Venue,
)
from cop.sessions.policies import place_of
from cop.terms.models import Term
from cop.thai.dates import day

KIND = "session"


def documents(ids: Sequence[int]) -> list[Document]:
    """Return one document for each of these sessions that is no draft."""
    query = (
        select(ExchangeSession, Community, Series, func.coalesce(Venue.name_th, ""))
        .join(Community, Community.id == ExchangeSession.community_id)
        .join(Series, Series.id == ExchangeSession.series_id)
        .outerjoin(Venue, Venue.id == ExchangeSession.venue_id)
        .where(ExchangeSession.id.in_(ids), ExchangeSession.state != "draft")
    )
    lines, principles, has = _lines(ids), _principles(ids), recorded(ids)
    found = []
    for exchange, community, series, hall in db.session.execute(query):
        body = "\n".join(_body(exchange, series, hall, lines[exchange.id]))
        readers = audience(place_of(exchange, community))
        facets = session_facets(exchange, principles=principles[exchange.id], has=has[exchange.id])
        title = exchange.theme or exchange.title_th
        found.append(
            Document(
                kind=KIND,
                id=str(exchange.id),
                version=version_of(title, body, readers, sorted(facets.items())),
                title=title,
                body=body,
                at=exchange.start_at,
                audience=readers,
                facets=facets,
            )
        )
    return found


def all_ids() -> list[int]:
    """Return the ids of all sessions that are no drafts."""
    query = select(ExchangeSession.id).where(ExchangeSession.state != "draft")
    return list(db.session.scalars(query.order_by(ExchangeSession.id)))


def _body(exchange: ExchangeSession, series: Series, hall: str, lines: Sequence[str]) -> list[str]:
    number = f"ครั้งที่ {exchange.number} ประจำปีงบประมาณ พ.ศ. {exchange.fiscal_year}"
    return [
        exchange.title_th,
        number,
        f"{exchange.number}/{exchange.fiscal_year}",
        series.name,
        series.short_name,
        day(exchange.start_at),
        plain(exchange.summary_html),
        plain(exchange.objectives_html),
        exchange.chair,
        exchange.on_behalf_of,
        hall or exchange.hall,
        *lines,
    ]


def _lines(ids: Sequence[int]) -> defaultdict[int, list[str]]:
    lines: defaultdict[int, list[str]] = defaultdict(list)
    speakers = select(Speaker).where(Speaker.session_id.in_(ids)).order_by(Speaker.place)
    for one in db.session.scalars(speakers):
        lines[one.session_id].append(f"{one.name} {one.position} {one.agency} {one.topic}")
    agenda = select(AgendaItem).where(AgendaItem.session_id.in_(ids)).order_by(AgendaItem.place)
    for item in db.session.scalars(agenda):
        lines[item.session_id].append(f"{item.title} {item.note}")
    return lines


def _principles(ids: Sequence[int]) -> defaultdict[int, list[str]]:
    codes: defaultdict[int, list[str]] = defaultdict(list)
    query = (
        select(SessionPrinciple.session_id, Term.code)
        .join(Term, Term.id == SessionPrinciple.term_id)
        .where(SessionPrinciple.session_id.in_(ids))
        .order_by(Term.code)
    )
    for session_id, code in db.session.execute(query):
        codes[session_id].append(code)
    return codes
