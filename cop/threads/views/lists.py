"""Lists of threads."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cop.accounts.guards import member, public, to_sign_in
from cop.communities import queries as communities
from cop.core.paging import page_number
from cop.threads import queries
from cop.threads.forms import KINDS
from cop.threads.models import KINDS as KIND_CODES
from cop.threads.views.blueprint import blueprint

ONLY = ("unanswered", "mine")


@blueprint.get("/threads")
@public
def index() -> ResponseReturnValue:
    """List threads, the latest activity first; unanswered ones longest waiting first."""
    actor = member()
    if not actor.is_member and not actor.public_reading:
        return to_sign_in()
    places = communities.readable(actor)
    slug = request.args.get("community", "")
    chosen = next((one for one in places if slug in {one[1], str(one[0])}), None)
    shown = queries.Listing(
        community_id=chosen[0] if chosen else None,
        kind=_one_of("kind", KIND_CODES),
        only=_one_of("only", ONLY),
    )
    listing, tallies = queries.listing(actor, shown, page_number(request.args.get("page")))
    return render_template(
        "threads/index.html",
        listing=listing,
        tallies=tallies,
        shown=shown,
        kinds=KINDS,
        communities=places,
        community=chosen,
    )


def _one_of(name: str, allowed: tuple[str, ...]) -> str:
    value = request.args.get(name, "")
    return value if value in allowed else ""
