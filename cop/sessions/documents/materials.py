"""Materials in the search index, with the text that was read out of them."""

from collections.abc import Sequence

from sqlalchemy import select

from cop.communities.models import Community
from cop.communities.policies import audience
from cop.db import db
from cop.search.port import Document
from cop.sessions.documents.facets import session_facets, version_of
from cop.sessions.models import ExchangeSession, Material
from cop.sessions.policies import place_of

KIND = "material"


def documents(ids: Sequence[int]) -> list[Document]:
    """Return one document for each of these materials, save those of draft sessions."""
    query = (
        select(Material, ExchangeSession, Community)
        .join(ExchangeSession, ExchangeSession.id == Material.session_id)
        .join(Community, Community.id == ExchangeSession.community_id)
        .where(Material.id.in_(ids), ExchangeSession.state != "draft")
        .order_by(Material.id)
    )
    found = []
    for material, exchange, community in db.session.execute(query):
        body = f"{material.name}\n{exchange.theme or exchange.title_th}\n{material.text}"
        readers = audience(place_of(exchange, community))
        facets = session_facets(exchange)
        found.append(
            Document(
                kind=KIND,
                id=str(material.id),
                version=version_of(material.title, body, readers, sorted(facets.items())),
                title=material.title,
                body=body,
                at=exchange.start_at,
                audience=readers,
                facets=facets,
            )
        )
    return found


def all_ids() -> list[int]:
    """Return the ids of all materials, save those of draft sessions."""
    query = (
        select(Material.id)
        .join(ExchangeSession, ExchangeSession.id == Material.session_id)
        .where(ExchangeSession.state != "draft")
        .order_by(Material.id)
    )
    return list(db.session.scalars(query))
