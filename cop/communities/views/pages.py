"""Communities are listed and shown."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cop.accounts.guards import member, public, to_sign_in
from cop.communities import policies, queries
from cop.communities.forms import KINDS
from cop.communities.models import Community
from cop.communities.views.blueprint import blueprint
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Missing
from cop.core.paging import page_number
from cop.lessons import queries as lessons
from cop.sessions import queries as sessions
from cop.threads import queries as threads
from cop.web.opened import opened

LESSONS_SHOWN = 20
SESSIONS_SHOWN = 10
ONLY = ("unanswered", "mine")


@blueprint.get("/communities")
@public
def index() -> ResponseReturnValue:
    """List the communities that the reader may know of; `?only=mine` narrows to own ones."""
    actor = member()
    if not actor.is_member and not actor.public_reading:
        return to_sign_in()
    mine = actor.is_member and request.args.get("only") == "mine"
    return render_template(
        "communities/index.html",
        cards=queries.cards(actor, mine=mine),
        mine=mine,
        kinds=KINDS,
        may_create=policies.may_create(actor),
    )


@blueprint.get("/communities/<string:slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """Show a community with its newest lessons."""
    actor, found = member(), queries.get(member(), slug)
    if found is None:
        return _hidden(actor)
    opened("community", found.id)
    return _page("lessons", found, actor, cards=lessons.latest(actor, LESSONS_SHOWN, found.id))


@blueprint.get("/communities/<string:slug>/threads")
@public
def talk(slug: str) -> ResponseReturnValue:
    """Show a community's threads."""
    actor, found = member(), queries.get(member(), slug)
    if found is None:
        return _hidden(actor)
    only = request.args.get("only", "")
    shown = threads.Listing(community_id=found.id, only=only if only in ONLY else "")
    listing, tallies = threads.listing(actor, shown, page_number(request.args.get("page")))
    return _page("threads", found, actor, listing=listing, tallies=tallies, only=shown.only)


@blueprint.get("/communities/<string:slug>/sessions")
@public
def meetings(slug: str) -> ResponseReturnValue:
    """Show a community's sessions: those to come, and those that were."""
    actor, found = member(), queries.get(member(), slug)
    if found is None:
        return _hidden(actor)
    at = now()
    return _page(
        "sessions",
        found,
        actor,
        ahead=sessions.upcoming(actor, at, limit=SESSIONS_SHOWN, community_id=found.id),
        past=sessions.latest(actor, at, limit=SESSIONS_SHOWN, community_id=found.id),
    )


def _page(tab: str, found: Community, actor: Actor, **more: object) -> str:
    return render_template(f"communities/{tab}.html", **around(tab, found, actor), **more)


def around(tab: str, found: Community, actor: Actor) -> dict[str, object]:
    """Return what the head of every page of a community needs."""
    head: dict[str, object] = {
        "me": actor,
        "c": found,
        "leads": queries.leads([found.id]).get(found.id, []),
        "numbers": queries.numbers(actor, found.id),
        "kinds": KINDS,
        "is_mine": found.id in actor.communities,
        "may_join": policies.may_join(actor, found),
        "may_leave": policies.may_leave(actor, found),
        "may_change": actor.is_member and policies.may_change(actor, found),
        "may_post": policies.may_post(actor, found),
        "tab": tab,
    }
    return {**head, "v": head}


def _hidden(actor: Actor) -> ResponseReturnValue:
    if actor.is_member:
        raise Missing
    return to_sign_in()
