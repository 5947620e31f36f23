"""An expert without an account: asked by a reviewer, answers once behind a secret link."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from cop.app import create_app
from cop.communities.models import Community
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import Entry
from cop.lessons import services as lesson_services
from cop.lessons.models import Lesson
from cop.lessons.services._blanking import blank
from cop.moderation.models import ExpertQuestion, Remark
from cop.notices.models import Notice
from tests.browser_without_scripts import Browser
from tests.conftest import site_settings
from tests.make.accounts import make_member
from tests.make.communities import actor_of
from tests.make.lessons import content, make_lesson

ASK = {"name": "ดร. ผู้รู้", "email": "expert@elsewhere.example", "question": "ถูกระเบียบหรือไม่"}
# What follows from the journal is done at once here, and counted with the page.
MORE = 40


@pytest.fixture
def moderator(client):
    member = make_member("judge@example.go.th", "moderator")
    client.as_(member)
    return member


@pytest.fixture
def author():
    return make_member("author@example.go.th")


@pytest.fixture
def lesson(moderator, author):
    return make_lesson("in_review", author=author, moderator=moderator)


@pytest.fixture
def expert(app):
    return Browser(app)


def asked(client, lesson) -> str:
    """Make a link as the reviewer and return its address."""
    page = client.send(f"/lessons/{lesson.ref}/experts", ASK, status=200)
    link = page.tree.find(".//input[@id='link']").get("value")
    return link[link.index("/expert/") :]


def happened() -> list[str]:
    query = select(Entry.what).where(Entry.what.like("expert%")).order_by(Entry.id)
    return list(db.session.scalars(query))


def closed(browser, link, status, words):
    page = browser.see(link, status=status, queries=MORE)
    assert words in page.text
    assert not page.all(".//form")


def test_the_expert_sees_the_asked_revision_alone_and_answers_become_remarks(
    client, lesson, author, moderator, expert
):
    link = asked(client, lesson)
    place = db.session.get(Community, lesson.community_id)
    text = content(place, agency_id=lesson.agency_id, cause="สาเหตุที่แก้ภายหลัง")
    by, own = actor_of(moderator), db.session.get(Lesson, lesson.id)
    with transaction():
        lesson_services.classify(own, text, version=None, by=by, at=now())
    page = expert.see(link, queries=MORE)
    assert "ป้ายหน้าสำนักงานมีรายการครบ" in page.text
    assert "สาเหตุที่แก้ภายหลัง" not in page.text
    assert ASK["question"] in page.text
    assert page.response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.all(".//a[@href]") == []
    done = expert.send(link, {"at_cause": "ควรอ้างระเบียบข้อ 5", "at_": "โดยรวมดี"}, status=200)
    assert "ได้รับความเห็นแล้ว" in done.text
    rows = db.session.scalars(select(Remark).order_by(Remark.place)).all()
    assert [(one.place, one.words, one.state) for one in rows] == [
        ("", "โดยรวมดี", "open"),
        ("cause", "ควรอ้างระเบียบข้อ 5", "open"),
    ]
    assert happened() == ["expert_asked", "expert_link_opened", "expert_link_opened",
                          "expert_answered"]  # fmt: skip
    review = client.see(f"/moderation/{lesson.ref}")
    card = next(one for one in review.all(".//article") if "ควรอ้าง" in review.words(one)
                and "remark" in (one.get("class") or ""))  # fmt: skip
    assert "ดร. ผู้รู้ผู้เชี่ยวชาญ" in review.words(card)
    assert "ช่องนี้เปลี่ยนแล้ว" in review.words(card)
    told = select(Notice.member_id).where(Notice.kind == "expert_answered")
    assert set(db.session.scalars(told)) == {moderator.id, author.id}


def test_a_spent_late_revoked_or_decided_link_is_gone_with_the_reason(client, lesson, expert):
    spent = asked(client, lesson)
    expert.send(spent, {"at_": "ดี"}, status=200)
    closed(expert, spent, 410, "ใช้ตอบไปแล้ว")
    late, revoked, decided = (asked(client, lesson) for _ in range(3))
    ids = list(db.session.scalars(select(ExpertQuestion.id).order_by(ExpertQuestion.id)))
    past = now() - timedelta(seconds=1)
    with transaction():
        of = update(ExpertQuestion).where(ExpertQuestion.id == ids[1])
        db.session.execute(of.values(expires_at=past))
    closed(expert, late, 410, "หมดอายุ")
    client.send(f"/experts/{ids[2]}/revoke", {}, page=f"/lessons/{lesson.ref}/experts")
    assert client.post(f"/experts/{ids[2]}/revoke").status_code == 303
    closed(expert, revoked, 410, "ยกเลิกลิงก์นี้แล้ว")
    client.send(
        f"/lessons/{lesson.ref}/decide",
        {"decision": "reject", "reasons": "duplicate", "words": "ซ้ำ"},
        page=f"/moderation/{lesson.ref}",
    )
    closed(expert, decided, 410, "พิจารณาเสร็จแล้ว")
    assert happened().count("expert_link_refused") == 4
    assert happened().count("expert_link_revoked") == 1


def test_two_answers_sent_from_two_open_pages_are_one(client, lesson, app):
    link = asked(client, lesson)
    first, second = Browser(app), Browser(app)
    first.get(link)
    second.get(link)
    assert first.post(link, {"at_": "คนแรก"}).status_code == 200
    assert second.post(link, {"at_": "คนที่สอง"}).status_code == 410
    assert db.session.scalars(select(Remark.words)).all() == ["คนแรก"]


def test_the_author_is_no_expert_on_the_own_lesson(client, lesson, author):
    link = asked(client, lesson)
    client.as_(author)
    closed(client, link, 403, "ตอบแทนผู้เชี่ยวชาญ")
    assert client.post(link, {"at_": "ดีมาก"}).status_code == 403
    assert client.get(f"/lessons/{lesson.ref}/experts").status_code == 404
    assert db.session.scalars(select(Remark.id)).all() == []


def test_an_unknown_secret_is_nowhere_and_leaves_no_trace(client, lesson, expert):
    assert expert.get("/expert/" + "a" * 43).status_code == 404
    assert expert.get("/expert/short").status_code == 404
    assert happened() == []


def test_the_secret_is_kept_nowhere_and_one_form_makes_one_link(client, lesson):
    first = client.post(f"/lessons/{lesson.ref}/experts", {**ASK, "form_key": "one"})
    again = client.post(f"/lessons/{lesson.ref}/experts", {**ASK, "form_key": "one"})
    token = first.text.split("/expert/")[1][:43]
    assert token in again.text
    rows = db.session.scalars(select(ExpertQuestion.token_hash)).all()
    assert len(rows) == 1
    assert token not in str(rows)
    assert token not in client.see(f"/lessons/{lesson.ref}/experts").text


def test_nothing_said_or_no_token_takes_no_answer_and_leaves_the_link(client, lesson, expert):
    link = asked(client, lesson)
    page = expert.send(link, {"at_": " "}, status=422)
    assert "เขียนอย่างน้อยหนึ่งช่อง" in page.text
    long = expert.send(link, {"at_cause": "ก" * 2_001}, status=422)
    assert "ยาวเกินไป" in long.text
    assert expert.client.post(link, data={"at_": "ดี"}).status_code == 400
    expert.send(link, {"at_": "ดี"}, status=200)


def test_whom_reviewers_ask_must_be_reachable(client, lesson):
    page = client.send(f"/lessons/{lesson.ref}/experts", {**ASK, "email": "ไม่มี"}, status=422)
    assert "ใส่อีเมลให้ครบ" in page.text
    assert db.session.scalars(select(ExpertQuestion.id)).all() == []


def test_whoever_guesses_links_is_slowed_down(tmp_path):
    site = create_app(site_settings(tmp_path, RATE_LIMITS="on", REDIS_URL=""))
    with site.app_context():
        db.create_all()
        db.session.remove()
    guest = Browser(site)
    with site.app_context():
        found = [guest.client.get(f"/expert/{n:043}").status_code for n in range(22)]
    assert found == [404] * 20 + [429] * 2


def test_whoever_was_asked_is_forgotten_with_the_words_of_the_lesson(client, lesson):
    asked(client, lesson)
    with transaction():
        blank(db.session.get(Lesson, lesson.id), by=SYSTEM, at=now())
    row = db.session.scalars(select(ExpertQuestion)).one()
    assert (row.name, row.email, row.question) == ("", "", "")


def test_a_picture_is_told_to_the_expert_in_words(client, author, moderator, expert):
    shown = "ดู ![แผนผังห้อง](/pictures/bcdfghjkmnprstvw-8x6)"
    lesson = make_lesson("in_review", author=author, moderator=moderator, cause=shown)
    page = expert.see(asked(client, lesson), queries=MORE)
    assert "[ภาพ: แผนผังห้อง]" in page.text.replace("\u2060", "")
    assert "/pictures/" not in page.text
