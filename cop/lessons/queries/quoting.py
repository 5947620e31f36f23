"""What a lesson may quote from a thread: chosen replies with who wrote them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from cop.accounts.models import Member
from cop.db import db
from cop.threads.models import Reply, Thread

MOST_QUOTED = 10


@dataclass(frozen=True, slots=True)
class Quote:
    """A text to quote; position 0 is the thread's own beginning."""

    position: int
    name: str
    body: str


def quotes(thread_id: int, positions: Sequence[int]) -> list[Quote]:
    """Return the beginning of a thread and those of the replies that still stand, ten at most.

    The caller has made sure that the reader may read the thread.
    """
    begun = (
        select(Member.name.label("name"), Thread.body)
        .join(Member, Member.id == Thread.author_id)
        .where(Thread.id == thread_id)
    )
    found = [Quote(0, row.name, row.body) for row in db.session.execute(begun)]
    chosen = (
        select(Reply.position, Member.name.label("name"), Reply.body)
        .join(Member, Member.id == Reply.author_id)
        .where(
            Reply.thread_id == thread_id,
            Reply.position.in_(list(positions)[:MOST_QUOTED]),
            Reply.removed_at.is_(None),
        )
        .order_by(Reply.position)
    )
    return found + [Quote(*row) for row in db.session.execute(chosen)]
