"""Accepting an answer."""

from cop.db import db
from cop.journal import Entry
from cop.threads.models import Thread
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.threads import make_reply, make_thread, mark


def test_the_asker_accepts_a_reply_and_takes_it_back(client: Browser) -> None:
    asker = make_member()
    thread = make_thread(author=asker)
    make_reply(thread, body="ใช้แผ่นรายการ")
    client.as_(asker)
    here = f"/threads/{thread.id}"
    buttons = client.see(here).all(".//button[@form='mark']")
    assert [one.get("value") for one in buttons] == ["1"]
    answer = client.send(f"{here}/mark-answer", {"reply": "1"}, page=here)
    assert answer.response.headers["Location"] == f"{here}#r1"
    saved = db.session.get_one(Thread, thread.id)
    assert (saved.answer_position, saved.answered_by_id) == (1, asker.id)
    assert saved.answer_excerpt == "ใช้แผ่นรายการ"
    entry = db.session.query(Entry).filter_by(what="answer_marked").one()
    assert entry.codes["position"] == 1
    client.send(f"{here}/unmark-answer", {}, page=here)
    db.session.expire_all()
    assert db.session.get_one(Thread, thread.id).answer_position is None
    assert db.session.query(Entry).filter_by(what="answer_unmarked").count() == 1
    client.post(f"{here}/unmark-answer")
    assert db.session.query(Entry).filter_by(what="answer_unmarked").count() == 1


def test_another_reply_takes_the_place_of_the_answer(client: Browser) -> None:
    asker = make_member()
    thread = make_thread(author=asker)
    make_reply(thread)
    make_reply(thread, body="ดีกว่า")
    mark(thread, 1, asker)
    client.as_(asker).post(f"/threads/{thread.id}/mark-answer", {"reply": "2"})
    db.session.expire_all()
    assert db.session.get_one(Thread, thread.id).answer_position == 2


def test_others_accept_nothing(client: Browser) -> None:
    thread = make_thread()
    make_reply(thread)
    client.as_(make_member())
    assert not client.see(f"/threads/{thread.id}").all(".//button[@form='mark']")
    assert client.post(f"/threads/{thread.id}/mark-answer", {"reply": "1"}).status_code == 403


def test_a_discussion_has_no_answer(client: Browser) -> None:
    author = make_member()
    thread = make_thread(author=author, kind="discussion")
    make_reply(thread)
    client.as_(author)
    assert client.post(f"/threads/{thread.id}/mark-answer", {"reply": "1"}).status_code == 403


def test_unknown_replies_are_not_accepted(client: Browser) -> None:
    asker = make_member()
    thread = make_thread(author=asker)
    client.as_(asker)
    for wrong in ("", "9", "หนึ่ง", "99999999999999"):
        answer = client.post(f"/threads/{thread.id}/mark-answer", {"reply": wrong})
        assert answer.status_code == 404, wrong


def test_an_edit_under_way_survives_the_choice(client: Browser) -> None:
    asker = make_member()
    thread = make_thread(author=asker)
    make_reply(thread)
    mark(thread, 1, make_member(role="moderator"))
    client.as_(asker)
    data = {"title": "ใหม่", "body": "ใหม่", "version": "1"}
    assert client.post(f"/threads/{thread.id}/edit", data).status_code == 303
    assert "ผู้ดูแลชุมชนเลือกเป็นคำตอบ" in client.see(f"/threads/{thread.id}").words()
