"""A search is handed to the log once its page has gone out.

The page never waits for the log and never fails by it: what is to be kept is put together in
memory, and goes to the queue when the server closes the response, which is after the last byte. The
worker writes the row. Numbers and addresses of people are masked before they reach the queue.

Result links lead straight to the thing. Which one was followed is told by a small request that the
page sends beside (`static/js/clicks.js`); without scripts it is not known. A redirect would tell it
for everybody, but would slow every click and hide where a link leads, also from whoever copies it.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from flask import Response, after_this_request, current_app, request

from cop.core.actor import Actor
from cop.search.jobs import keep_click, keep_search
from cop.search.masking import masked
from cop.search.queries.following import state_of
from cop.search.services import Asked
from cop.search.services.following import key_of

log = logging.getLogger(__name__)


def remember(
    by: Actor, typed: str, found: int, kinds: Sequence[str], filters: Mapping[str, Sequence[str]]
) -> None:
    """Have this search kept, after the response, when it asks for the first page in words."""
    if not typed.strip() or request.args.get("page", "1") != "1":
        return
    asked = Asked(
        typed=masked(typed),
        found=found,
        member_id=by.id,
        agency_id=by.agency_id,
        kinds=list(kinds),
        filters={name: [masked(one) for one in some] for name, some in filters.items()},
        key=key_of(state_of(request.query_string.decode("utf-8", "replace"))) if by.id else "",
    )
    _afterwards(lambda: keep_search.later(asdict(asked)))


def remember_click(by: Actor, typed: str, rank: int) -> None:
    """Have the first opened result of a member's search kept."""
    if by.id is not None:
        keep_click.later(by.id, masked(typed), rank)


def _afterwards(act: Callable[[], None]) -> None:
    """Do it when the response is closed; whatever goes wrong is logged and nothing else."""
    context = current_app.app_context()

    def closed() -> None:
        try:
            with context:
                act()
        except Exception:
            log.exception("a search was not kept")

    @after_this_request
    def wait(response: Response) -> Response:
        response.call_on_close(closed)
        return response
