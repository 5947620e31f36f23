"""Whoosh with a watch on it: it slows down as documents grow many."""

from pathlib import Path

from cop.search.engines.finding_times import FindingTimes
from cop.search.engines.whoosh.index import WhooshIndex
from cop.search.port import Found, Query


class TimedWhooshIndex(WhooshIndex):
    """A `WhooshIndex` that notes how long finding took."""

    def __init__(self, root: Path, times: FindingTimes) -> None:
        super().__init__(root)
        self._times = times

    def find(self, query: Query, audience: frozenset[str] | None, limit: int) -> Found:
        """Return the best `limit` documents readable with one of the audience tokens."""
        found = super().find(query, audience, limit)
        self._times.note(found.took_ms)
        return found
