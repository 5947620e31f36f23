"""Replies are posted, changed and removed. Nothing here touches the index."""

from datetime import datetime

from sqlalchemy import update

from cop.core.actor import Actor
from cop.core.errors import Invalid, Refused
from cop.db import db, expect_version
from cop.journal import What, record
from cop.threads.models import OPEN, Reply, Thread
from cop.threads.policies import may_change_reply, may_remove_reply, may_reply
from cop.threads.services._picturing import change_pictures, settle_pictures
from cop.threads.services.answering import forget_answer, tell_answer
from cop.threads.services.wording import good_body


def reply(thread: Thread, body: str, *, by: Actor, at: datetime) -> Reply:
    """Add a reply at the next position. Raises Invalid, Refused.

    The position comes from the thread's own row, which stays locked until the commit, so that
    positions have no gaps. Recorded as REPLY_POSTED of the thread.
    """
    may_reply(by, thread).require()
    if by.id is None:
        raise Refused("sign_in_first")
    text, markup = good_body(body)
    row = Reply(
        thread_id=thread.id,
        position=_next_position(thread.id, by.id, at),
        author_id=by.id,
        body=text,
        body_html=markup,
        created_at=at,
    )
    db.session.add(row)
    db.session.flush()
    settle_pictures(row, by=by, at=at)
    n = row.position
    record(What.REPLY_POSTED, "thread", thread.id, by=by, at=at, reply=row.id, position=n)
    return row


def change_reply(
    thread: Thread, row: Reply, body: str, *, version: int | None, by: Actor, at: datetime
) -> None:
    """Change one's own reply. Raises Stale, Invalid, Refused.

    Recorded as REPLY_CHANGED of the thread.
    """
    may_change_reply(by, thread, row).require()
    expect_version(row, version)
    row.body, row.body_html = good_body(body)
    row.edited_at = at
    change_pictures(row, by=by, at=at)
    if thread.answer_position == row.position:
        tell_answer(thread, row)
    n = row.position
    record(What.REPLY_CHANGED, "thread", thread.id, by=by, at=at, reply=row.id, position=n)


def remove_reply(thread: Thread, row: Reply, reason: str = "", *, by: Actor, at: datetime) -> None:
    """Take a reply away; its position stays. Others than its author must say why.

    An accepted answer is accepted no longer. Recorded as REPLY_REMOVED of the thread.
    """
    may_remove_reply(by, thread, row).require()
    if by.id != row.author_id and not reason.strip():
        raise Invalid({"reason": "reason_needed"})
    row.removed_at, row.removed_by_id = at, by.id
    forget_answer(thread, row.position)
    record(
        What.REPLY_REMOVED,
        "thread",
        thread.id,
        by=by,
        at=at,
        note=reason.strip(),
        reply=row.id,
        position=row.position,
    )


def _next_position(thread_id: int, by_id: int, at: datetime) -> int:
    count = (
        update(Thread)
        .where(Thread.id == thread_id, Thread.state == OPEN, Thread.removed_at.is_(None))
        .values(reply_count=Thread.reply_count + 1, last_activity_at=at, last_replier_id=by_id)
        .returning(Thread.reply_count)
        .execution_options(synchronize_session=False)
    )
    position = db.session.scalar(count)
    if position is None:
        raise Refused("thread_locked")
    return position
