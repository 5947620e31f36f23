"""The queue of those who review."""

from datetime import date, timedelta

import pytest

from cop.core.clock import now
from cop.db import db
from cop.lessons.models import Lesson
from cop.moderation.queries import working_days
from tests.make.accounts import make_agency, make_member
from tests.make.communities import make_community
from tests.make.lessons import make_lesson


@pytest.fixture
def moderator(client):
    member = make_member(role="moderator")
    client.as_(member)
    return member


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2020-07-09", "2020-07-09", 0),
        ("2020-07-09", "2020-07-10", 1),
        ("2020-07-10", "2020-07-12", 0),
        ("2020-07-10", "2020-07-13", 1),
        ("2020-07-09", "2020-07-16", 5),
        ("2020-07-11", "2020-07-25", 10),
        ("2020-07-09", "2020-07-01", 0),
    ],
)
def test_working_days_are_monday_to_friday(since, until, days):
    assert working_days(date.fromisoformat(since), date.fromisoformat(until)) == days


def test_what_waits_longest_stands_first_and_late_ones_say_so(client, moderator):
    newer = make_lesson("submitted", at=now(), title_th="เรื่องที่ส่งทีหลังเมื่อเช้านี้")
    older = make_lesson("submitted", at=now() - timedelta(days=21), title_th="เรื่องที่ส่งมานานแล้ว")
    page = client.see("/moderation")
    listed = [page.words(link) for link in page.all(".//ol[@class='qlist']/li/a")]
    assert [one.replace("\u2060", "") for one in listed] == [
        "เรื่องที่ส่งมานานแล้ว",
        "เรื่องที่ส่งทีหลังเมื่อเช้านี้",
    ]
    assert "รอ 15 วันทำการ เกินกำหนด 10 วัน" in page.words()
    assert older.number in page.text
    assert newer.number in page.text


def test_own_lessons_stay_in_the_queue_with_the_reason(client, moderator):
    lesson = make_lesson("submitted", author=moderator)
    page = client.see("/moderation")
    assert "ของฉัน ตัดสินไม่ได้" in page.text
    shown = client.see(f"/moderation/{lesson.number}")
    assert "ผู้เขียนและผู้ดูแลบทเรียนตัดสินบทเรียนนี้เองไม่ได้" in shown.text
    assert not shown.all(".//section[@id='decide']")
    assert not [f for f in shown.all(".//form") if "start-review" in (f.get("action") or "")]


def test_the_queue_is_narrowed_to_what_i_took_and_what_is_free(client, moderator):
    taken = make_lesson("in_review", moderator=moderator)
    free = make_lesson("submitted")
    page = client.see("/moderation?show=mine")
    assert taken.number in page.text
    assert free.number not in page.text
    assert taken.number not in client.see("/moderation?show=free").text


def test_the_open_lesson_is_marked_in_the_list(client, moderator):
    first, second = make_lesson("submitted"), make_lesson("submitted")
    page = client.see(f"/moderation/{second.number}")
    marked = page.all(".//ol[@class='qlist']//a[@aria-current='true']")
    assert [link.get("href") for link in marked] == [f"/moderation/{second.number}"]
    review = page.tree.find(".//div[@data-review]")
    assert review.get("data-previous") == f"/moderation/{first.number}"


def test_an_empty_queue_says_so(client, moderator):
    assert "ไม่มีเรื่องรอตรวจ" in client.see("/moderation").text


def test_moderators_of_a_scope_see_their_scope_only(client):
    mine, other = make_community(), make_community()
    unit = make_agency()
    inside = make_lesson("submitted", community=mine)
    outside = make_lesson("submitted", community=other)
    of_unit = make_lesson("submitted", community=other, agency_id=unit.id)
    client.as_(make_member(role="moderator", scope=("community", mine.id)))
    text = client.see("/moderation").text
    assert inside.number in text
    assert outside.number not in text
    client.see(f"/moderation/{outside.number}", status=404)
    client.as_(make_member(role="moderator", scope=("agency", unit.id)))
    text = client.see("/moderation").text
    assert of_unit.number in text
    assert inside.number not in text


def test_published_lessons_and_drafts_are_not_in_the_queue(client, moderator):
    for state in ("draft", "published", "rejected", "withdrawn"):
        lesson = make_lesson(state)
        client.see(f"/moderation/{lesson.ref}", status=404)
    assert "ไม่มีเรื่องรอตรวจ" in client.see("/moderation").text


def test_what_is_missing_leads_to_its_field(client, moderator):
    lesson = make_lesson("in_review", moderator=moderator, summary="", topics=())
    text = client.see(f"/moderation/{lesson.number}").text
    assert f"/lessons/{lesson.number}/edit#summary" in text
    assert f"/lessons/{lesson.number}/edit#topics-0" in text


def test_reading_the_queue_changes_nothing(client, moderator):
    lesson = make_lesson("submitted")
    client.see("/moderation")
    client.see(f"/moderation/{lesson.number}")
    db.session.expire_all()
    kept = db.session.get(Lesson, lesson.id)
    assert (kept.state, kept.version) == ("submitted", lesson.version)


def test_a_second_submission_is_compared_with_what_was_sent_back(client, moderator):
    author = make_member()
    lesson = make_lesson("changes_requested", author=author, moderator=moderator)
    client.as_(author).send(
        f"/lessons/{lesson.number}/edit",
        {"lesson": "เขียนใหม่ตามที่ขอ", "act": "submit", "pdpa_check": "1"},
    )
    page = client.as_(moderator).see(f"/moderation/{lesson.number}")
    assert "เทียบกับฉบับที่ 1" in page.text
    assert page.all(".//ins")
    assert "ส่งครั้งที่ 2" in page.text
    assert "ขอตัวเลขก่อนและหลัง" in page.text


def test_keys_have_a_visible_list_and_an_off_switch(client, moderator):
    make_lesson("submitted")
    page = client.see("/moderation")
    assert {page.words(one) for one in page.all(".//kbd")} >= {"j", "k", "a", "e"}
    assert page.all(".//input[@id='keys-on']")
