"""Publication that was put off: it happens in time, or those concerned hear why not."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cop.accounts import services as accounts
from cop.accounts.models import RoleGrant
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import Entry
from cop.lessons import jobs, services
from cop.lessons.models import Lesson
from tests.make.accounts import make_member
from tests.make.communities import actor_of
from tests.make.lessons import content, make_lesson


@pytest.fixture
def judge(app):
    return make_member(role="moderator")


def again(lesson):
    db.session.remove()
    return db.session.get_one(Lesson, lesson.id)


def put_off(lesson, judge, days=1):
    with transaction():
        held = db.session.get_one(Lesson, lesson.id)
        given = {"revision_id": None, "by": actor_of(judge), "at": now()}
        services.schedule(held, publish_at=now() + timedelta(days=days), **given)


def let_it_be_time(lesson):
    with transaction():
        db.session.get_one(Lesson, lesson.id).publish_at = now() - timedelta(seconds=1)


def test_a_reviewer_puts_publication_off_and_takes_it_back(client, judge):
    lesson = make_lesson("in_review", moderator=judge)
    client.as_(judge)
    page = f"/moderation/{lesson.ref}"
    fields = {"decision": "publish", "publish_at": "1/1/2560 8.30"}
    answer = client.send(f"/lessons/{lesson.ref}/decide", fields, status=422, page=page)
    assert answer.tree.find(".//*[@id='publish_at-error']") is not None
    later = now() + timedelta(days=40)
    fields["publish_at"] = f"{later.day}/{later.month}/{later.year + 543} 8.30"
    client.send(f"/lessons/{lesson.ref}/decide", fields, page=page)
    lesson = again(lesson)
    assert (lesson.state, lesson.publish_by_id) == ("in_review", judge.id)
    assert "จะเผยแพร่" in client.see(page).text
    jobs.publish_what_is_due()
    assert again(lesson).state == "in_review"
    client.send(f"/lessons/{lesson.ref}/unschedule", {}, page=page)
    assert again(lesson).publish_at is None


def test_it_is_published_in_time_as_the_act_of_who_put_it_off(judge):
    lesson = make_lesson("in_review", moderator=judge)
    put_off(lesson, judge)
    let_it_be_time(lesson)
    for _time in range(2):
        jobs.publish_what_is_due()
    lesson = again(lesson)
    assert (lesson.state, lesson.published_by_id, lesson.publish_at) == (
        "published",
        judge.id,
        None,
    )
    published = select(Entry).where(Entry.what == "lesson_published")
    assert len(db.session.scalars(published).all()) == 1


def test_a_change_of_the_text_takes_it_back(judge):
    lesson = make_lesson("in_review", moderator=judge)
    put_off(lesson, judge)
    with transaction():
        held = db.session.get_one(Lesson, lesson.id)
        text = content(held.community, agency_id=held.agency_id, summary="สรุปใหม่")
        services.classify(held, text, version=None, by=actor_of(judge), at=now())
    assert again(lesson).publish_at is None


def test_sending_it_back_takes_it_back(judge):
    lesson = make_lesson("in_review", moderator=judge)
    put_off(lesson, judge)
    with transaction():
        held = db.session.get_one(Lesson, lesson.id)
        given = {"reasons": ["too_general"], "words": "", "by": actor_of(judge), "at": now()}
        services.request_changes(held, **given)
    assert again(lesson).publish_at is None


def test_who_lost_the_right_publishes_nothing(judge):
    lesson = make_lesson("in_review", moderator=judge)
    put_off(lesson, judge)
    let_it_be_time(lesson)
    with transaction():
        held = RoleGrant.member_id == judge.id, RoleGrant.role == "moderator"
        grant = db.session.scalars(select(RoleGrant).where(*held)).one()
        accounts.revoke(grant.id, by=SYSTEM, at=now())
    jobs.publish_what_is_due()
    lesson = again(lesson)
    assert (lesson.state, lesson.publish_at) == ("in_review", None)
    dropped = db.session.scalars(select(Entry).where(Entry.what == "schedule_dropped")).one()
    assert dropped.codes == {"scheduler": judge.id}
