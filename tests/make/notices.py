"""Notices for tests, beside those that follow from what tests do."""

from datetime import datetime

from sqlalchemy import func, select

from cop.accounts.models import Member
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import Entry, What, record
from cop.notices import services
from cop.notices.models import Notice
from cop.notices.queries import Told


def make_notice(
    member: Member,
    subject: tuple[str, int],
    what: What = What.LESSON_PUBLISHED,
    part: tuple[str, int] | None = None,
    at: datetime | None = None,
) -> Notice:
    """Tell a member of an entry of its own, as the worker does, whoever may read the thing."""
    with transaction():
        record(what, *subject, by=SYSTEM, at=at)
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc()).limit(1)).one()
    with transaction():
        told = Told(member.id, entry.id, what.value, subject, part, entry.at)
        services.tell([told], by=SYSTEM, at=now())
    own = (Notice.member_id == member.id, Notice.entry_id == entry.id)
    return db.session.scalars(select(Notice).where(*own)).one()


def count_unread(member: Member) -> int:
    """Return how many notices the member has not read, hidden ones too."""
    db.session.remove()
    theirs = (Notice.member_id == member.id, Notice.read_at.is_(None))
    return db.session.scalars(select(func.count(Notice.id)).where(*theirs)).one()
