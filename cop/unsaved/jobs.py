"""Unsaved texts are forgotten in time."""

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import transaction
from cop.jobs import every
from cop.unsaved import services


@every(minutes=30)
def forget() -> None:
    """Drop what nobody came back to, a few at a time rather than many in one night."""
    with transaction():
        services.forget(by=SYSTEM, at=now())
