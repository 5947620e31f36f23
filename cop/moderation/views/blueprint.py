"""What the pages of reviews share."""

from flask import Blueprint, request

from cop.accounts.guards import member
from cop.core.actor import Actor
from cop.core.errors import Missing
from cop.core.numbers import row_number

blueprint = Blueprint("moderation", __name__)
REF = "/lessons/<string:lesson_ref>"
ID = "int(max=2147483647)"


def reviewer() -> Actor:
    """Return who asks. Raises Missing: nobody else learns what stands here."""
    actor = member()
    if not (actor.holds("moderator") or actor.holds("reviewer")):
        raise Missing
    return actor


def sent_version() -> int | None:
    """Return the version on which an edit is based, None when the form does not say."""
    return row_number(request.form.get("version"))
