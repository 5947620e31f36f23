"""Threads and replies for tests."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from cop.accounts.models import Member
from cop.communities.models import Community
from cop.core.clock import now
from cop.db import db, transaction
from cop.threads import queries, services
from cop.threads.models import Reply, Thread
from cop.threads.services import Draft
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community

TITLE = "จะตั้งโต๊ะคัดกรองเอกสารอย่างไร"
BODY = "เรามีเจ้าหน้าที่ 3 คน ช่องบริการ 2 ช่อง ควรจัดคนช่วงไหน"


def make_thread(
    community: Community | None = None, author: Member | None = None, **over: Any
) -> Thread:
    """Start a thread; `over` may name kind, title, body, tags, at, is_sample and any column."""
    community = community or make_community()
    by = actor_of(author or make_member())
    draft = Draft(over.pop("title", TITLE), over.pop("body", BODY), over.pop("tags", ()))
    kind = over.pop("kind", "question")
    at: datetime = over.pop("at", now())
    is_sample: bool = over.pop("is_sample", False)
    with transaction():
        thread = services.start(community, kind, draft, by=by, at=at, is_sample=is_sample)
    if over:
        with transaction():
            db.session.execute(update(Thread).where(Thread.id == thread.id).values(**over))
    return thread


def make_reply(
    thread: Thread, author: Member | None = None, body: str = "ลองแบบนี้แล้วได้ผล", **over: Any
) -> Reply:
    """Add a reply through the service."""
    by = actor_of(author or make_member())
    with transaction():
        return services.reply(thread, body, by=by, at=over.pop("at", now()))


def make_replies(thread: Thread, count: int, author: Member | None = None) -> None:
    """Add many replies at once, as an import would, after those that are there."""
    writer = author or make_member()
    start = now() - timedelta(days=1)
    with transaction():
        first = thread.reply_count
        rows = [
            {
                "thread_id": thread.id,
                "position": first + place,
                "author_id": writer.id,
                "body": f"ความเห็นทดสอบ {first + place}",
                "body_html": f"<p>ความเห็นทดสอบ {first + place}</p>",
                "created_at": start + timedelta(seconds=place),
                "version": 1,
            }
            for place in range(1, count + 1)
        ]
        db.session.execute(insert(Reply), rows)
        values = {"reply_count": first + count, "last_replier_id": writer.id}
        db.session.execute(update(Thread).where(Thread.id == thread.id).values(**values))


def mark(thread: Thread, position: int, by: Member) -> None:
    """Accept a reply as the answer."""
    row = queries.get_reply(thread.id, position)
    assert row is not None
    with transaction():
        services.mark_answer(thread, row, by=actor_of(by), at=now())
