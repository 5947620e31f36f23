"""What is read to answer a question."""

from cop.search.queries.answers import (
    FACETS,
    FILTERS,
    KINDS,
    PER_PAGE,
    Answer,
    Match,
    answer,
    suggestions,
)
from cop.search.queries.shown import Shown, community_names, shown

__all__ = [
    "FACETS",
    "FILTERS",
    "KINDS",
    "PER_PAGE",
    "Answer",
    "Match",
    "Shown",
    "answer",
    "community_names",
    "shown",
    "suggestions",
]
