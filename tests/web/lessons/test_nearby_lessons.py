"""What says nearly the same is shown while one writes, and asked about when one hands in."""

import pytest
from sqlalchemy import select

from cop.db import db
from cop.lessons.models import Decision, Lesson
from cop.search import indexing
from cop.search.queries.nearby import DUPLICATE, nearby
from tests.make.accounts import make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import FULL, SHORT, TITLE, make_lesson
from tests.make.threads import make_thread

TICK = {"pdpa_check": "1", "act": "submit"}
OTHER = {
    "title_th": "สูบน้ำออกจากชุมชนก่อนพายุเข้า",
    "what_happened": "เครื่องสูบน้ำเสียสองเครื่องในคืนที่ฝนตกหนัก ถนนหน้าตลาดท่วมถึงเช้า",
    "lesson": "ทดลองเดินเครื่องทุกสัปดาห์ก่อนฤดูฝน",
    "summary": "เตรียมเครื่องสูบน้ำให้พร้อมก่อนฤดูฝน",
    "background": "ตลาดอยู่ในที่ลุ่มริมคลอง",
    "cause": "ไม่มีรอบตรวจสภาพ",
    "recommendation": ("ตรวจเครื่องทุกวันจันทร์",),
    "applies_when": "มีเครื่องสูบน้ำของหน่วยงาน",
}


@pytest.fixture
def author(client):
    member = make_member(agency_id=make_agency().id)
    make_community("open-one")
    client.as_(member)
    return member


def shown(client, **said):
    answer = client.post("/lessons/nearby", said)
    assert answer.status_code == 200
    return answer.get_data(as_text=True).replace("\u2060", "")


def test_a_title_finds_the_lesson_and_a_stranger_is_not_shown(client, author):
    make_lesson(**OTHER)
    lesson = make_lesson()
    indexing.rebuild()
    text = shown(client, title_th="ตั้งโต๊ะตรวจเอกสารก่อนรับบัตรคิว")
    assert TITLE in text
    assert "มีเรื่องใกล้เคียง 1 เรื่อง" in text
    assert OTHER["title_th"] not in text
    assert TITLE not in shown(client, title_th=TITLE, without=str(lesson.id))
    assert "<li>" not in shown(client, title_th="ตั้ง")


def test_threads_are_shown_too(client, author):
    make_thread(title="ตั้งโต๊ะตรวจเอกสารก่อนรับบัตรคิวได้อย่างไร", body="ใครเคยทำบ้าง")
    indexing.rebuild()
    assert "ใครเคยทำ" not in shown(client, title_th=TITLE)
    assert "ได้อย่างไร" in shown(client, title_th=TITLE)


def test_what_the_writer_may_not_read_is_never_shown(client, author):
    insider = make_member()
    closed = make_community("closed", kind="members", members=(insider,))
    make_lesson(community=closed, author=insider, visibility="community")
    indexing.rebuild()
    assert TITLE not in shown(client, title_th=TITLE)
    assert nearby(actor_of(author), TITLE, SHORT["what_happened"]) == []


def test_a_copy_is_a_duplicate_and_a_stranger_is_not(client, author):
    lesson = make_lesson()
    make_lesson(**OTHER)
    indexing.rebuild()
    said = "\n".join(str(one) for one in FULL.values() if isinstance(one, str))
    found = nearby(actor_of(author), TITLE, said)
    assert [one.title.id for one in found] == [lesson.id]
    assert found[0].score >= DUPLICATE
    assert found[0].is_duplicate


def test_handing_in_a_duplicate_asks_what_differs_and_keeps_it_for_the_reviewer(client, author):
    first = make_lesson()
    indexing.rebuild()
    data = {name: FULL[name] for name in ("title_th", "what_happened", "lesson", "cause")}
    data |= {"expected": "ให้เสร็จในครั้งเดียว", **TICK}
    data |= {name: FULL[name] for name in ("summary", "background", "applies_when")}
    data["recommendation"] = "\n".join(FULL["recommendation"])
    page = client.send("/lessons/new", data, status=422)
    assert "ต่างจากเรื่องใกล้เคียงอย่างไร" in page.text
    assert first.number in page.text
    assert len(db.session.scalars(select(Lesson)).all()) == 1
    client.send("/lessons/new", {**data, "differs": "เรื่องนี้ทำที่งานทะเบียนราษฎร"})
    made = db.session.scalars(select(Lesson).order_by(Lesson.id.desc())).first()
    assert made.state == "submitted"
    query = select(Decision.words).where(Decision.lesson_id == made.id)
    assert db.session.scalars(query).one() == f"{first.number}: เรื่องนี้ทำที่งานทะเบียนราษฎร"
    make_lesson("submitted", **OTHER)
    judge = client.as_(make_member(role="moderator"))
    assert judge.see("/moderation").text.count(f"อาจซ้ำกับ {first.number}") == 1
    assert "เรื่องนี้ทำที่งานทะเบียนราษฎร" in judge.see(f"/moderation/{made.number}").text


def test_a_draft_that_is_a_duplicate_is_asked_from_its_page_too(client, author):
    make_lesson()
    indexing.rebuild()
    draft = make_lesson("draft", author=author)
    answer = client.post(f"/lessons/{draft.id}/submit", {"pdpa_check": "1"})
    assert answer.status_code == 422
    assert "ต่างจากเรื่องใกล้เคียงอย่างไร" in answer.get_data(as_text=True)
    db.session.expire_all()
    assert db.session.get(Lesson, draft.id).state == "draft"
    client.send(f"/lessons/{draft.id}/edit", {**TICK, "differs": "ทำต่างอำเภอ"})
    db.session.expire_all()
    assert db.session.get(Lesson, draft.id).state == "submitted"


def test_visitors_are_shown_nothing(app, client):
    assert client.post("/lessons/nearby", {"title_th": TITLE}).status_code == 401


def test_whoever_asks_or_plans_is_shown_lessons_too(client, author):
    make_lesson()
    indexing.rebuild()
    assert "data-nearby" in client.see("/threads/new").text
    asked = shown(client, title="ตั้งโต๊ะตรวจเอกสารก่อนรับบัตรคิวได้หรือไม่", body="ใครเคยทำบ้าง")
    assert TITLE in asked
    planned = shown(client, title_th="เสวนาประจำเดือน", theme=TITLE, objectives="แลกเปลี่ยนกัน")
    assert TITLE in planned
    assert "เมื่อส่งตรวจ" not in planned
    assert "<li>" not in shown(client, theme="", title="", title_th="เสวนา")
