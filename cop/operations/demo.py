"""The demo: made-up people, communities, lessons, talk and sessions, loaded once.

Everything goes through the services that the pages use, in one transaction: it is all there or
none of it. The one real event among it is session 4/2563.
"""

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select

from cop import journal
from cop.accounts import queries as accounts
from cop.accounts.models import Member
from cop.core.actor import Actor
from cop.core.clock import now
from cop.db import db, transaction
from cop.notices import services as notices
from cop.notices.models import Notice
from cop.operations.content.lessons import add_lessons, add_links
from cop.operations.content.people import (
    account_lines,
    add_agencies,
    add_communities,
    add_members,
)
from cop.operations.content.sessions import add_sessions
from cop.operations.content.threads import add_threads

PASSWORD = "demo-2563-cop"  # noqa: S105 - of accounts that only development has
NEWS = timedelta(days=14)
FIRST_ACCOUNT = "staff@demo.example"
ACCOUNTS_TEXT = "\n".join([f"Accounts, all with the password {PASSWORD}:", *account_lines()])


def has_members() -> bool:
    """Tell whether anybody has an account."""
    return bool(db.session.scalar(select(exists().where(Member.id.is_not(None)))))


def is_loaded() -> bool:
    """Tell whether the demo has been loaded."""
    return bool(db.session.scalar(select(exists().where(Member.email == FIRST_ACCOUNT))))


def load() -> None:
    """Add the demo content and make it searchable; a second run adds nothing."""
    if is_loaded():
        return
    at = now()
    with transaction():
        add_agencies()
        cast = add_members(PASSWORD)
        add_communities(cast)
        ends = add_sessions(cast, at)
        threads = add_threads(cast, at)
        ends |= {("thread", key): thread.id for key, thread in threads.items()}
        add_links(add_lessons(cast, at), ends)
    journal.dispatch()
    with transaction():
        _read_old_news(at)


def _read_old_news(at: datetime) -> None:
    """Let people have read what they were told of things that rested for two weeks."""
    thing = Notice.member_id, Notice.subject_kind, Notice.subject_id
    old = select(*thing).group_by(*thing).having(func.max(Notice.made_at) < at - NEWS)
    actors: dict[int, Actor | None] = {}
    for member_id, kind, number in db.session.execute(old).all():
        if member_id not in actors:
            actors[member_id] = accounts.actor_by_id(member_id)
        if (by := actors[member_id]) is not None:
            notices.mark_read(kind, number, by=by, at=at)
