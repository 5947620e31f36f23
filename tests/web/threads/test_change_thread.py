"""Editing a thread and its replies."""

from cop.db import db
from cop.journal import Entry
from cop.threads.models import Reply, Thread
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.threads import make_reply, make_thread, mark


def test_the_author_edits_the_thread(client: Browser) -> None:
    author = make_member()
    thread = make_thread(author=author, tags=["คิว"])
    client.as_(author)
    form = client.see(f"/threads/{thread.id}/edit")
    assert form.tree.find(".//input[@name='tags']").get("value") == "คิว"
    answer = client.send(
        f"/threads/{thread.id}/edit", {"title": "หัวข้อใหม่", "body": "ข้อความ *ใหม่*", "tags": "ก"}
    )
    assert answer.response.headers["Location"] == f"/threads/{thread.id}"
    saved = db.session.get_one(Thread, thread.id)
    assert (saved.title, saved.slug, saved.tags) == ("หัวข้อใหม่", "หัวข้อใหม่", ["ก"])
    assert saved.body_html == "<p>ข้อความ <em>ใหม่</em></p>"
    assert saved.excerpt == "ข้อความ ใหม่"
    assert saved.edited_at is not None
    assert db.session.query(Entry).filter_by(what="thread_changed").count() == 1


def test_a_stale_edit_shows_both_versions_and_loses_nothing(client: Browser) -> None:
    author = make_member()
    thread = make_thread(author=author)
    client.as_(author)
    url = f"/threads/{thread.id}/edit"
    client.send(url, {"title": "ฉบับที่บันทึกก่อน", "body": "ข้อความก่อน"})
    data = {"title": "ฉบับของฉัน", "body": "ข้อความของฉัน", "version": "1"}
    page = client.send(url, data, 409)
    for words in ("ฉบับที่บันทึกก่อน", "ข้อความก่อน", "ฉบับของฉัน", "ข้อความของฉัน"):
        assert words in page.text
    assert page.tree.find(".//input[@name='version']").get("value") == "2"
    assert db.session.get_one(Thread, thread.id).title == "ฉบับที่บันทึกก่อน"
    client.send(url, {"title": "ฉบับรวม", "body": "รวม", "version": "2"})
    assert db.session.get_one(Thread, thread.id).title == "ฉบับรวม"


def test_a_bad_edit_keeps_what_was_written(client: Browser) -> None:
    author = make_member()
    thread = make_thread(author=author)
    client.as_(author)
    url = f"/threads/{thread.id}/edit"
    page = client.send(url, {"title": "", "body": "เขียนไว้แล้ว"}, 422)
    assert "กรอกช่องนี้" in page.words()
    assert "เขียนไว้แล้ว" in page.text
    page = client.send(url, {"tags": ",".join("กขคงจฉชซฌญฎ")}, 422)
    assert "ใส่ได้ไม่เกิน 10 คำ" in page.words()


def test_others_do_not_edit_the_thread(client: Browser) -> None:
    thread = make_thread()
    client.as_(make_member()).see(f"/threads/{thread.id}/edit", 403)
    answer = client.post(f"/threads/{thread.id}/edit", {"title": "ยึด", "body": "ก"})
    assert answer.status_code == 403
    client.as_(make_member(role="moderator")).see(f"/threads/{thread.id}/edit")


def test_the_author_edits_an_own_reply(client: Browser) -> None:
    writer = make_member()
    thread = make_thread()
    make_reply(thread, writer, "ก่อน")
    client.as_(writer)
    url = f"/threads/{thread.id}/replies/1/edit"
    assert "ก่อน" in client.see(url).text
    answer = client.send(url, {"body": "หลัง"})
    assert answer.response.headers["Location"] == f"/threads/{thread.id}#r1"
    row = db.session.query(Reply).one()
    assert (row.body_html, row.version) == ("<p>หลัง</p>", 2)
    assert row.edited_at is not None
    assert "แก้ไขแล้ว" in client.see(f"/threads/{thread.id}").words()
    entry = db.session.query(Entry).filter_by(what="reply_changed").one()
    assert (entry.subject_id, entry.codes["position"]) == (thread.id, 1)


def test_a_stale_edit_of_a_reply_shows_both_versions(client: Browser) -> None:
    writer = make_member()
    thread = make_thread()
    make_reply(thread, writer, "ก่อน")
    client.as_(writer)
    url = f"/threads/{thread.id}/replies/1/edit"
    client.send(url, {"body": "บันทึกแล้ว"})
    page = client.send(url, {"body": "ของฉัน", "version": "1"}, 409)
    assert "บันทึกแล้ว" in page.text
    assert "ของฉัน" in page.text
    assert db.session.query(Reply).one().body == "บันทึกแล้ว"


def test_a_bad_edit_of_a_reply_comes_back(client: Browser) -> None:
    writer = make_member()
    thread = make_thread()
    make_reply(thread, writer)
    client.as_(writer)
    url = f"/threads/{thread.id}/replies/1/edit"
    assert "กรอกช่องนี้" in client.send(url, {"body": ""}, 422).words()
    assert "กรอกช่องนี้" in client.send(url, {"body": "<!-- x -->"}, 422).words()


def test_nobody_else_edits_a_reply(client: Browser) -> None:
    thread = make_thread()
    make_reply(thread)
    url = f"/threads/{thread.id}/replies/1/edit"
    client.as_(make_member(role="moderator")).see(url, 403)
    assert client.post(url, {"body": "ยึด"}).status_code == 403
    client.see(f"/threads/{thread.id}/replies/9/edit", 404)


def test_editing_the_accepted_answer_changes_what_lists_show(client: Browser) -> None:
    asker, writer = make_member(), make_member()
    thread = make_thread(author=asker)
    make_reply(thread, writer, "คำตอบแรก")
    mark(thread, 1, asker)
    client.as_(writer).send(f"/threads/{thread.id}/replies/1/edit", {"body": "คำตอบใหม่"})
    assert "คำตอบ: คำตอบใหม่" in client.see("/threads").words()
