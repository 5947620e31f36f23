"""What all pages of communities share."""

from flask import Blueprint, url_for

from cop.accounts.guards import member
from cop.communities import queries
from cop.communities.models import Community
from cop.core.actor import Actor
from cop.core.errors import Missing

blueprint = Blueprint("communities", __name__)


def community_or_404(slug: str) -> tuple[Community, Actor]:
    """Return the community that the reader may know of, and the reader. Raises Missing."""
    actor = member()
    found = queries.get(actor, slug)
    if found is None:
        raise Missing
    return found, actor


def address(community: Community) -> str:
    """Return the address of the community's page."""
    return url_for("communities.show", slug=community.slug)
