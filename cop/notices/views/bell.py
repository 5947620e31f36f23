"""The bell on every page, and how a notice comes to be read.

A notice is read by opening the page of the thing that it is about, from wherever: its link is the
thing's own address, so there is no address that changes something by being followed. The page is
made first and the notices are marked after it, only if there are unread ones of this thing, which
the bell has read anyway. Search engines and other visitors have no notices; a browser that
fetches a page ahead says so and marks nothing.

What is counted has to be asked with the reader's rights, and that takes as long as a list. Every
page therefore asks only what is unread at all, in the statement that finds the sign-in; those who
have news pay for a second one, which looks at 100 notices at most, and is remembered until a notice
comes or is read, the reader's rights change, or anything is written in the journal.
"""

import logging

from flask import Response, current_app, g, request
from sqlalchemy.exc import OperationalError

from cop.accounts.guards import member, news
from cop.accounts.queries import News
from cop.core.actor import Actor
from cop.core.clock import now
from cop.db import transaction
from cop.notices import queries, services
from cop.notices.views.blueprint import blueprint
from cop.web.opened import what_is_opened

log = logging.getLogger(__name__)
MOST_REMEMBERED = 500
Known = dict[tuple[Actor, News], dict[tuple[str, int], int]]


@blueprint.app_template_global("unread_notices")
def unread_notices() -> int:
    """Return how many notices are unread, 100 for more than 99; without those of this page's thing.

    The layout calls it, rather than being given the number: the page of an error of the database
    has another layout and must not ask anything.
    """
    if not news().unread:
        return 0
    if "unread" not in g:
        g.unread = _remembered()
    counts: dict[tuple[str, int], int] = dict(g.unread)
    if (thing := what_is_opened()) is not None and _is_read_now():
        counts.pop(thing, None)
    return min(sum(counts.values()), queries.MOST)


@blueprint.after_app_request
def mark_read(response: Response) -> Response:
    """Mark the notices of the thing whose page went out; a busy database does not spoil it."""
    thing = what_is_opened()
    if thing is None or thing not in g.get("unread", {}):
        return response
    if response.status_code == 200 and _is_read_now():
        try:
            with transaction():
                services.mark_read(*thing, by=member(), at=now())
        except OperationalError as error:
            log.warning("notices not marked as read: %s", error.orig)
    return response


def _remembered() -> dict[tuple[str, int], int]:
    """Return what is unread of each thing; what is remembered holds as long as nothing happens."""
    known: Known = current_app.extensions.setdefault("unread_notices", {})
    key = member(), news()
    found = known.get(key)
    if found is None:
        if len(known) >= MOST_REMEMBERED:
            known.clear()
        found = known[key] = queries.unread(member())
    return found


def _is_read_now() -> bool:
    """Tell whether somebody looks at the page; a browser fetches some before they are asked for."""
    purpose = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return request.method == "GET" and "prefetch" not in purpose
