"""Synthetic content for load tests: so many lessons and threads, the same on every machine.

Rows are inserted in bulk, with all that lists repeat of them, and the index is built anew at the
end. What was added is known by its tag, so that a second call adds only what is missing.
"""

from collections.abc import Sequence

from sqlalchemy import String, cast, func, select, text

from cop.communities.models import Community
from cop.db import db, transaction
from cop.lessons.models import Lesson, RevisionTag, Tag
from cop.operations.content.synthetic_lessons import add_lessons
from cop.operations.content.synthetic_threads import LONG, add_threads
from cop.operations.content.world import TAG, survey
from cop.search import indexing
from cop.sessions.models import Recording
from cop.threads.models import REPLIES_A_PAGE, Thread

THREADS_FOR_LESSONS = 10
"""One thread for so many lessons."""


def load(many: int, long: Sequence[int] = LONG) -> dict[str, str]:
    """Add so many lessons, a tenth as many threads, and the long ones; return their addresses."""
    lessons, threads = _present()
    wanted = many // THREADS_FOR_LESSONS + len(long)
    if lessons < many or threads < wanted:
        with transaction():
            world = survey()
            add_lessons(world, lessons, many)
            add_threads(world, threads, wanted, long)
            # After so many rows at once the planner's picture of the tables is wrong.
            db.session.execute(text("ANALYZE"))
        indexing.rebuild()
    return _addresses(long)


def _present() -> tuple[int, int]:
    lessons = db.session.scalar(
        select(func.count()).select_from(RevisionTag).join(Tag).where(Tag.key == TAG)
    )
    threads = db.session.scalar(select(func.count()).select_from(Thread).where(_IS_OURS))
    return lessons or 0, threads or 0


_IS_OURS = cast(Thread.tags, String).contains(f'"{TAG}"')


def _addresses(long: Sequence[int]) -> dict[str, str]:
    lesson = db.session.scalars(
        select(Lesson.number)
        .join(RevisionTag, RevisionTag.revision_id == Lesson.published_revision_id)
        .join(Tag)
        .where(Tag.key == TAG)
        .order_by(Lesson.id)
        .limit(1)
    ).one()
    threads = db.session.scalars(
        select(Thread.id).where(_IS_OURS).order_by(Thread.id).limit(len(long))
    ).all()
    community = db.session.scalars(select(Community.slug).order_by(Community.id).limit(1)).one()
    recording = db.session.scalars(select(Recording.id).order_by(Recording.id).limit(1)).one()
    found = {
        "home": "/",
        "lessons": "/lessons",
        "lesson": f"/lessons/{lesson}",
        "threads": "/threads",
        "community": f"/communities/{community}",
        "sessions": "/sessions",
        "session": "/sessions/cops/2563/4",
        "recording": f"/recordings/{recording}",
        "search": "/search?q=นวัตกรรม",
    }
    for replies, thread_id in zip(long, threads, strict=True):
        found[f"thread_{replies}"] = f"/threads/{thread_id}"
        last = -(-replies // REPLIES_A_PAGE)
        if last > 1:
            found[f"thread_{replies}_last"] = f"/threads/{thread_id}?page={last}"
    return found
