"""A lesson out of a thread, a session or a moment of a recording."""

import pytest
from sqlalchemy import select

from cop.db import db
from cop.lessons.models import Lesson, LessonLink, Revision
from tests.make.accounts import make_agency, make_member
from tests.make.communities import make_community
from tests.make.lessons import SHORT
from tests.make.sessions import address_of, make_recording, make_series, make_session
from tests.make.threads import make_reply, make_thread


@pytest.fixture
def author(client):
    member = make_member(agency_id=make_agency().id)
    client.as_(member)
    return member


def saved() -> tuple[Lesson, LessonLink, Revision]:
    db.session.expire_all()
    lesson = db.session.scalars(select(Lesson)).one()
    link = db.session.scalars(select(LessonLink)).one()
    return lesson, link, db.session.get_one(Revision, lesson.current_revision_id)


def test_chosen_replies_are_quoted_credited_and_linked(client, author):
    home = make_community("open-one")
    thread = make_thread(home, title="ลดคิวงานทะเบียนอย่างไร", body="คิวยาวทุกเช้า")
    teller = make_member(given_name="สมหญิง", family_name="เล่าเรื่อง")
    make_reply(thread, teller, body="แยกช่องงานที่ใช้เวลานาน")
    make_reply(thread, body="ไม่เกี่ยวกัน")
    page = client.see(f"/lessons/from-thread/{thread.id}")
    assert len(page.all(".//input[@name='reply']")) == 2
    source = f"about=/threads/{thread.id}&reply=1"
    form = client.see(f"/lessons/new?{source}&community={home.slug}")
    text = form.text
    assert "แยกช่องงานที่ใช้เวลานาน" in text
    assert "ไม่เกี่ยวกัน" not in text
    assert "สมหญิง เล่าเรื่อง" in form.words()
    assert f"/threads/{thread.id}/replies/1" in text
    fields = {one.get("name"): one.get("value") for one in form.all(".//input[@type='hidden']")}
    assert (fields["about"], fields["reply"]) == (f"/threads/{thread.id}", "1")
    data = {**SHORT, "about": fields["about"], "reply": "1", "background": fields["background"]}
    client.send("/lessons/new", data)
    _lesson, link, revision = saved()
    assert (link.kind, link.to_kind, link.to_id) == ("distilled_from_thread", "thread", thread.id)
    assert "สมหญิง เล่าเรื่อง" in link.note
    assert "ลดคิวงานทะเบียนอย่างไร" in revision.background


def test_a_session_and_a_moment_of_a_recording_are_linked(client, author):
    series = make_series(community=make_community("open-one"))
    exchange = make_session(series)
    recording = make_recording(exchange)
    for about, moment, kind, second in (
        (address_of(series, exchange), "", "derived_from_session", 0),
        (f"/recordings/{recording.id}", "41:20", "cued_in_recording", 2480),
    ):
        page = client.see(f"/lessons/new?about={about}&t={moment}")
        assert "ถอดบทเรียนจาก" in page.words()
        client.send("/lessons/new", {**SHORT, "about": about, "t": moment})
        db.session.expire_all()
        link = db.session.scalars(select(LessonLink).order_by(LessonLink.id.desc())).first()
        assert (link.kind, link.at_seconds) == (kind, second)


def test_what_one_may_not_read_is_no_source(client, author):
    make_community("open-one")
    insider = make_member()
    closed = make_community("closed", kind="members", members=(insider,))
    thread = make_thread(closed, insider, visibility="community")
    client.see(f"/lessons/new?about=/threads/{thread.id}", status=404)
    client.see(f"/lessons/from-thread/{thread.id}", status=404)
    client.see("/lessons/new?about=/somewhere/else", status=404)
    answer = client.post("/lessons/new", {**SHORT, "about": f"/threads/{thread.id}"})
    assert answer.status_code == 404
    assert db.session.scalars(select(Lesson)).all() == []


def test_the_four_questions_are_on_one_page_and_keep_the_steps(client, author):
    make_community("open-one")
    page = client.see("/lessons/new?mode=aar")
    assert page.tree.find(".//input[@id='m-aar']").get("checked") is not None
    data = {"expected": "เสร็จในวันเดียว", "cause": "คนไม่พอ", "recommendation": "เพิ่มคน\nแยกช่อง"}
    client.send("/lessons/new", {**SHORT, **data})
    lesson = db.session.scalars(select(Lesson)).one()
    revision = db.session.get_one(Revision, lesson.current_revision_id)
    assert (revision.expected, revision.cause) == ("เสร็จในวันเดียว", "คนไม่พอ")
    assert revision.recommendation == ["เพิ่มคน", "แยกช่อง"]
