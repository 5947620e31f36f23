"""The pictures of threads and replies go with their texts."""

from datetime import datetime

from cop.core.actor import Actor
from cop.pictures.services import drop_unnamed, settle
from cop.threads.models import Reply, Thread
from cop.threads.services.wording import good_body


def settle_pictures(row: Thread | Reply, *, by: Actor, at: datetime) -> None:
    """Tie the pictures that a new text names to it."""
    place = _place(row)
    body = settle({"body": row.body}, place, row.id, by=by, at=at)["body"]
    if body != row.body:
        row.body, row.body_html = good_body(body)


def change_pictures(row: Thread | Reply, *, by: Actor, at: datetime) -> None:
    """Settle the pictures of a changed text; those that it names no more go with its old words."""
    settle_pictures(row, by=by, at=at)
    drop_unnamed(_place(row), row.id, [row.body], by=by, at=at)


def _place(row: Thread | Reply) -> str:
    return "thread" if isinstance(row, Thread) else "reply"
