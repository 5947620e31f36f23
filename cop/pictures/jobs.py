"""Pictures that came into no text are forgotten, and bytes that no row names any more."""

from cop import files
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import transaction
from cop.jobs import every
from cop.pictures import queries, services
from cop.sessions import queries as sessions
from cop.thai.fiscal_year import BANGKOK

NIGHT = 3


@every(minutes=30)
def forget() -> None:
    """Drop what no text was saved with; at night take the bytes of whatever is gone."""
    with transaction():
        services.forget(by=SYSTEM, at=now())
    if now().astimezone(BANGKOK).hour == NIGHT:
        sweep()


def sweep() -> int:
    """Delete bytes that no row names; return how many files."""
    return files.sweep(queries.file_digests() | sessions.file_digests())
