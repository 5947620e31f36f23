"""What is forgotten in time: failed sign-ins, and forms that were sent."""

from cop import submissions
from cop.accounts import services
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import transaction
from cop.jobs import every


@every(minutes=30)
def forget() -> None:
    """Drop what no longer counts."""
    with transaction():
        services.sweep_attempts(by=SYSTEM, at=now())
    with transaction():
        submissions.sweep()
