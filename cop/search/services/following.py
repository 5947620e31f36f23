"""Searches that members follow: kept, named, left, and counted for news."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from cop.core.actor import Actor
from cop.core.errors import Invalid, Missing
from cop.db import db
from cop.journal import What, record
from cop.search.models import FollowedSearch
from cop.search.policies import (
    may_follow,
    may_follow_again,
    may_forget,
    may_note_new,
    may_rename,
    may_unfollow,
)

MOST_FOLLOWED = 30
LONGEST_NAME = 100
LONGEST_STATE = 2_000
REMOVED_KEPT_FOR = timedelta(days=1)


def key_of(state: str) -> str:
    """Return what tells the state of a search from all others."""
    return hashlib.sha256(state.encode()).hexdigest()


def follow(state: str, name: str, *, by: Actor, at: datetime) -> FollowedSearch:
    """Keep a search; one that is kept already is left as it is, one just left comes back.

    Raises Invalid when the person follows 30 already.
    """
    may_follow(by).require()
    if not state or len(state) > LONGEST_STATE:
        raise Invalid({"state": "not_a_choice"})
    known = db.session.scalars(
        select(FollowedSearch).where(
            FollowedSearch.member_id == by.id, FollowedSearch.key == key_of(state)
        )
    ).one_or_none()
    if known is not None and known.removed_at is None:
        return known
    _room_for_one_more(by)
    if known is None:
        known = FollowedSearch(member_id=by.id, key=key_of(state), state=state, created_at=at)
        db.session.add(known)
    known.name = name[:LONGEST_NAME]
    known.removed_at, known.opened_at, known.new_count = None, at, 0
    db.session.flush()
    record(What.SEARCH_FOLLOWED, "search", known.id, by=by, at=at)
    return known


def rename(number: int, name: str, *, by: Actor, at: datetime) -> None:
    """Give a followed search another name. Raises Missing."""
    followed = _own(number, by)
    may_rename(by, followed.member_id).require()
    if not name.strip():
        raise Invalid({"name": "required"})
    followed.name = name.strip()[:LONGEST_NAME]
    record(What.SEARCH_RENAMED, "search", number, by=by, at=at)


def unfollow(number: int, *, by: Actor, at: datetime) -> None:
    """Leave a search; it can be had back for a day. Raises Missing."""
    followed = _own(number, by)
    may_unfollow(by, followed.member_id).require()
    if followed.removed_at is None:
        followed.removed_at = at
        record(What.SEARCH_UNFOLLOWED, "search", number, by=by, at=at)


def follow_again(number: int, *, by: Actor, at: datetime) -> None:
    """Take back the leaving of a search. Raises Missing, and Invalid as `follow`."""
    followed = _own(number, by)
    may_follow_again(by, followed.member_id).require()
    if followed.removed_at is not None:
        _room_for_one_more(by)
        followed.removed_at = None
        record(What.SEARCH_FOLLOWED, "search", number, by=by, at=at)


def note_new(number: int, count: int, rights: str, *, by: Actor, at: datetime) -> None:
    """Keep how many things are new in a followed search for a reader with these rights."""
    may_note_new(by).require()
    news = {"new_count": count, "rights": rights, "checked_at": at}
    # Not when its owner has opened it meanwhile.
    ours = (FollowedSearch.id == number, FollowedSearch.opened_at <= at)
    db.session.execute(update(FollowedSearch).where(*ours).values(news))


def sweep_left(*, by: Actor, at: datetime) -> None:
    """Forget searches that were left a day ago."""
    may_forget(by).require()
    old = FollowedSearch.removed_at < at - REMOVED_KEPT_FOR
    db.session.execute(delete(FollowedSearch).where(old))


def _own(number: int, by: Actor) -> FollowedSearch:
    found = db.session.get(FollowedSearch, number)
    if found is None or found.member_id != by.id:
        raise Missing
    return found


def _room_for_one_more(by: Actor) -> None:
    theirs = (FollowedSearch.member_id == by.id, FollowedSearch.removed_at.is_(None))
    count = db.session.scalar(select(func.count(FollowedSearch.id)).where(*theirs)) or 0
    if count >= MOST_FOLLOWED:
        raise Invalid({"state": "too_many"}, {"most": MOST_FOLLOWED})
