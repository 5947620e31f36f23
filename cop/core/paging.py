"""A page of a list: which one, of how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paging(Generic[T]):
    """Rows of one page, and where that page stands. Pages count from 1."""

    rows: Sequence[T]
    page: int
    total: int
    per_page: int = 20

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least 1."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """Return the place of the first row in the whole list, from 1; 0 when empty."""
        return (self.page - 1) * self.per_page + 1 if self.total else 0


def page_number(text: str | None) -> int:
    """Return the page asked for: 1 for anything that is no number from 1 to 10,000."""
    if text and text.isascii() and text.isdigit() and len(text) <= 5:
        return min(max(1, int(text)), 10_000)
    return 1
