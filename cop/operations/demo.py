"""The demo: made-up people, communities, lessons, talk and sessions, loaded once.

Everything goes through the services that the pages use, in one transaction: it is all there or
none of it. The one real event among it is session 4/2563.
"""

from sqlalchemy import exists, select

from cop import journal
from cop.accounts.models import Member
from cop.core.clock import now
from cop.db import db, transaction
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
