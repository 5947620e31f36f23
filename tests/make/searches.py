"""Searches, followed searches and words for tests."""

from datetime import datetime
from typing import Any

from cop.accounts.models import Member
from cop.core.actor import SYSTEM, Actor, Grant
from cop.core.clock import now
from cop.db import db, transaction
from cop.search import services
from cop.search.models import FollowedSearch, Search
from tests.make.communities import actor_of


def make_search(
    typed: str,
    member: Member | None = None,
    found: int = 0,
    at: datetime | None = None,
    **over: Any,
) -> Search:
    """Add one search to the log, as the worker does."""
    number = member.id if member else None
    with transaction():
        asked = services.Asked(typed, found, number, **over)
        services.log(asked, by=SYSTEM, at=at or now())
    return db.session.query(Search).order_by(Search.id.desc()).limit(1).one()


def make_click(member: Member, typed: str, rank: int, at: datetime | None = None) -> None:
    """Note that a result was opened."""
    with transaction():
        services.note_click(member.id, typed, rank, by=SYSTEM, at=at or now())


def make_followed(member: Member, state: str, name: str = "เรื่องที่ตามดู") -> FollowedSearch:
    """Have a member follow a search."""
    with transaction():
        return services.follow(state, name, by=actor_of(member), at=now())


def make_words(*words: str) -> int:
    """Add words to the dictionary, as an operator does."""
    operator = Actor(id=None, grants=frozenset({Grant("admin")}))
    with transaction():
        return services.add_words(words, by=operator, at=now())
