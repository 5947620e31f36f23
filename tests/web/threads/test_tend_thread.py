"""Locking, opening to the public, and taking away."""

import pytest

from cop.db import db
from cop.journal import Entry, Note
from cop.threads import queries
from cop.threads.models import Reply, Thread
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.threads import make_reply, make_thread, mark


def fresh(thread: Thread) -> Thread:
    db.session.expire_all()
    return db.session.get_one(Thread, thread.id)


def test_a_facilitator_locks_and_unlocks(client: Browser) -> None:
    leader = make_member()
    thread = make_thread(make_community(leads=(leader,)))
    client.as_(leader)
    here = f"/threads/{thread.id}"
    client.send(f"{here}/lock", {}, page=here)
    assert fresh(thread).state == "locked"
    client.post(f"{here}/lock")
    assert db.session.query(Entry).filter_by(what="thread_locked").count() == 1
    client.send(f"{here}/unlock", {}, page=here)
    assert fresh(thread).state == "open"
    assert db.session.query(Entry).filter_by(what="thread_unlocked").count() == 1


def test_a_moderator_opens_a_thread_to_the_public_and_closes_it(client: Browser) -> None:
    thread = make_thread()
    client.as_(make_member(role="moderator"))
    here = f"/threads/{thread.id}"
    client.send(f"{here}/open-to-public", {}, page=here)
    assert fresh(thread).visibility == "public"
    client.send(f"{here}/close-to-public", {}, page=here)
    assert fresh(thread).visibility == "org"
    noted = db.session.query(Entry).filter_by(subject_kind="thread").order_by(Entry.id)
    whats = [e.what for e in noted]
    assert whats[-2:] == ["thread_opened_to_public", "thread_closed_to_public"]


@pytest.mark.parametrize("act", ["lock", "unlock", "open-to-public", "close-to-public"])
def test_the_author_does_not_tend_the_own_thread(client: Browser, act: str) -> None:
    author = make_member()
    thread = make_thread(author=author)
    client.as_(author)
    assert client.post(f"/threads/{thread.id}/{act}").status_code == 403


def test_tools_are_shown_to_those_who_may_use_them(client: Browser) -> None:
    thread = make_thread()
    assert "เครื่องมือผู้ดูแล" not in client.as_(make_member()).see(f"/threads/{thread.id}").text
    moderator = make_member(role="moderator")
    assert "เครื่องมือผู้ดูแล" in client.as_(moderator).see(f"/threads/{thread.id}").text


def test_a_moderator_removes_a_thread_with_a_reason(client: Browser) -> None:
    thread = make_thread(title="จะถูกนำออก")
    reader, moderator = make_member(), make_member(role="moderator")
    client.as_(moderator)
    url, asked = f"/threads/{thread.id}/remove", f"/threads/{thread.id}/removal"
    page = client.send(url, {"reason": ""}, 422, page=asked)
    assert "เขียนเหตุผลสั้น ๆ" in page.words()
    client.send(url, {"reason": "ย" * 501}, 422, page=asked)
    answer = client.send(url, {"reason": "มีเบอร์โทรของผู้มาติดต่อ"}, page=asked)
    assert answer.response.headers["Location"] == "/threads"
    saved = fresh(thread)
    assert (saved.removed_by_id, saved.removed_at is not None) == (moderator.id, True)
    entry = db.session.query(Entry).filter_by(what="thread_removed").one()
    assert db.session.get_one(Note, entry.id).text == "มีเบอร์โทรของผู้มาติดต่อ"
    assert entry.codes == {}
    assert "จะถูกนำออก" not in client.as_(reader).see("/threads").text
    assert queries.cards(actor_of(moderator), [thread.id]) == {}
    assert client.as_(moderator).post(url, {"reason": "อีกครั้ง"}).status_code == 403


def test_an_author_removes_a_thread_without_replies_only(client: Browser) -> None:
    author = make_member()
    alone, talked = make_thread(author=author), make_thread(author=author)
    make_reply(talked)
    client.as_(author)
    client.send(f"/threads/{alone.id}/remove", {}, page=f"/threads/{alone.id}/removal")
    assert fresh(alone).removed
    client.see(f"/threads/{talked.id}/removal", 403)


def test_a_writer_removes_an_own_reply_without_a_reason(client: Browser) -> None:
    writer = make_member()
    thread = make_thread()
    make_reply(thread, writer)
    client.as_(writer)
    here = f"/threads/{thread.id}/replies/1"
    url = f"{here}/remove"
    assert client.see(f"{here}/removal").tree.find(".//textarea") is None
    answer = client.send(url, {}, page=f"{here}/removal")
    assert answer.response.headers["Location"] == f"/threads/{thread.id}#r1"
    assert db.session.query(Reply).one().removed
    assert client.post(url).status_code == 403


def test_a_facilitator_removes_a_reply_with_a_reason(client: Browser) -> None:
    leader = make_member()
    thread = make_thread(make_community(leads=(leader,)))
    make_reply(thread)
    client.as_(leader)
    here = f"/threads/{thread.id}/replies/1"
    client.send(f"{here}/remove", {"reason": " "}, 422, page=f"{here}/removal")
    client.send(f"{here}/remove", {"reason": "นอกเรื่อง"}, page=f"{here}/removal")
    entry = db.session.query(Entry).filter_by(what="reply_removed").one()
    assert entry.codes["position"] == 1
    assert db.session.get_one(Note, entry.id).text == "นอกเรื่อง"


def test_strangers_remove_nothing(client: Browser) -> None:
    thread = make_thread()
    make_reply(thread)
    client.as_(make_member())
    for here in (f"/threads/{thread.id}", f"/threads/{thread.id}/replies/1"):
        client.see(f"{here}/removal", 403)
        assert client.post(f"{here}/remove", {"reason": "ก"}).status_code == 403


def test_removing_the_answer_leaves_the_question_open(client: Browser) -> None:
    asker, writer = make_member(), make_member()
    thread = make_thread(author=asker)
    make_reply(thread, writer)
    mark(thread, 1, asker)
    here = f"/threads/{thread.id}/replies/1"
    client.as_(writer).send(f"{here}/remove", {}, page=f"{here}/removal")
    saved = fresh(thread)
    assert (saved.answer_position, saved.answer_excerpt) == (None, "")
