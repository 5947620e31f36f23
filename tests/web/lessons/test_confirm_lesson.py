"""Saying of a published lesson that it still holds."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cop.core.clock import now, today
from cop.db import db, transaction
from cop.journal import Entry
from cop.lessons import queries, services
from cop.lessons.models import Decision, Lesson
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson

LONG_AGO = now() - timedelta(days=700)


def again(lesson):
    db.session.remove()
    return db.session.get_one(Lesson, lesson.id)


def confirm(client, lesson, status=303, **data):
    address = f"/lessons/{lesson.ref}"
    return client.send(f"{address}/confirm", data, status=status, page=address)


@pytest.fixture
def judge(app):
    return make_member(role="moderator")


@pytest.fixture
def old(judge):
    return make_lesson(at=LONG_AGO, moderator=judge)


def test_a_reviewer_confirms_with_one_click(client, old, judge):
    client.as_(judge)
    assert "ถึงกำหนดทบทวนแล้ว" in client.see(f"/lessons/{old.ref}").text
    before = {name: getattr(old, name) for name in ("title", "published_revision_id", "state")}
    due = old.review_due_on
    confirm(client, old, words="ถามผู้ปฏิบัติแล้ว")
    lesson = again(old)
    assert {name: getattr(lesson, name) for name in before} == before
    assert lesson.verified_by_id == judge.id
    assert today(lesson.verified_at) == today(now())
    assert lesson.review_due_on > today(now()) > due
    page = client.see(f"/lessons/{old.ref}").text
    assert "ยืนยันว่ายังถูกต้องเมื่อ" in page
    assert "ถึงกำหนดทบทวนแล้ว" not in page
    assert "ถามผู้ปฏิบัติแล้ว" in client.as_(make_member()).see(f"/lessons/{old.ref}/history").text
    told = select(func.count()).where(Entry.what == "lesson_confirmed")
    assert db.session.scalar(told) == 1


def test_pressing_twice_confirms_once_and_a_stale_page_not_at_all(client, old, judge):
    client.as_(judge)
    page = client.see(f"/lessons/{old.ref}").form(f"/lessons/{old.ref}/confirm")
    fields = {one.get("name"): one.get("value") or "" for one in page.iter("input")}
    for _time in range(2):
        answer = client.client.post(f"/lessons/{old.ref}/confirm", data=fields)
        assert answer.status_code == 303
    count = select(func.count()).select_from(Decision).where(Decision.act == "confirm")
    assert db.session.scalar(count) == 1
    stale = client.client.post(
        f"/lessons/{old.ref}/confirm", data={**fields, "form_key": "another"}
    )
    assert stale.status_code == 409
    assert db.session.scalar(count) == 1


def test_what_nobody_checked_is_not_confirmed(client, judge):
    lesson = make_lesson("submitted")
    with transaction():
        held = db.session.get_one(Lesson, lesson.id)
        services.publish_urgently(held, words="น้ำท่วม", by=actor_of(judge), at=now())
    client.as_(make_member(role="reviewer"))
    answer = client.post(f"/lessons/{lesson.ref}/confirm")
    assert answer.status_code == 403
    assert "ยังไม่ตรวจซ้ำ" in answer.get_data(as_text=True)
    assert again(lesson).verified_at is None


def test_who_may_not_confirm(client, old, judge):
    elsewhere = make_community()
    scope = ("community", elsewhere.id)
    for person in (make_member(), make_member(role="moderator", scope=scope)):
        client.as_(person)
        assert client.post(f"/lessons/{old.ref}/confirm").status_code == 403
        assert again(old).verified_by_id == judge.id
    old_address = f"/lessons/{old.ref}/confirm"
    assert Browser(client.app).client.post(old_address).status_code >= 400


def test_whoever_looks_after_a_lesson_confirms_it(client, judge):
    author = make_member()
    lesson = make_lesson(author=author, moderator=judge)
    client.as_(author).send(f"/lessons/{lesson.ref}/confirm", {}, page=f"/lessons/{lesson.ref}")
    assert again(lesson).verified_by_id == author.id


@pytest.mark.parametrize("act", ["check", "confirm"])
def test_a_draft_in_work_is_not_given_away(client, judge, act):
    author, other = make_member(), make_member(role="moderator")
    lesson = make_lesson("submitted", author=author)
    with transaction():
        held = db.session.get_one(Lesson, lesson.id)
        if act == "check":
            services.publish_urgently(held, words="น้ำท่วม", by=actor_of(judge), at=now())
        else:
            services.start_review(held, by=actor_of(judge), at=now())
            services.publish(held, revision_id=None, by=actor_of(judge), at=now())
    client.as_(author).send(f"/lessons/{lesson.ref}/edit", {"lesson": "ข้อความที่ยังไม่เผยแพร่"})
    client.as_(other)
    client.send(f"/lessons/{lesson.ref}/{act}", {}, page=f"/lessons/{lesson.ref}")
    seen = queries.versions(lesson.id, drafts=False, names_author=False)
    assert [one.number for one in seen] == [1]
    history = client.as_(make_member()).see(f"/lessons/{lesson.ref}/history")
    assert "ข้อความที่ยังไม่เผยแพร่" not in history.text
