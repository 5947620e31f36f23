"""The one place that asks the machine for the time."""

from datetime import UTC, date, datetime

from cop.thai.fiscal_year import BANGKOK


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the function that the ban points to


def today(at: datetime | None = None) -> date:
    """Return the calendar day in Bangkok at an instant, now by default."""
    return (at or now()).astimezone(BANGKOK).date()
