"""Searches that a member follows: kept, counted, renamed, left and taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cop.communities import services as communities
from cop.core.clock import now
from cop.db import db, transaction
from cop.search import jobs, services
from cop.search.models import FollowedSearch
from cop.search.queries.following import state_of
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson
from tests.make.searches import make_followed
from tests.make.sessions import make_session
from tests.make.threads import make_thread

WORDS = "q=%E0%B8%9A%E0%B8%B1%E0%B8%95%E0%B8%A3%E0%B8%84%E0%B8%B4%E0%B8%A7"  # บัตรคิว


def _kept() -> list[FollowedSearch]:
    db.session.remove()
    return list(db.session.scalars(select(FollowedSearch).order_by(FollowedSearch.id)))


def _count() -> None:
    """Let the worker's round come that is due in ten minutes."""
    past = now() - timedelta(minutes=20)
    for one in _kept():
        one.checked_at = past
    db.session.commit()
    jobs.look_for_news()


def _opened_before(minutes: int = 60) -> None:
    for one in _kept():
        one.opened_at = now() - timedelta(minutes=minutes)
        one.checked_at = one.opened_at
    db.session.commit()


def test_followed_from_its_results_and_twice_is_once(client: Browser) -> None:
    client.as_(make_member())
    sent = {"state": "q=บัตรคิว&page=3&kind=lesson"}
    for _ in range(2):
        answer = client.post("/search/following", sent)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/search?kind=lesson&q=")
    (one,) = _kept()
    assert one.name == "บัตรคิว"
    page = client.see("/search/following")
    link = page.tree.find(".//ul[@class='follows']//a")
    assert link.get("href") == f"/search?{one.state}"


def test_the_button_stands_on_the_results(client: Browser) -> None:
    make_lesson(title_th="บัตรคิวหน้าเคาน์เตอร์")
    client.as_(make_member())
    page = client.send("/search/following", {}, page="/search?q=บัตรคิว&kind=lesson")
    assert page.status == 303
    (one,) = _kept()
    assert one.state == state_of("kind=lesson&q=บัตรคิว")


def test_order_and_page_of_the_address_do_not_matter() -> None:
    assert state_of("q=ก&kind=lesson&page=2") == state_of("kind=lesson&q=%E0%B8%81&state=")
    assert state_of("q=" + "ก" * 3_000) == ""


def test_what_is_new_is_counted_and_opening_settles_it(client: Browser) -> None:
    reader = make_member()
    client.as_(reader)
    make_lesson(title_th="บัตรคิวของปีก่อน")
    followed = make_followed(reader, WORDS)
    _opened_before(minutes=0)
    make_lesson(title_th="บัตรคิวแบบใหม่หน้าเคาน์เตอร์")
    make_thread(title="ถามเรื่องบัตรคิวหาย")
    make_session(title_th="เสวนาเรื่องบัตรคิว")
    make_thread(title="เรื่องอื่นที่ไม่เกี่ยว")
    _count()
    assert [one.new_count for one in _kept()] == [3]
    front = client.see("/")
    assert "ใหม่ 3 เรื่อง" in front.text
    assert f"/search?{followed.state}" in front.text
    client.see(f"/search?{followed.state}")
    assert [one.new_count for one in _kept()] == [0]
    assert "ใหม่ 3 เรื่อง" not in client.see("/").text


def test_filters_and_kinds_of_the_address_count(client: Browser) -> None:
    reader = make_member()
    client.as_(reader)
    make_followed(reader, f"kind=thread&{WORDS}")
    make_followed(reader, f"{WORDS}&type=caution")
    _opened_before()
    make_lesson(title_th="บัตรคิวที่ควรระวัง", kind="caution")
    make_lesson(title_th="บัตรคิวที่ได้ผลดี", kind="lesson")
    make_thread(title="ถามเรื่องบัตรคิวหาย")
    _count()
    assert [one.new_count for one in _kept()] == [1, 1]


def test_what_the_owner_may_not_read_is_not_counted(client: Browser) -> None:
    inside, outside = make_member(), make_member()
    closed = make_community(kind="members", members=(inside,))
    for one in (inside, outside):
        client.as_(one)
        make_followed(one, WORDS)
    _opened_before()
    make_thread(closed, inside, title="ถามเรื่องบัตรคิวในห้องปิด")
    _count()
    assert {one.member_id: one.new_count for one in _kept()} == {inside.id: 1, outside.id: 0}


