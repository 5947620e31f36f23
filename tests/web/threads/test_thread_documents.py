"""What the index holds of threads."""

from flask import Flask

from cop.core.clock import now
from cop.db import transaction
from cop.threads import documents, queries, services
from cop.threads.documents import chunk, chunk_id, ids_in, keys
from tests.make.accounts import make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.threads import make_replies, make_reply, make_thread, mark


def test_a_thread_is_an_opening_and_chunks_of_twenty(app: Flask) -> None:
    thread = make_thread(title="คิวยาว", body="คนมา **มาก**", tags=["คิว"])
    make_replies(thread, 41)
    found = {one.id: one for one in documents.documents([thread.id])}
    names = [str(thread.id), *(f"{thread.id}.p{n}" for n in (1, 2, 3))]
    assert list(found) == names
    assert {one.title for one in found.values()} == {"คิวยาว"}
    assert found[names[0]].body == "คนมา มาก"
    assert found[names[0]].keywords == ("คิว",)
    assert "ความเห็นทดสอบ 20" in found[names[1]].body
    assert "ความเห็นทดสอบ 21" not in found[names[1]].body
    assert found[names[3]].body == "ความเห็นทดสอบ 41"
    assert keys(thread.id) == names


def test_a_new_reply_changes_one_chunk(app: Flask) -> None:
    thread = make_thread()
    make_replies(thread, 40)
    before = {one.id: one.version for one in documents.documents([thread.id])}
    thread = queries.get(actor_of(make_member()), thread.id) or thread
    make_reply(thread, body="ใหม่")
    after = {one.id: one.version for one in documents.documents([thread.id])}
    assert {key for key in after if after[key] != before.get(key)} == {f"{thread.id}.p3"}
    made = chunk(thread.id, 41)
    assert made is not None
    assert (made.id, made.body) == (chunk_id(thread.id, 41), "ใหม่")
    assert chunk(thread.id, 61) is None
    assert chunk(99_999, 1) is None


def test_facets_say_community_kind_state_and_year(app: Flask) -> None:
    agency, asker = make_agency(), make_member()
    place = make_community()
    thread = make_thread(place, asker, agency_id=agency.id)
    talk = make_thread(place, kind="discussion")
    make_reply(thread)
    first = documents.documents([thread.id])[0].facets
    assert first["community"] == (str(place.id),)
    assert first["agency"] == (str(agency.id),)
    assert first["type"] == ("question",)
    assert first["state"] == ("unanswered",)
    assert len(first["fiscal_year"][0]) == 4
    assert "state" not in documents.documents([talk.id])[0].facets
    mark(thread, 1, asker)
    assert documents.documents([thread.id])[0].facets["state"] == ("answered",)


def test_readers_of_a_closed_thread_are_its_community(app: Flask) -> None:
    member = make_member()
    closed = make_community(kind="members", members=(member,))
    thread = make_thread(closed, member)
    audience = documents.documents([thread.id])[0].audience
    assert f"c{closed.id}" in audience
    assert "org" not in audience
    assert ids_in(closed.id) == [thread.id]


def test_what_was_removed_is_in_no_document(app: Flask) -> None:
    moderator = actor_of(make_member(role="moderator"))
    thread, gone = make_thread(), make_thread()
    make_reply(thread, body="ลับ")
    row = queries.get_reply(thread.id, 1)
    assert row is not None
    with transaction():
        services.remove_reply(thread, row, "ลับ", by=moderator, at=now())
    with transaction():
        services.remove_thread(gone, "ซ้ำ", by=moderator, at=now())
    assert [one.id for one in documents.documents([thread.id, gone.id])] == [str(thread.id)]
    assert chunk(thread.id, 1) is None
    assert documents.all_ids() == [thread.id]
    assert keys(gone.id) == [str(gone.id)]
