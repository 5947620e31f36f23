"""What is read to answer a question."""

from cop.search.queries.alike import alike, proposed
from cop.search.queries.answers import (
    FILTERS,
    KINDS,
    PER_PAGE,
    Answer,
    Match,
    answer,
)
from cop.search.queries.facets import Value, facet_values
from cop.search.queries.people import Knower, people
from cop.search.queries.shown import Shown, shown
from cop.search.queries.suggesting import Offer, offers, suggested_titles
from cop.search.queries.titles import Title, titles

__all__ = [
    "FILTERS",
    "KINDS",
    "PER_PAGE",
    "Answer",
    "Knower",
    "Match",
    "Offer",
    "Shown",
    "Title",
    "Value",
    "alike",
    "answer",
    "facet_values",
    "offers",
    "people",
    "proposed",
    "shown",
    "suggested_titles",
    "titles",
]
