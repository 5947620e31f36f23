"""The threads of the demo."""

from datetime import datetime, timedelta

from cop.operations.content.people import Cast, communities_by_slug
from cop.operations.content.reading import Text, each, instant
from cop.threads import services
from cop.threads.models import Thread

FILES = ("service", "knowledge", "other")


def add_threads(cast: Cast, at: datetime) -> dict[str, Thread]:
    """Add every thread with its replies and return them by the short names of the texts."""
    return {row["key"]: _add(row, cast, at) for row in each("threads", FILES)}


def _add(row: Text, cast: Cast, at: datetime) -> Thread:
    begun = instant(row["started"], at)
    starter = cast.actor(row["author"])
    thread = services.start(
        communities_by_slug()[row["community"]],
        row["kind"],
        services.Draft(row["title"], row["body"], row.get("tags", ())),
        by=starter,
        at=begun,
        is_sample=True,
    )
    for place, said in enumerate(row["replies"], start=1):
        then = begun + timedelta(hours=said["after"])
        reply = services.reply(thread, said["body"], by=cast.actor(said["author"]), at=then)
        if place == row.get("answer"):
            chosen = then + timedelta(hours=1)
            services.mark_answer(thread, reply, by=starter, at=chosen)
    if row.get("public"):
        services.open_to_public(thread, by=cast.actor("moderator"), at=at)
    return thread
