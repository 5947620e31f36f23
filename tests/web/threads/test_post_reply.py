"""Posting a reply."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from cop.core.clock import now
from cop.core.errors import Refused
from cop.db import db, transaction
from cop.journal import Entry
from cop.threads import services
from cop.threads.models import Reply, Thread
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.threads import make_replies, make_reply, make_thread


def test_a_member_replies_and_is_led_to_the_reply(client: Browser) -> None:
    thread, writer = make_thread(), make_member()
    client.as_(writer)
    here = f"/threads/{thread.id}"
    answer = client.send(f"{here}/replies", {"body": "ลองช่วงเช้า"}, page=here)
    assert answer.response.headers["Location"] == f"{here}#r1"
    row = db.session.query(Reply).one()
    assert (row.position, row.author_id, row.body) == (1, writer.id, "ลองช่วงเช้า")
    assert row.body_html == "<p>ลองช่วงเช้า</p>"
    saved = db.session.get_one(Thread, thread.id)
    assert (saved.reply_count, saved.last_replier_id) == (1, writer.id)
    assert saved.last_activity_at >= row.created_at
    entry = db.session.query(Entry).filter_by(what="reply_posted").one()
    assert (entry.subject_kind, entry.subject_id) == ("thread", thread.id)
    assert entry.codes == {"reply": row.id, "position": 1}


def test_the_twenty_first_reply_is_on_the_second_page(client: Browser) -> None:
    thread = make_thread()
    make_replies(thread, 20)
    client.as_(make_member())
    answer = client.post(f"/threads/{thread.id}/replies", {"body": "ต่อ"})
    assert answer.headers["Location"] == f"/threads/{thread.id}?page=2#r21"


def test_a_reply_costs_few_queries_however_long_the_thread(client: Browser) -> None:
    short, long = make_thread(), make_thread()
    make_replies(long, 220)
    client.as_(make_member())
    assert _statements(client, short) == _statements(client, long) == 8


def _statements(client: Browser, thread: Thread) -> int:
    """Return how many statements the request itself makes, before the journal is handed on."""
    made: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            made.append(statement)

    token = client.token()
    event.listen(db.engine, "before_cursor_execute", note)
    data = {"body": "ต่อ", "csrf_token": token}
    answer = client.client.post(f"/threads/{thread.id}/replies", data=data)
    event.remove(db.engine, "before_cursor_execute", note)
    assert answer.status_code == 303
    after = [n for n, one in enumerate(made) if one.startswith("SELECT journal_entries.id")]
    return after[0] if after else len(made)


def test_an_edit_under_way_survives_a_reply(client: Browser) -> None:
    author = make_member()
    thread = make_thread(author=author)
    client.as_(author)
    make_reply(thread)
    data = {"title": "หัวข้อใหม่", "body": "ใหม่", "tags": "", "version": "1"}
    assert client.post(f"/threads/{thread.id}/edit", data).status_code == 303


def test_a_reply_sent_twice_is_one_reply(client: Browser) -> None:
    thread = make_thread()
    client.as_(make_member())
    data = {"body": "ครั้งเดียว", "form_key": "k"}
    answers = [client.post(f"/threads/{thread.id}/replies", data) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert db.session.query(Reply).count() == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "กรอกช่องนี้"),
        (" \n ", "กรอกช่องนี้"),
        ("ย" * 20_001, "ยาวเกินไป เขียนได้ไม่เกิน 20,000 ตัวอักษร"),
        ("<script></script>", "กรอกช่องนี้"),
    ],
)
def test_a_bad_reply_comes_back_on_the_page(client: Browser, body: str, words: str) -> None:
    thread = make_thread()
    client.as_(make_member())
    here = f"/threads/{thread.id}"
    page = client.send(f"{here}/replies", {"body": body}, 422, page=here)
    assert words in page.words()
    assert page.words(page.tree.find(".//title")).startswith("ข้อผิดพลาด:")
    assert db.session.query(Reply).count() == 0


def test_a_locked_thread_takes_no_reply(client: Browser) -> None:
    thread = make_thread(state="locked")
    client.as_(make_member())
    page = client.see(f"/threads/{thread.id}")
    assert page.tree.find(".//textarea") is None
    assert "กระทู้นี้ปิดรับความเห็นแล้ว" in page.words()
    assert client.post(f"/threads/{thread.id}/replies", {"body": "ช้าไป"}).status_code == 403


def test_a_thread_locked_meanwhile_takes_no_reply(app: Flask) -> None:
    thread, writer = make_thread(), actor_of(make_member())
    with transaction():
        db.session.query(Thread).filter_by(id=thread.id).update(
            {"state": "locked"}, synchronize_session=False
        )
    thread.state = "open"
    db.session.expunge(thread)
    with pytest.raises(Refused), transaction():
        services.reply(thread, "ช้าไป", by=writer, at=now())
    assert db.session.query(Reply).count() == 0


def test_a_moderator_outside_a_closed_community_reads_but_does_not_reply(client: Browser) -> None:
    member = make_member()
    closed = make_community(kind="members", members=(member,))
    thread = make_thread(closed, member)
    client.as_(make_member(role="moderator"))
    assert client.see(f"/threads/{thread.id}").tree.find(".//textarea") is None
    assert client.post(f"/threads/{thread.id}/replies", {"body": "ก"}).status_code == 403


def test_replies_at_the_same_time_get_positions_without_gaps(app: Flask) -> None:
    thread = make_thread()
    writers = [make_member() for _ in range(4)]
    ids = [writer.id for writer in writers]
    db.session.remove()
    problems: list[BaseException] = []

    def write(member_id: int) -> None:
        from cop.accounts.queries import actor_by_id  # noqa: PLC0415
        from cop.threads import queries  # noqa: PLC0415

        try:
            with app.app_context():
                actor = actor_by_id(member_id)
                assert actor is not None
                for _ in range(5):
                    found = queries.get(actor, thread.id)
                    assert found is not None
                    with transaction():
                        services.reply(found, "พร้อมกัน", by=actor, at=now())
                db.session.remove()
        except BaseException as error:
            problems.append(error)

    workers = [threading.Thread(target=write, args=(one,)) for one in ids]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not problems, problems[0]
    positions = sorted(row.position for row in db.session.query(Reply))
    assert positions == list(range(1, 21))
    assert db.session.get_one(Thread, thread.id).reply_count == 20
