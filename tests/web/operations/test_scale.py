"""Synthetic content: as many as asked for, right in every repeated column, never twice."""

from sqlalchemy import func, select

from cop.db import db
from cop.journal import Entry, waiting
from cop.lessons.models import Lesson, Revision
from cop.operations import scale
from cop.threads.models import Reply, Thread
from tests.web.operations.test_demo import count, load_all

LONG = (3, 25)


def test_scale_adds_what_is_missing_and_repeats_it_rightly(app, client):
    load_all()
    lessons, threads = count(Lesson), count(Thread)
    found = scale.load(20, LONG)
    assert count(Lesson) == lessons + 20
    assert count(Thread) == threads + 2 + len(LONG)
    assert scale.load(20, LONG) == found
    assert scale.load(10, LONG) == found
    assert count(Lesson) == lessons + 20
    more = scale.load(30, LONG)
    assert (more["lesson"], count(Lesson)) == (found["lesson"], lessons + 30)
    check_lessons()
    check_threads()
    assert waiting() == 0
    assert count(Entry) > 0
    staff = client.as_("staff@demo.example")
    for address in {*found.values()} - {found["search"]}:
        staff.see(address)
    assert staff.see("/search?q=load-test").total > 0


def check_lessons() -> None:
    rows = db.session.execute(
        select(Lesson, Revision).join(Revision, Revision.id == Lesson.published_revision_id)
    ).all()
    for lesson, revision in rows:
        assert revision.lesson_id == lesson.id
        assert revision.title_th == lesson.title
        assert lesson.number
        assert lesson.fiscal_year
    numbers = db.session.scalars(select(Lesson.number).where(Lesson.number.is_not(None))).all()
    assert len(set(numbers)) == len(numbers)


def check_threads() -> None:
    counted = select(Reply.thread_id, func.count(), func.max(Reply.position)).group_by(
        Reply.thread_id
    )
    for thread_id, many, last in db.session.execute(counted):
        thread = db.session.get_one(Thread, thread_id)
        assert thread.reply_count == many == last
