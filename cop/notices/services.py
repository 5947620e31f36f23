"""Notices: told, marked as read, and forgotten in time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Update, delete, update

from cop.core.actor import Actor
from cop.db import db, upsert
from cop.notices.models import Notice
from cop.notices.policies import may_forget, may_mark_all_read, may_mark_read, may_settle, may_tell
from cop.notices.queries import Acted, Told

READ_KEPT_FOR = timedelta(days=90)


def tell(told: Sequence[Told], *, by: Actor, at: datetime) -> None:
    """Keep what people are told; whoever was told of an entry before is not told again.

    The journal hands entries over at least once, so the database, not a look beforehand, decides.
    """
    may_tell(by).require()
    rows = [
        {
            "member_id": one.member_id,
            "entry_id": one.entry_id,
            "kind": one.kind,
            "subject_kind": one.subject[0],
            "subject_id": one.subject[1],
            "part_kind": one.part[0] if one.part else None,
            "part_id": one.part[1] if one.part else None,
            "made_at": min(one.at, at),
        }
        for one in told
    ]
    if rows:
        key = [Notice.member_id, Notice.entry_id]
        db.session.execute(upsert(Notice).on_conflict_do_nothing(index_elements=key), rows)


def mark_read(kind: str, number: int, *, by: Actor, at: datetime) -> None:
    """Mark the actor's notices about one thing as read; the instant of the first time stays."""
    may_mark_read(by).require()
    of_thing = (Notice.subject_kind == kind, Notice.subject_id == number)
    db.session.execute(_unread_of(by).where(*of_thing).values(read_at=at))


def settle(told: Sequence[Acted], *, by: Actor, at: datetime) -> None:
    """Mark as read what people had been told of a thing before they acted on it themselves."""
    may_settle(by).require()
    for one in told:
        db.session.execute(
            update(Notice)
            .where(
                Notice.member_id == one.member_id,
                Notice.read_at.is_(None),
                Notice.subject_kind == one.subject[0],
                Notice.subject_id == one.subject[1],
                Notice.entry_id < one.entry_id,
            )
            .values(read_at=at)
        )


def mark_all_read(*, by: Actor, at: datetime, newest: int | None = None) -> None:
    """Mark the actor's notices as read, those up to the id `newest` where one is given.

    Those that may not be shown at present are marked too: they would be old news.
    """
    may_mark_all_read(by).require()
    chosen = _unread_of(by) if newest is None else _unread_of(by).where(Notice.id <= newest)
    db.session.execute(chosen.values(read_at=at))


def forget(*, by: Actor, at: datetime) -> None:
    """Forget notices that were read more than 90 days ago."""
    may_forget(by).require()
    db.session.execute(delete(Notice).where(Notice.read_at < at - READ_KEPT_FOR))


def _unread_of(by: Actor) -> Update:
    return update(Notice).where(Notice.member_id == by.id, Notice.read_at.is_(None))
