"""Tying a thread to a lesson."""

import pytest

from cop.db import db
from cop.journal import Entry
from cop.lessons.models import LessonLink
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import make_community
from tests.make.lessons import make_lesson
from tests.make.threads import make_reply, make_thread, mark


@pytest.mark.parametrize(
    "typed", ["{ref}", " {lower} ", "http://localhost/lessons/{ref}#links", "/lessons/{id}"]
)
def test_a_lesson_is_named_by_number_or_address(client: Browser, typed: str) -> None:
    lesson, thread = make_lesson(), make_thread()
    writer = make_member()
    client.as_(writer)
    text = typed.format(ref=lesson.number, lower=str(lesson.number).lower(), id=lesson.id)
    here = f"/threads/{thread.id}"
    client.send(f"{here}/links", {"address": text}, page=here)
    row = db.session.query(LessonLink).one()
    assert (row.lesson_id, row.to_kind, row.to_id) == (lesson.id, "thread", thread.id)
    assert row.created_by_id == writer.id
    assert db.session.query(Entry).filter_by(what="link_added").one().by_id == writer.id


def test_both_pages_show_the_tie(client: Browser) -> None:
    lesson, thread = make_lesson(), make_thread(title="คิวยาวทุกเช้า")
    client.as_(make_member())
    client.post(f"/threads/{thread.id}/links", {"address": lesson.number})
    assert lesson.title in client.see(f"/threads/{thread.id}").words()
    assert "คิวยาวทุกเช้า" in client.see(f"/lessons/{lesson.number}").words()


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "กรอกช่องนี้"), ("LL-2563-9999", "ไม่พบบทเรียนนี้"), ("สวัสดี", "ไม่พบบทเรียนนี้")],
)
def test_an_unknown_lesson_is_said_so(client: Browser, typed: str, words: str) -> None:
    thread = make_thread()
    client.as_(make_member())
    here = f"/threads/{thread.id}"
    page = client.send(f"{here}/links", {"address": typed}, 422, page=here)
    assert words in page.words()
    assert page.words(page.tree.find(".//title")).startswith("ข้อผิดพลาด:")


def test_the_same_tie_is_made_once(client: Browser) -> None:
    lesson, thread = make_lesson(), make_thread()
    client.as_(make_member())
    here = f"/threads/{thread.id}"
    client.send(f"{here}/links", {"address": lesson.number}, page=here)
    page = client.send(f"{here}/links", {"address": lesson.number}, 422, page=here)
    assert "เชื่อมโยงเรื่องนี้ไว้แล้ว" in page.words()
    assert db.session.query(LessonLink).count() == 1


def test_a_lesson_that_the_reader_may_not_see_is_unknown_and_unseen(client: Browser) -> None:
    member = make_member()
    closed = make_community(kind="members", members=(member,))
    lesson = make_lesson(author=member, community=closed)
    thread = make_thread()
    outsider = make_member()
    client.as_(outsider)
    here = f"/threads/{thread.id}"
    page = client.send(f"{here}/links", {"address": lesson.number}, 422, page=here)
    assert "ไม่พบบทเรียนนี้" in page.words()
    client.as_(member).send(f"{here}/links", {"address": lesson.number}, page=here)
    assert lesson.title in client.see(here).words()
    assert lesson.title not in client.as_(outsider).see(here).words()


def test_asking_the_author_ties_the_new_thread_to_the_lesson(client: Browser) -> None:
    lesson = make_lesson()
    client.as_(make_member())
    url = f"/threads/new?lesson={lesson.number}"
    page = client.see(url)
    assert page.h1 == "ถามผู้เขียน"
    assert lesson.title in page.words()
    data = {"title": "ใช้คนกี่คน", "body": "อยากทราบจำนวนคน", "kind": "question"}
    client.send("/threads/new", data, page=url)
    row = db.session.query(LessonLink).one()
    assert row.lesson_id == lesson.id


def test_the_asker_unties(client: Browser) -> None:
    asker = make_member()
    lesson, thread = make_lesson(), make_thread(author=asker)
    client.as_(asker)
    here = f"/threads/{thread.id}"
    client.send(f"{here}/links", {"address": lesson.number}, page=here)
    link_id = db.session.query(LessonLink).one().id
    other = make_thread(author=asker)
    assert client.post(f"/threads/{other.id}/links/{link_id}/remove").status_code == 404
    client.send(f"{here}/links/{link_id}/remove", {}, page=here)
    assert db.session.query(LessonLink).count() == 0
    assert db.session.query(Entry).filter_by(what="link_removed").count() == 1
    assert client.post(f"{here}/links/{link_id}/remove").status_code == 404


def test_strangers_do_not_untie(client: Browser) -> None:
    lesson, thread = make_lesson(), make_thread()
    client.as_(make_member())
    client.post(f"/threads/{thread.id}/links", {"address": lesson.number})
    link_id = db.session.query(LessonLink).one().id
    assert client.post(f"/threads/{thread.id}/links/{link_id}/remove").status_code == 403


def test_an_answered_question_offers_to_become_a_lesson_until_it_is_one(client: Browser) -> None:
    asker = make_member()
    lesson, thread = make_lesson(), make_thread(author=asker)
    make_reply(thread)
    client.as_(asker)
    here = f"/threads/{thread.id}"
    assert "ยกระดับเป็นบทเรียน" not in client.see(here).words()
    mark(thread, 1, asker)
    assert "ยกระดับเป็นบทเรียน" in client.see(here).words()
    client.post(f"{here}/links", {"address": lesson.number})
    assert "ยกระดับเป็นบทเรียน" not in client.see(here).words()
