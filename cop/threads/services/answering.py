"""A reply is accepted as the answer, or is so no longer."""

from datetime import datetime

from sqlalchemy import update

from cop.core.actor import Actor
from cop.core.errors import Missing
from cop.db import db
from cop.journal import What, record
from cop.threads.models import Reply, Thread
from cop.threads.policies import may_mark_answer, may_unmark_answer
from cop.threads.services.wording import excerpt


def mark_answer(thread: Thread, row: Reply, *, by: Actor, at: datetime) -> None:
    """Accept a reply as the answer, in place of an earlier one. Raises Missing, Refused.

    Recorded as ANSWER_MARKED.
    """
    may_mark_answer(by, thread).require()
    if row.thread_id != thread.id or row.removed:
        raise Missing
    _set(thread, answer_position=row.position, answered_at=at, answered_by_id=by.id)
    tell_answer(thread, row)
    n = row.position
    record(What.ANSWER_MARKED, "thread", thread.id, by=by, at=at, reply=row.id, position=n)


def unmark_answer(thread: Thread, *, by: Actor, at: datetime) -> None:
    """Leave the question without an accepted answer; doing so twice changes nothing.

    Recorded as ANSWER_UNMARKED.
    """
    may_unmark_answer(by, thread).require()
    if thread.answer_position is None:
        return
    position = thread.answer_position
    forget_answer(thread, position)
    record(What.ANSWER_UNMARKED, "thread", thread.id, by=by, at=at, position=position)


def tell_answer(thread: Thread, row: Reply) -> None:
    """Let lists show the accepted reply's first words."""
    _set(thread, answer_excerpt=excerpt(row.body_html))


def forget_answer(thread: Thread, position: int) -> None:
    """Leave the thread without an accepted reply, if it is the one at this position now."""
    db.session.execute(
        update(Thread)
        .where(Thread.id == thread.id, Thread.answer_position == position)
        .values(answer_position=None, answer_excerpt="", answered_at=None, answered_by_id=None)
    )


def _set(thread: Thread, **values: object) -> None:
    """Write beside the thread's version: an edit of its text that is under way stays good."""
    db.session.execute(update(Thread).where(Thread.id == thread.id).values(**values))
