"""Which thing a page shows: said by the view that shows it, for whoever has to know afterwards."""

from flask import g

Key = tuple[str, int]
"""Kind and id of a thing, as the journal names them."""


def opened(kind: str, number: int) -> None:
    """Say that this request shows the page of a thing to a reader who may see it."""
    g.opened = (kind, number)


def what_is_opened() -> Key | None:
    """Return the thing of which this request shows the page, or None."""
    found: Key | None = g.get("opened")
    return found
