"""Everybody in the small world is told of everything in it, also of what is hidden from them."""

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import Entry, What
from cop.notices import services
from cop.notices.queries import Told
from tests.web.matrix.world import World

Key = tuple[str, int]


def tell_everybody(world: World) -> None:
    """Tell every person of every thing; of sessions and recordings as ends of a link."""
    public = "thread", world.things["thread_public"].values["thread_id"]
    told: list[tuple[What, Key, Key | None]] = []
    for one in world.of_kind("lesson"):
        told += [
            (What.LESSON_SUBMITTED, ("lesson", one.more["id"]), None),
            (What.LINK_ADDED, public, ("lesson", one.more["id"])),
        ]
    for one in world.of_kind("thread"):
        told.append((What.REPLY_POSTED, ("thread", one.values["thread_id"]), None))
    for one in world.of_kind("community"):
        told.append((What.FACILITATOR_NAMED, ("community", world.ids[one.name]), None))
    for one in world.of_kind("session"):
        told.append((What.LINK_ADDED, public, ("session", world.ids[one.name])))
    for one in world.of_kind("recording"):
        told.append((What.LINK_ADDED, public, ("recording", one.values["recording_id"])))
    for line in told:
        _tell(world, *line)


def _tell(world: World, what: What, subject: Key, part: Key | None) -> None:
    at = now()
    entry = Entry(
        what=what.value, subject_kind=subject[0], subject_id=subject[1], at=at, dispatched_at=at
    )
    with transaction():
        db.session.add(entry)
        db.session.flush()
        people = [one.id for one in world.people.values()]
        rows = [Told(one, entry.id, what.value, subject, part, at) for one in people]
        services.tell(rows, by=SYSTEM, at=at)
