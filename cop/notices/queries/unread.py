"""What the bell counts."""

from typing import Any

from sqlalchemy import Select, func, select

from cop.core.actor import Actor
from cop.notices.models import Notice
from cop.notices.policies import shown_to
from cop.reads import kept

MOST = 100
"""More than these are not counted: the bell then says "99+"."""


def unread(actor: Actor) -> dict[tuple[str, int], int]:
    """Return how many unread notices there are of each thing that the actor may read.

    At most 100 notices are looked at after those about hidden things have been left out.
    """
    rows = _unread(actor).rows()
    return {(kind, number): count for kind, number, count in rows}


@kept
def _unread(actor: Actor) -> Select[*tuple[Any, ...]]:
    some = (
        select(Notice.subject_kind, Notice.subject_id)
        .where(Notice.read_at.is_(None), shown_to(actor))
        .limit(MOST)
        .subquery()
    )
    thing = some.c.subject_kind, some.c.subject_id
    return select(*thing, func.count()).group_by(*thing)
