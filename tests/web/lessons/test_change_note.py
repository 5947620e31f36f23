"""What the next revision of a published lesson changes is said before it is handed in."""

import pytest
from sqlalchemy import select

from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons import queries, services
from cop.lessons.models import Lesson, Revision
from tests.make.accounts import make_member
from tests.make.communities import actor_of
from tests.make.lessons import content, make_lesson

TICK = {"pdpa_check": "1"}
CHANGE = "เพิ่มตัวเลขของไตรมาสที่สอง"
MISSING = "ยังขาด: สรุปการเปลี่ยนแปลง"
ASKED = "บอกว่าเปลี่ยนอะไรและเพราะอะไร"


def again(lesson):
    db.session.remove()
    return db.session.get_one(Lesson, lesson.id)


def newest(lesson):
    return db.session.get_one(Revision, again(lesson).current_revision_id)


@pytest.fixture
def author(client):
    member = make_member()
    client.as_(member)
    return member


def test_the_first_publication_needs_no_note(client, author):
    lesson = make_lesson("draft", author=author)
    address = f"/lessons/{lesson.id}"
    page = client.see(f"{address}/edit")
    assert "สรุปการเปลี่ยนแปลง" not in page.text
    client.send(f"{address}/submit", TICK, page=address)
    assert again(lesson).state == "submitted"


def test_the_next_revision_is_not_handed_in_without_it(client, author):
    lesson = make_lesson(author=author)
    address = f"/lessons/{lesson.number}"
    page = client.see(f"{address}/edit")
    assert "สรุปการเปลี่ยนแปลง" in page.text
    submit = {"lesson": "ฉบับใหม่", "act": "submit", **TICK}
    page = client.send(f"{address}/edit", submit, status=422)
    assert ASKED in page.text
    assert "ฉบับใหม่" in page.text
    assert again(lesson).state == "published"
    client.send(f"{address}/edit", {"lesson": "ฉบับใหม่"})
    page = client.see(address)
    assert "สรุปการเปลี่ยนแปลง" in page.text
    assert f"{address}/edit#note" in {one.get("href") for one in page.all(".//a")}
    page = client.send(f"{address}/submit", TICK, status=422, page=address)
    assert ASKED in page.text
    assert again(lesson).state == "draft"
    client.send(f"{address}/edit", {"note": CHANGE, "act": "submit", **TICK})
    assert again(lesson).state == "submitted"


def test_it_goes_along_from_save_to_save_and_through_the_review(client, author):
    judge = make_member(role="moderator")
    lesson = make_lesson(author=author, moderator=judge)
    address = f"/lessons/{lesson.number}"
    client.send(f"{address}/edit", {"lesson": "ฉบับใหม่", "note": CHANGE})
    client.send(f"{address}/edit", {"lesson": "ฉบับใหม่กว่า"})
    assert newest(lesson).note == CHANGE
    client.post(f"{address}/edit", {"summary": "ส่งมาเพียงช่องเดียว"})
    assert newest(lesson).note == CHANGE
    client.send(f"{address}/submit", TICK, page=address)
    assert CHANGE in client.as_(judge).see(f"/moderation/{lesson.number}").text
    kept, by = again(lesson), actor_of(judge)
    said = {"lesson": "ฉบับใหม่กว่า", "summary": "สรุปที่ผู้ตรวจแก้"}
    text = content(kept.community, agency_id=kept.agency_id, **said)
    with transaction():
        services.classify(kept, text, version=None, by=by, at=now())
    assert newest(lesson).note == CHANGE
    assert client.post(f"{address}/publish").status_code == 303
    assert again(lesson).published_revision_id == newest(lesson).id
    assert CHANGE in client.as_(make_member()).see(f"{address}/history").text
    client.as_(author)
    page = client.see(f"{address}/edit")
    assert CHANGE not in page.words(page.form("/edit"))


def test_a_trusted_author_says_it_too(client, author):
    for _time in range(3):
        make_lesson(author=author)
    lesson = make_lesson(author=author)
    address = f"/lessons/{lesson.number}"
    client.send(f"{address}/edit", {"lesson": "ฉบับใหม่"})
    answer = client.post(f"{address}/publish-trusted", TICK)
    assert answer.status_code == 422
    assert f"{address}/edit#note" in answer.get_data(as_text=True)
    client.send(f"{address}/edit", {"note": CHANGE})
    assert client.post(f"{address}/publish-trusted", TICK).status_code == 303
    assert newest(lesson).id == again(lesson).published_revision_id


def test_what_was_in_review_before_can_be_mended_by_whoever_reviews(client, author):
    judge = make_member(role="moderator")
    lesson = make_lesson(author=author, moderator=judge)
    address = f"/lessons/{lesson.number}"
    client.send(f"{address}/edit", {"lesson": "ฉบับใหม่", "note": CHANGE, "act": "submit", **TICK})
    revision = newest(lesson)
    with transaction():
        revision.note = ""
    client.as_(judge).post(f"{address}/start-review")
    assert client.post(f"{address}/publish").status_code == 422
    client.send(f"{address}/edit", {"note": "ปรับตามระเบียบใหม่"})
    assert client.post(f"{address}/publish").status_code == 303


def test_an_unsaved_note_is_offered_again(client, author):
    lesson = make_lesson(author=author)
    address = f"/lessons/{lesson.number}"
    typed = {"note": CHANGE, "tab": "one", "turn": "1", "version": str(lesson.version)}
    assert client.post(f"{address}/unsaved", typed).status_code == 200
    page = client.see(f"{address}/edit")
    assert CHANGE in page.text
    (kept,) = [one.get("href") for one in page.all(".//a") if "unsaved=" in one.get("href", "")]
    assert client.see(kept).tree.find(".//input[@name='note']").get("value") == CHANGE


def test_the_note_is_no_text_that_two_revisions_are_compared_by(client, author):
    lesson = make_lesson(author=author)
    client.send(f"/lessons/{lesson.number}/edit", {"lesson": "ฉบับใหม่", "note": CHANGE})
    page = client.see(f"/lessons/{lesson.number}/diff")
    assert [page.words(one) for one in page.all(".//div[@class='bit']//h3")] == ["บทเรียนที่ได้"]


def test_values_say_whether_a_note_is_needed(app):
    lesson = make_lesson("draft")
    assert not queries.values_of(lesson)["is_next"]
    published = make_lesson()
    assert queries.values_of(published)["is_next"]
    assert db.session.scalar(select(Lesson.id).where(Lesson.id == published.id))
