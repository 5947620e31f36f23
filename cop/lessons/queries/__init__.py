"""What is read of lessons."""

from cop.lessons.queries.cards import (
    Card,
    Filters,
    by_number,
    cards,
    latest,
    listing,
)
from cop.lessons.queries.choices import (
    CommunityOption,
    Option,
    agencies,
    communities_for,
    communities_seen,
    emails,
    member_ids,
    provinces,
    terms_in_use,
)
from cop.lessons.queries.differences import Difference, compare, differences
from cop.lessons.queries.links import Link, Linked, linked_to, links_of
from cop.lessons.queries.pages import Page, page
from cop.lessons.queries.rules import get, link, noted_today, standing, standings, term_ids
from cop.lessons.queries.versions import (
    Decided,
    TermLabel,
    Version,
    decisions,
    id_of,
    marks,
    values,
    values_of,
    versions,
)
from cop.lessons.queries.waiting import (
    Awaiting,
    Unfinished,
    awaiting_review,
    unfinished,
)

__all__ = [
    "Awaiting",
    "Card",
    "CommunityOption",
    "Decided",
    "Difference",
    "Filters",
    "Link",
    "Linked",
    "Option",
    "Page",
    "TermLabel",
    "Unfinished",
    "Version",
    "agencies",
    "awaiting_review",
    "by_number",
    "cards",
    "communities_for",
    "communities_seen",
    "compare",
    "decisions",
    "differences",
    "emails",
    "get",
    "id_of",
    "latest",
    "link",
    "linked_to",
    "links_of",
    "listing",
    "marks",
    "member_ids",
    "noted_today",
    "page",
    "provinces",
    "standing",
    "standings",
    "term_ids",
    "terms_in_use",
    "unfinished",
    "values",
    "values_of",
    "versions",
]
