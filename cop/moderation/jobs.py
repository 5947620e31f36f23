"""What waits too long is followed; running it twice does it once."""

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import transaction
from cop.jobs import every
from cop.moderation import services


@every(minutes=30)
def chase() -> None:
    """Remind reviewers, call moderators, and give back what its author left for thirty days."""
    with transaction():
        services.call_reviewers(by=SYSTEM, at=now())
    with transaction():
        services.give_back_stale(by=SYSTEM, at=now())
