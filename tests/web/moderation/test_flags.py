"""Readers say what is wrong with a lesson, moderators answer."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cop.core.actor import SYSTEM
from cop.core.clock import now, today
from cop.core.errors import Refused, Stale
from cop.db import db, transaction
from cop.journal import Entry
from cop.lessons import services as lessons
from cop.lessons.models import Lesson
from cop.moderation import queries, services
from cop.moderation.models import Flag, Holiday
from cop.notices.models import Notice
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.flags import decide_flag, make_flag
from tests.make.lessons import make_lesson


@pytest.fixture
def judge(app):
    return make_member(role="moderator")


@pytest.fixture
def lesson(judge):
    return make_lesson(moderator=judge)


def flags():
    db.session.remove()
    return db.session.scalars(select(Flag).order_by(Flag.id)).all()


def send(client, lesson, status=303, **data):
    return client.send(f"/lessons/{lesson.ref}/flag", data, status=status)


def answer(client, flag, status=303, **data):
    return client.send(f"/flags/{flag.id}", data, status=status)


def told(member, what):
    query = select(func.count(Notice.id)).where(Notice.member_id == member.id, Notice.kind == what)
    return db.session.scalar(query)


def test_a_reader_flags_and_gets_an_answer(client, lesson, judge):
    reader = make_member()
    client.as_(reader)
    page = client.see(f"/lessons/{lesson.ref}")
    assert f"/lessons/{lesson.ref}/flag" in {one.get("href") for one in page.all(".//main//a")}
    send(client, lesson, reason="outdated", words="ระเบียบเปลี่ยนเมื่อปีที่แล้ว")
    (flag,) = flags()
    assert (flag.by_id, flag.reason, flag.hides, flag.outcome) == (reader.id, "outdated", False, "")
    assert told(judge, "content_flagged") == 1
    assert told(reader, "content_flagged") == 0
    assert "ระเบียบเปลี่ยนเมื่อปีที่แล้ว" not in client.see(f"/lessons/{lesson.ref}").text
    client.as_(judge)
    assert "ระเบียบเปลี่ยนเมื่อปีที่แล้ว" in client.see(f"/lessons/{lesson.ref}").text
    assert f"/flags/{flag.id}" in client.see("/moderation?show=flags").text
    assert f"/flags/{flag.id}" in client.see("/notices").text
    answer(client, flag, outcome="passed_on", words="ขอบคุณ กำลังแก้ไข")
    (flag,) = flags()
    assert (flag.outcome, flag.decided_by_id) == ("passed_on", judge.id)
    assert f"/flags/{flag.id}" not in client.see("/moderation?show=flags").text
    client.as_(reader)
    assert "แจ้งผู้เขียนให้แก้ไขแล้ว" in client.see("/notices").text
    assert "ขอบคุณ กำลังแก้ไข" in client.see(f"/lessons/{lesson.ref}/flag").text
    assert "ขอบคุณ กำลังแก้ไข" not in client.as_(make_member()).see(f"/lessons/{lesson.ref}/flag").text


def test_the_answer_is_not_told_to_who_may_not_read_the_lesson_any_more(client, judge):
    inside = make_member()
    author = make_member()
    closed = make_community(kind="members", members=(inside, author))
    lesson = make_lesson(community=closed, author=author)
    flag = make_flag(lesson, inside)
    decide_flag(flag, "fixed", judge)
    assert told(inside, "flag_decided") == 1
    client.as_(inside)
    assert "แก้ไขแล้ว" in client.see("/notices").text
    with transaction():
        held = db.session.get_one(Lesson, lesson.id)
        lessons.trash(held, words="ลงผิดชุมชน", by=actor_of(judge), at=now())
    assert "แก้ไขแล้ว" not in client.see("/notices").text


def test_sending_twice_flags_once_and_a_second_time_says_so(client, lesson):
    client.as_(make_member())
    address = f"/lessons/{lesson.ref}/flag"
    form = client.see(address).form(address)
    fields = {one.get("name"): one.get("value") or "" for one in form.iter("input")}
    fields |= {"reason": "wrong", "words": "ตัวเลขผิด"}
    for _time in range(2):
        assert client.client.post(address, data=fields).status_code == 303
    assert len(flags()) == 1
    assert "แจ้งเรื่องนี้ไว้แล้ว" in send(client, lesson, 422, reason="wrong", words="อีกครั้ง").text
    assert [one.words for one in flags()] == ["ตัวเลขผิด"]
    send(client, lesson, reason="outdated")
    client.as_(make_member())
    send(client, lesson, reason="wrong")
    assert len(flags()) == 3


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({"words": "ไม่เลือก"}, "reason"),
        ({"reason": "unheard"}, "reason"),
        ({"reason": "other"}, "words"),
        ({"reason": "other", "words": "ก" * 1001}, "words"),
        ({"reason": "personal_data"}, "passage"),
        ({"reason": "personal_data", "passage": "คน"}, "passage"),
        ({"reason": "personal_data", "passage": "ก" * 201}, "passage"),
        ({"reason": "personal_data", "passage": "ไม่มีข้อความนี้เลย"}, "passage"),
        ({"reason": "duplicate", "other": "LL-2599-9999"}, "other"),
    ],
)
def test_what_a_flag_must_say(client, lesson, data, where):
    client.as_(make_member())
    page = send(client, lesson, 422, **data)
    assert any(one.get("id") == f"{where}-error" for one in page.tree.iter())
    assert flags() == []


def test_a_duplicate_names_the_other_if_the_reader_may_read_it(client, lesson, judge):
    inside = make_member()
    closed = make_community(kind="members", members=(inside,))
    other, secret = make_lesson(), make_lesson(community=closed, author=inside)
    client.as_(make_member())
    send(client, lesson, 422, reason="duplicate", other=secret.ref)
    send(client, lesson, 422, reason="duplicate", other=lesson.ref)
    send(client, lesson, reason="duplicate", other=f"https://site.example/lessons/{other.ref}")
    (flag,) = flags()
    assert flag.other_id == other.id
    assert f"/lessons/{other.ref}" in client.as_(judge).see(f"/flags/{flag.id}").text


def test_who_may_flag_and_who_may_answer(client, judge):
    author, reader, outsider = make_member(), make_member(), make_member()
    place = make_community(kind="members", members=(author, reader))
    lesson = make_lesson(community=place, author=author, moderator=judge)
    elsewhere = make_member(role="moderator", scope=("community", make_community().id))
    for person, status in ((reader, 200), (author, 200), (outsider, 404), (elsewhere, 404)):
        client.as_(person).see(f"/lessons/{lesson.ref}/flag", status=status)
    visitor = Browser(client.app)
    assert visitor.get(f"/lessons/{lesson.ref}/flag").status_code == 302
    draft = make_lesson("draft", author=reader, community=place)
    client.as_(reader).see(f"/lessons/{draft.ref}/flag", status=403)
    flag = make_flag(lesson, reader)
    for person in (reader, author, outsider, elsewhere):
        client.as_(person).see(f"/flags/{flag.id}", status=404)
        assert client.post(f"/flags/{flag.id}", {"outcome": "fixed"}).status_code == 404
        shown = client.get("/moderation?show=flags")
        assert lesson.ref not in shown.get_data(as_text=True)
        with pytest.raises(Refused):
            decide_flag(flag, "fixed", person)
    assert visitor.get(f"/flags/{flag.id}").status_code == 302
    assert flags()[0].outcome == ""
    in_scope = make_member(role="moderator", scope=("community", place.id))
    answer(client.as_(in_scope), flag, outcome="no_problem")
    read = select(func.count()).where(
        Entry.what == "closed_content_read", Entry.by_id == in_scope.id
    )
    assert db.session.scalar(read) == 1


def test_nobody_answers_flags_of_the_own_lesson(client, judge):
    author = make_member(role="moderator")
    lesson = make_lesson(author=author, moderator=judge)
    flag = make_flag(lesson, make_member())
    client.as_(author)
    assert client.post(f"/flags/{flag.id}", {"outcome": "no_problem"}).status_code == 404
    assert f"/flags/{flag.id}" not in client.see(f"/lessons/{lesson.ref}").text
    assert f"/flags/{flag.id}" not in client.see("/moderation?show=flags").text
    assert told(author, "content_flagged") == 0


def test_two_moderators_at_once_give_one_answer(client, lesson, judge):
    flag = make_flag(lesson, make_member())
    other = Browser(client.app).as_(make_member(role="moderator"))
    client.as_(judge)
    address = f"/flags/{flag.id}"
    tabs = []
    for browser in (client, other):
        form = browser.see(address).form(address)
        tabs.append({one.get("name"): one.get("value") or "" for one in form.iter("input")})
    first = client.client.post(address, data={**tabs[0], "outcome": "fixed"})
    second = other.client.post(address, data={**tabs[1], "outcome": "no_problem"})
    assert (first.status_code, second.status_code) == (303, 409)
    assert [(one.outcome, one.decided_by_id) for one in flags()] == [("fixed", judge.id)]
    with pytest.raises(Stale):
        decide_flag(flag, "fixed", judge)
    told_once = select(func.count()).where(Entry.what == "flag_decided")
    assert db.session.scalar(told_once) == 1
    assert "ตอบเรื่องนี้แล้ว" in other.see(address).text


def test_personal_data_stand_first_and_are_due_in_one_working_day(client, lesson, judge):
    day = today(now())
    with transaction():
        db.session.add_all(Holiday(day=day + timedelta(days=n), name="หยุด") for n in range(1, 8))
    late = make_flag(lesson, make_member())
    personal = make_flag(lesson, make_member(), "personal_data", passage=lesson.title[:12])
    found = queries.open_flags(actor_of(judge))
    assert [one.id for one in found] == [personal.id, late.id]
    assert day + timedelta(days=7) < personal.due_on < late.due_on
    assert personal.due_on <= day + timedelta(days=11)


@pytest.mark.parametrize("end", ["merge", "remove"])
def test_flags_end_with_their_lesson(client, lesson, judge, end):
    reader, target = make_member(), make_lesson()
    make_flag(lesson, reader)
    make_flag(lesson, reader, "personal_data", passage=lesson.title[:12])
    admin = make_member(role="admin")
    with transaction():
        held = db.session.get_one(Lesson, lesson.id)
        if end == "merge":
            into = db.session.get_one(Lesson, target.id)
            lessons.merge(held, into, words="", by=actor_of(judge), at=now())
        else:
            lessons.remove(held, words="ผิดกฎหมาย", by=actor_of(admin), at=now())
    outcome = "merged" if end == "merge" else "removed"
    assert [(one.outcome, one.hides) for one in flags()] == [(outcome, False)] * 2
    client.as_(judge)
    assert "ไม่มีเรื่องที่แจ้ง" in client.see("/moderation?show=flags").text
    shown = client.as_(reader).see("/notices").text
    assert ("บทเรียนถูกรวมกับเรื่องอื่นแล้ว" in shown) is (end == "merge")


def test_only_the_site_closes_flags_by_itself(lesson, judge):
    make_flag(lesson, make_member())
    with pytest.raises(Refused):
        services.close_flags(lesson, "merged", by=actor_of(judge), at=now())
    with transaction():
        held = db.session.get_one(Lesson, lesson.id)
        assert services.close_flags(held, "removed", by=SYSTEM, at=now()) == 1
        assert services.close_flags(held, "removed", by=SYSTEM, at=now()) == 0


def test_a_hidden_author_who_flags_is_not_named(client, judge):
    shy = make_member(given_name="อรุณีลับ")
    lesson = make_lesson(author=shy, moderator=judge, hides_author=True)
    flag = make_flag(lesson, shy)
    client.as_(judge)
    for address in (f"/lessons/{lesson.ref}", f"/flags/{flag.id}", "/notices"):
        assert "อรุณีลับ" not in client.see(address).text
