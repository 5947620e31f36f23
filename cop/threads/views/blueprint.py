"""What all pages of threads share."""

from flask import Blueprint, request

from cop.accounts.guards import member
from cop.core.actor import Actor
from cop.core.errors import Missing
from cop.core.numbers import row_number
from cop.threads import queries
from cop.threads.models import Reply, Thread, page_of

blueprint = Blueprint("threads", __name__)
ID = "<int(max=2147483647):thread_id>"
"""A thread in an address; larger numbers fit no database."""
POSITION = "<int(min=1, max=2147483647):position>"


def reply_address(thread_id: int, position: int) -> str:
    """Return the address of the page that shows a reply, at the reply."""
    page = page_of(position)
    return f"/threads/{thread_id}{f'?page={page}' if page > 1 else ''}#r{position}"


def thread_or_404(thread_id: int) -> tuple[Thread, Actor]:
    """Return the record for an act, and who acts. Raises Missing."""
    actor = member()
    thread = queries.get(actor, thread_id)
    if thread is None:
        raise Missing
    return thread, actor


def reply_or_404(thread: Thread, position: int) -> Reply:
    """Return a reply of a thread that was read before. Raises Missing."""
    found = queries.get_reply(thread.id, position)
    if found is None:
        raise Missing
    return found


def sent_version() -> int | None:
    """Return the version on which an edit is based, None when the form does not say."""
    return row_number(request.form.get("version"))
