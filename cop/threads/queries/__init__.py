"""What is read about threads."""

from cop.threads.queries.lists import (
    Card,
    Listing,
    Tallies,
    cards,
    latest,
    listing,
    unanswered,
)
from cop.threads.queries.page import Head, Said, ThreadPage, get, get_reply, head, said, thread_page

__all__ = [
    "Card",
    "Head",
    "Listing",
    "Said",
    "Tallies",
    "ThreadPage",
    "cards",
    "get",
    "get_reply",
    "head",
    "latest",
    "listing",
    "said",
    "thread_page",
    "unanswered",
]
