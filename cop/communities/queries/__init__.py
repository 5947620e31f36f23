"""What is read about communities and the people in them."""

from cop.communities.queries.lists import (
    Card,
    Numbers,
    Own,
    agencies,
    cards,
    get,
    get_by_id,
    numbers,
    of_member,
    readable,
    writable,
)
from cop.communities.queries.people import Lead, Person, leads, people

__all__ = [
    "Card",
    "Lead",
    "Numbers",
    "Own",
    "Person",
    "agencies",
    "cards",
    "get",
    "get_by_id",
    "leads",
    "numbers",
    "of_member",
    "people",
    "readable",
    "writable",
]
