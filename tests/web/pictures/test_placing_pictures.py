"""Without scripts: a part of each form sends a picture and puts it at the end of a field."""

import pytest
from sqlalchemy import select

from cop.db import db
from cop.lessons.models import Lesson, Revision
from cop.pictures.models import Picture
from cop.threads.models import Reply, Thread
from tests.make.accounts import make_agency, make_member
from tests.make.communities import make_community
from tests.make.lessons import SHORT, make_lesson
from tests.make.pictures import png
from tests.make.threads import make_reply, make_thread

FILE = {"picture": (png(), "ภาพ.png")}
ASK = {"act": "picture", "picture_alt": "โต๊ะ [คัดกรอง] หน้าห้อง"}


@pytest.fixture
def writer(client):
    member = make_member(agency_id=make_agency().id)
    client.as_(member)
    return member


@pytest.fixture
def community(writer):
    return make_community("open-one", members=(writer,))


def placed(page, name: str) -> str:
    """Return what stands in a field of the page that came back, without line ends at its edges."""
    area = page.tree.find(f".//textarea[@name='{name}']")
    return "".join(area.itertext()).strip()


def named() -> str:
    """Return the one picture as the text names it."""
    db.session.expire_all()
    address = db.session.scalars(select(Picture)).one().address
    return f"![โต๊ะ \\[คัดกรอง\\] หน้าห้อง]({address})"


def test_in_a_new_lesson_what_was_typed_stays_and_the_picture_is_saved_with_it(client, community):
    fields = {**SHORT, **ASK, "picture_field": "lesson", "community": str(community.id)}
    page = client.send("/lessons/new", fields, status=200, files=FILE)
    assert "วางภาพไว้ท้ายช่อง “บทเรียนที่ได้” แล้ว ยังไม่ได้บันทึก" in page.words()
    text = f"{SHORT['lesson']}\n\n{named()}"
    assert placed(page, "lesson") == text
    assert placed(page, "what_happened") == SHORT["what_happened"]
    assert db.session.scalars(select(Lesson)).all() == []
    client.send("/lessons/new", {**fields, "lesson": text, "act": "save"})
    saved = db.session.scalars(select(Revision)).one()
    assert saved.lesson == text
    assert 'alt="โต๊ะ [คัดกรอง] หน้าห้อง" width="12" height="8"' in saved.lesson_html
    picture = db.session.scalars(select(Picture)).one()
    assert (picture.place, picture.place_id) == ("lesson", saved.lesson_id)


def test_in_the_whole_form_of_a_lesson(client, writer):
    lesson = make_lesson("draft", author=writer)
    address = f"/lessons/{lesson.id}/edit"
    page = client.send(address, {**ASK, "picture_field": "evidence"}, status=200, files=FILE)
    assert placed(page, "evidence") == named()
    assert len(db.session.scalars(select(Revision)).all()) == 1
    page = client.send(address, {**ASK, "picture_field": "title_th"}, status=200, files=FILE)
    assert placed(page, "what_happened").endswith(named())


def test_a_picture_alone_fills_no_field_that_must_be_filled(client, writer):
    lesson = make_lesson("draft", author=writer)
    with_picture = {**ASK, "picture_plain": "1", "picture_field": "cause"}
    page = client.send(f"/lessons/{lesson.id}/edit", with_picture, status=200, files=FILE)
    assert "![](/pictures/" in placed(page, "cause")


@pytest.mark.parametrize(
    ("fields", "files", "words"),
    [
        ({}, FILE, "เขียนคำบรรยายภาพ"),
        ({"picture_alt": "ก" * 301}, FILE, "ไม่เกิน 300"),
        ({"picture_alt": "ภาพ"}, {}, "เลือกไฟล์ก่อน"),
        ({"picture_alt": "ภาพ"}, {"picture": (b"<svg/>", "a.svg")}, "PNG JPEG WebP GIF"),
    ],
)
def test_what_is_wrong_with_a_picture_is_said_and_no_text_is_lost(
    client, writer, fields, files, words
):
    lesson = make_lesson("draft", author=writer)
    sent = {"cause": "เพิ่งพิมพ์ไว้", "act": "picture", **fields}
    page = client.send(f"/lessons/{lesson.id}/edit", sent, status=422, files=files)
    assert words in page.words(page.tree.find(".//*[@data-error-summary]"))
    assert placed(page, "cause") == "เพิ่งพิมพ์ไว้"
    assert db.session.scalars(select(Picture)).all() == []


def test_in_threads_and_replies(client, writer, community):
    fields = {**ASK, "community": str(community.id), "title": "ถามเรื่องโต๊ะ", "body": "ดูภาพ"}
    page = client.send("/threads/new", fields, status=200, files=FILE)
    text = placed(page, "body")
    assert text == f"ดูภาพ\n\n{named()}"
    client.send("/threads/new", {**fields, "body": text, "act": ""})
    thread = db.session.scalars(select(Thread)).one()
    assert thread.body == text
    other = {"picture": (png(shade=5), "a.png")}
    for address, page in (
        (f"/threads/{thread.id}/edit", None),
        (f"/threads/{thread.id}/replies", f"/threads/{thread.id}"),
    ):
        shown = client.send(address, {**ASK, "body": "ใหม่"}, status=200, files=other, page=page)
        assert placed(shown, "body").startswith("ใหม่\n\n![โต๊ะ")
    assert db.session.scalars(select(Reply)).all() == []
    reply = make_reply(db.session.get_one(Thread, thread.id), writer)
    address = f"/threads/{thread.id}/replies/{reply.position}/edit"
    shown = client.send(address, {**ASK, "body": "แก้"}, status=200, files=other)
    assert placed(shown, "body").startswith("แก้\n\n![โต๊ะ")


def test_a_reply_of_a_picture_needs_words_for_it(client, writer, community):
    thread = make_thread(community, writer)
    form = {"body": "![](/pictures/bcdfghjkmnprstvw-8x6)"}
    client.send(f"/threads/{thread.id}/replies", form, status=422, page=f"/threads/{thread.id}")
    form = {"body": "![โต๊ะ](/pictures/bcdfghjkmnprstvw-8x6)"}
    client.send(f"/threads/{thread.id}/replies", form, page=f"/threads/{thread.id}")