def test_a_number_counted_with_other_rights_is_not_shown(client: Browser) -> None:
    reader = make_member()
    closed = make_community(kind="members", members=(reader,))
    client.as_(reader)
    make_followed(reader, WORDS)
    _opened_before()
    make_thread(closed, reader, title="ถามเรื่องบัตรคิวในห้องปิด")
    _count()
    assert "ใหม่ 1 เรื่อง" in client.see("/").text
    with transaction():
        communities.leave(closed, by=actor_of(reader), at=now())
    assert "ใหม่ 1 เรื่อง" not in client.see("/").text
    assert "กำลังนับใหม่" in client.see("/search/following").text


def test_a_round_without_news_asks_the_index_nothing(client: Browser, monkeypatch) -> None:
    reader = make_member()
    client.as_(reader)
    make_followed(reader, WORDS)
    jobs.look_for_news()
    past = now() + timedelta(seconds=1)
    for one in _kept():
        one.checked_at = past
    db.session.commit()
    asked: list[str] = []
    monkeypatch.setattr(jobs.following, "new_things", lambda *_: asked.append("asked") or 0)
    monkeypatch.setattr(jobs, "LOOKED_AT_EVERY", timedelta(seconds=-60))
    jobs.look_for_news()
    assert asked == []


def test_renamed_and_a_bad_name_is_refused(client: Browser) -> None:
    reader = make_member()
    one = make_followed(reader, WORDS)
    client.as_(reader)
    client.post(f"/search/following/{one.id}/name", {"name": " คิวหน้าเคาน์เตอร์ "})
    assert _kept()[0].name == "คิวหน้าเคาน์เตอร์"
    for name in ("", " ", "ก" * 101):
        answer = client.post(f"/search/following/{one.id}/name", {"name": name})
        assert answer.status_code == 422
    assert _kept()[0].name == "คิวหน้าเคาน์เตอร์"


def test_left_and_taken_back(client: Browser) -> None:
    reader = make_member()
    one = make_followed(reader, WORDS, "คิว")
    client.as_(reader)
    client.send(f"/search/following/{one.id}/remove", {}, page="/search/following")
    page = client.see("/search/following")
    assert "เพิ่งเลิกติดตาม" in page.text
    assert "การค้นหาที่ติดตาม" not in client.see("/").text
    client.send(f"/search/following/{one.id}/restore", {}, page="/search/following")
    assert "การค้นหาที่ติดตาม" in client.see("/").text
    assert "เพิ่งเลิกติดตาม" not in client.see("/search/following").text


def test_left_searches_go_after_a_day(client: Browser) -> None:
    reader = make_member()
    kept, left = make_followed(reader, WORDS), make_followed(reader, "q=x")
    with transaction():
        services.unfollow(left.id, by=actor_of(reader), at=now() - timedelta(hours=25))
    jobs.forget()
    assert [one.id for one in _kept()] == [kept.id]


@pytest.mark.parametrize("act", ["name", "remove", "restore"])
def test_others_searches_do_not_exist(client: Browser, act: str) -> None:
    one = make_followed(make_member(), WORDS, "คิว")
    client.as_(make_member(role="moderator"))
    answer = client.post(f"/search/following/{one.id}/{act}", {"name": "ของฉัน"})
    assert answer.status_code == 404
    assert "คิว" not in client.see("/search/following").words(None).split()
    assert (_kept()[0].name, _kept()[0].removed_at) == ("คิว", None)


def test_at_most_thirty(client: Browser) -> None:
    reader = make_member()
    for number in range(services.MOST_FOLLOWED):
        make_followed(reader, f"q={number}")
    client.as_(reader)
    client.post("/search/following", {"state": "q=more"})
    assert len(_kept()) == services.MOST_FOLLOWED
    assert "ไม่เกิน 30" in client.see("/search/following").text


def test_the_front_page_asks_once_more_and_no_more(client: Browser) -> None:
    reader = make_member()
    client.as_(reader)
    before = client.see("/").queries
    for number in range(8):
        make_followed(reader, f"q={number}")
    page = client.see("/")
    assert page.queries == before <= 7
    assert len(page.all(".//section[@aria-labelledby='follow-t']//li")) == 5


def test_the_page_tells_what_to_do_when_nothing_is_followed(client: Browser) -> None:
    page = client.as_(make_member()).see("/search/following")
    assert "ติดตามการค้นหานี้" in page.words()
