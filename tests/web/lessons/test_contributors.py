"""Who had a part in a lesson stands in a table under its history."""

from dataclasses import replace

import pytest

from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons import services
from cop.lessons.models import Lesson
from cop.lessons.services import End
from tests.make.accounts import make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import FULL, content, make_lesson
from tests.make.threads import make_thread

NAME = "นวลจันทร์ผู้ซ่อน"
UNIT = "กองของผู้มีส่วนร่วม"


def again(lesson):
    db.session.remove()
    return db.session.get_one(Lesson, lesson.id)


def table(client, lesson):
    """Return what the table says: of each row the name, and the part with how often."""
    page = client.see(f"/lessons/{lesson.ref}/history")
    rows = page.all(".//table[@class='grid-t']/tbody/tr")
    cells = [[page.words(one) for one in row] for row in rows]
    return [tuple(one[:2]) for one in cells]


@pytest.fixture
def judge(client):
    return make_member(role="moderator", given_name="ปรีชา", family_name="ตรวจดี")


@pytest.fixture
def author(client):
    unit = make_agency(UNIT)
    return make_member(given_name="สมหญิง", family_name="รักงาน", agency_id=unit.id)


def test_parts_are_counted_from_revisions_and_decisions(client, author, judge):
    lesson = make_lesson("in_review", author=author, moderator=judge)
    text = content(lesson.community, agency_id=lesson.agency_id, summary="สรุปที่ผู้ตรวจแก้")
    by = actor_of(judge)
    with transaction():
        services.classify(lesson, text, version=None, by=by, at=now())
    second = actor_of(make_publisher())
    with transaction():
        services.publish(lesson, revision_id=None, by=second, at=now())
    for word in ("บอกรายชื่อ", "บอกรายการ"):
        with transaction():
            texts = {"cause": f"{FULL['cause']} {word}"}
            services.minor_edit(lesson, texts, note="คำ", version=None, by=by, at=now())
    assert table(client.as_(make_member()), lesson) == [
        (f"สมหญิง รักงาน{UNIT}", "ผู้เขียนเนื้อหา1 ครั้ง"),
        ("ปรีชา ตรวจดี", "ผู้จัดหมวดและตรวจภาษา1 ครั้ง"),
        ("ปรีชา ตรวจดี", "ผู้แก้ไขเล็กน้อย2 ครั้ง"),
        (f"สมหญิง รักงาน{UNIT}", "ผู้ส่งตรวจ1 ครั้ง"),
        ("วิภา เผยแพร่เก่ง", "ผู้เผยแพร่1 ครั้ง"),
    ]


def make_publisher():
    return make_member(role="moderator", given_name="วิภา", family_name="เผยแพร่เก่ง")


def test_readers_are_told_nothing_of_what_is_not_published(client, author, judge):
    lesson = make_lesson(author=author, moderator=judge)
    by = actor_of(author)
    text = content(lesson.community, agency_id=lesson.agency_id, lesson="ฉบับใหม่")
    before = table(client.as_(make_member()), lesson)
    for _time in range(2):
        with transaction():
            kept = again(lesson)
            services.revise(kept, text, version=None, by=by, at=now(), note="ปรับ")
    with transaction():
        services.submit(again(lesson), pdpa_check=True, by=by, at=now())
    assert table(client, lesson) == before
    own = table(client.as_(author), lesson)
    assert (f"สมหญิง รักงาน{UNIT}", "ผู้เขียนเนื้อหา3 ครั้ง") in own


def test_an_author_who_is_not_named_is_not_named_here(client, judge):
    hidden = make_member(given_name=NAME, agency_id=make_agency(UNIT).id)
    lesson = make_lesson(author=hidden, moderator=judge, hides_author=True)
    other = make_agency("กองอื่น")
    with transaction():
        again(lesson).agency_id = other.id
    for one in (make_member(), judge):
        rows = table(client.as_(one), lesson)
        assert ("ไม่แสดงชื่อผู้เขียน", "ผู้เขียนเนื้อหา1 ครั้ง") in rows
        assert NAME not in str(rows)
        assert UNIT not in str(rows)
    assert NAME in str(table(client.as_(hidden), lesson))


def test_credit_outlives_a_merge_and_stays_hidden_where_it_was(client, author, judge):
    hidden = make_member(given_name=NAME)
    target = make_lesson(author=author, moderator=judge)
    given = {"moderator": judge, "title_th": "เรื่องที่ถูกรวมเข้าไปแล้ว"}
    merged = make_lesson(author=hidden, hides_author=True, **given)
    plain = make_lesson(author=make_member(given_name="มาลี", family_name="ใจดี"), **given)
    by = actor_of(judge)
    for one in (merged, plain):
        with transaction():
            services.merge(one, target, words="ซ้ำ", by=by, at=now())
    for one in (make_member(), author):
        rows = table(client.as_(one), target)
        assert ("ไม่แสดงชื่อผู้เขียน", f"ผู้เขียนบทเรียนที่รวมเข้ามา {merged.number}1 ครั้ง") in rows
        assert ("มาลี ใจดี", f"ผู้เขียนบทเรียนที่รวมเข้ามา {plain.number}1 ครั้ง") in rows


def test_whoever_is_quoted_is_named_to_those_who_may_read_the_thread(client, author, judge):
    closed = make_community(kind="members", members=(judge,))
    thread = make_thread(closed, judge, title="กระทู้ที่นำมาสรุป")
    lesson = make_lesson(author=author, moderator=judge)
    with transaction():
        end = End("thread", thread.id)
        by = actor_of(judge)
        services.add_link(lesson, end, "distilled_from_thread", by=by, at=now(), note="วิชัย สอนดี")
    row = ("วิชัย สอนดี", "ผู้แสดงความเห็นในกระทู้ที่นำมาสรุป1 ครั้ง")
    assert row in table(client.as_(judge), lesson)
    assert row not in table(client.as_(make_member()), lesson)


def test_the_table_costs_a_statement_and_no_more_for_many_hands(client, author, judge):
    lesson = make_lesson(author=author, moderator=judge)
    text = content(lesson.community, agency_id=lesson.agency_id)
    by = actor_of(author)
    for place in range(12):
        with transaction():
            more = replace(text, background=f"บริบทที่ {place}")
            services.revise(again(lesson), more, version=None, by=by, at=now())
    address = f"/lessons/{lesson.number}/history"
    few = client.as_(author).see(address).queries
    assert few <= 12
    assert client.as_(judge).see(address).queries <= 12
