"""People are told of what the journal says, and what they have read is forgotten in time."""

from collections.abc import Sequence

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import transaction
from cop.jobs import every
from cop.journal import Entry, on
from cop.notices import queries, services


@on(*queries.TOLD)
def tell(entries: Sequence[Entry]) -> None:
    """Tell everybody whom the entries concern; an entry handed over twice is told once.

    Who acts on a thing knows what happened to it: a review begun from the queue is such an act.
    """
    told = [one for entry in entries for one in queries.told_of(entry)]
    acted = queries.acted_in(entries)
    with transaction():
        services.tell(told, by=SYSTEM, at=now())
        services.settle(acted, by=SYSTEM, at=now())


@every(minutes=30)
def forget() -> None:
    """Drop notices that were read long ago, a few at a time rather than many in one night."""
    with transaction():
        services.forget(by=SYSTEM, at=now())
