"""What is read of notices, and who is told."""

from cop.notices.queries.listing import Group, Line, Listing, listing
from cop.notices.queries.telling import TOLD, Acted, Told, acted_in, told_of
from cop.notices.queries.things import Thing, things
from cop.notices.queries.unread import MOST, unread

__all__ = [
    "MOST",
    "TOLD",
    "Acted",
    "Group",
    "Line",
    "Listing",
    "Thing",
    "Told",
    "acted_in",
    "listing",
    "things",
    "told_of",
    "unread",
]
