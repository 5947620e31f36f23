"""Revisions side by side."""

import pytest

from tests.make.accounts import make_member
from tests.make.lessons import make_lesson


@pytest.fixture
def author(client):
    member = make_member()
    client.as_(member)
    return member


def test_the_history_shows_words_that_came_and_went(client, author):
    lesson = make_lesson("draft", author=author, lesson="บอกก่อนด้วยป้ายหน้าสำนักงาน")
    address = f"/lessons/{lesson.id}"
    client.send(f"{address}/edit", {"lesson": "บอกก่อนด้วยรูปตัวอย่าง", "note": "ตามที่คนถาม"})
    page = client.see(f"{address}/diff?from=1&to=2")
    added = " ".join(page.words(one) for one in page.all(".//ins"))
    removed = " ".join(page.words(one) for one in page.all(".//del"))
    assert "เพิ่ม" in added
    assert "ตัด" in removed
    assert "ตัวอย่าง" in added
    assert "สำนักงาน" in removed
    assert "ตามที่คนถาม" in page.text


def test_terms_dates_and_kinds_are_compared_in_words(client, author):
    lesson = make_lesson("draft", author=author)
    change = {"kind": "caution", "topics": ["T05"], "occurred_from": "1 ต.ค. 2563"}
    client.send(f"/lessons/{lesson.id}/edit", change)
    text = client.see(f"/lessons/{lesson.id}/history").text
    for words in ("ข้อพึงระวัง", "กฎหมายและระเบียบ", "1 ตุลาคม 2563"):
        assert words in text


def test_decisions_are_told_to_those_they_concern(client, author):
    lesson = make_lesson("changes_requested", author=author)
    text = client.see(f"/lessons/{lesson.number}/history").text
    assert "ขอตัวเลขก่อนและหลัง" in text
    assert "กว้างเกินไป" in text


def test_readers_see_published_revisions_and_public_decisions_only(client, author):
    lesson = make_lesson("published")
    page = client.see(f"/lessons/{lesson.number}/history")
    assert "เผยแพร่" in page.text
    assert "รับตรวจ" not in page.text
    client.see(f"/lessons/{lesson.number}/diff?to=9", status=404)
    client.see(f"/lessons/{lesson.number}/diff?from=x", status=404)
