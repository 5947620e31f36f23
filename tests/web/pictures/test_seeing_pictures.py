"""A picture is seen by whoever may read the text that shows it, as long as they may."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select, update

from cop import files
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons import services as lessons
from cop.lessons.models import Lesson, Revision
from cop.pictures.models import Picture
from cop.threads import services as threads
from cop.threads.models import Reply, Thread
from tests.browser_without_scripts import Browser, counted
from tests.make.accounts import make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import content, make_lesson
from tests.make.pictures import make_picture, png, sending
from tests.make.threads import make_reply, make_thread
from tests.web.matrix.walking import PASSING

WORDS = "เกิดเรื่องนี้ขึ้น"


@pytest.fixture
def author(client):
    return make_member(agency_id=make_agency().id)


def sent(client, member, shade: int = 0) -> str:
    """Send a picture as the member, and return its address."""
    form = sending(png(shade=shade))
    answer = client.as_(member).post("/pictures", form, content_type="multipart/form-data")
    return str(answer.get_json()["address"])


def showing(*addresses: str) -> str:
    return "\n\n".join([WORDS, *(f"![ภาพ]({one})" for one in addresses)])


def seen(client, address: str, *people: Any) -> list[int]:
    """Return what each of the people gets for the address; None is a visitor."""
    found = []
    for one in people:
        browser = client.as_(one) if one else Browser(client.app)
        found.append(browser.get(address).status_code)
    return found


def do(service: Any, thing: Any, *more: Any, by: Any, **facts: Any) -> None:
    """Let somebody act on a thing as it is now."""
    with transaction():
        fresh = db.session.get_one(type(thing), inspect(thing).identity)
        service(fresh, *more, by=actor_of(by), at=now(), **facts)


def revise(lesson: Lesson, author: Any, text: str) -> None:
    """Save the text as the lesson's next version."""
    place = db.session.get_one(Lesson, inspect(lesson).identity).community
    said = content(place, what_happened=text, agency_id=author.agency_id)
    do(lessons.revise, lesson, said, version=None, by=author)


def publish_newest(lesson: Lesson) -> None:
    newest = {"published_revision_id": Lesson.current_revision_id}
    with transaction():
        db.session.execute(update(Lesson).where(Lesson.id == lesson.id).values(newest))


def text_of(lesson: Lesson) -> str:
    newest = select(Revision.what_happened).where(Revision.lesson_id == lesson.id)
    return str(db.session.scalars(newest.order_by(Revision.number.desc())).first())


def test_a_picture_goes_with_its_lesson_from_draft_to_the_end(client, author):
    address = sent(client, author)
    other, judge, admin = make_member(), make_member(role="moderator"), make_member(role="admin")
    assert seen(client, address, author, other, judge) == [200, 404, 404]
    lesson = make_lesson("draft", author=author, what_happened=showing(address))
    assert text_of(lesson) == showing(address)
    assert seen(client, address, author, other, judge, admin) == [200, 404, 404, 404]
    do(lessons.submit, lesson, pdpa_check=True, by=author)
    assert seen(client, address, author, other, judge) == [200, 404, 200]
    do(lessons.start_review, lesson, by=judge)
    do(lessons.publish, lesson, revision_id=lesson.current_revision_id, by=judge)
    assert seen(client, address, author, other, judge, None) == [200, 200, 200, 302]
    do(lessons.withdraw, lesson, words="ระเบียบเปลี่ยนแล้ว", by=judge)
    assert seen(client, address, author, other) == [200, 200]
    do(lessons.remove, lesson, words="ผิดกฎหมาย", by=admin)
    assert client.as_(other).get(f"/lessons/{lesson.ref}").status_code == 410
    assert seen(client, address, author, other, judge, admin, None) == [404, 404, 404, 404, 302]


def test_a_picture_of_the_next_version_is_not_seen_before_it_is_published(client, author):
    lesson = make_lesson("published", author=author)
    address = sent(client, author)
    revise(lesson, author, showing(address))
    reader = make_member()
    assert client.as_(reader).get(f"/lessons/{lesson.ref}").status_code == 200
    assert seen(client, address, author, reader) == [200, 404]
    publish_newest(lesson)
    assert seen(client, address, reader) == [200]


def test_a_picture_of_an_earlier_version_is_no_longer_shown_to_readers(client, author):
    address = sent(client, author)
    lesson = make_lesson("published", author=author, what_happened=showing(address))
    revise(lesson, author, WORDS)
    reader = make_member()
    assert seen(client, address, author, reader) == [200, 200]
    publish_newest(lesson)
    assert seen(client, address, author, reader) == [200, 404]


def test_hidden_communities_hide_their_pictures(client, author):
    insider, outsider = make_member(), make_member()
    community = make_community("closed", kind="members", members=(author, insider))
    address = sent(client, author)
    make_lesson(
        "published",
        author=author,
        community=community,
        visibility="community",
        what_happened=showing(address),
    )
    talk = sent(client, author, shade=1)
    thread = make_thread(community, author, body=showing(talk))
    reply = sent(client, author, shade=2)
    make_reply(thread, author, body=showing(reply))
    for one in (address, talk, reply):
        assert seen(client, one, author, insider, outsider, None) == [200, 200, 404, 302]
    nothing = "/pictures/bcdfghjkmnprstvw-12x8"
    pages = [client.as_(outsider).get(one).text for one in (nothing, address)]
    assert PASSING.sub("", pages[0]) == PASSING.sub("", pages[1])


def test_public_lessons_show_their_pictures_to_visitors(app, client, author):
    address = sent(client, author)
    lesson = make_lesson("published", author=author, what_happened=showing(address))
    assert seen(client, address, None) == [302]
    do(lessons.open_to_public, lesson, by=make_member(role="moderator"))
    app.config["PUBLIC_READING"] = True
    try:
        assert seen(client, address, None) == [200]
    finally:
        app.config["PUBLIC_READING"] = False


def test_trash_hides_a_picture_and_emptying_it_deletes_bytes_too(client, author):
    address = sent(client, author)
    lesson = make_lesson("published", author=author, what_happened=showing(address))
    judge, reader = make_member(role="moderator"), make_member()
    do(lessons.trash, lesson, words="ซ้ำ", by=judge)
    assert seen(client, address, author, judge, reader) == [200, 200, 404]
    do(lessons.untrash, lesson, by=judge)
    assert seen(client, address, reader) == [200]
    do(lessons.trash, lesson, words="ซ้ำ", by=judge)
    long_ago = {"taken_away_at": now() - timedelta(days=40)}
    with transaction():
        db.session.execute(update(Lesson).where(Lesson.id == lesson.id).values(long_ago))
    with transaction():
        lessons.purge(by=SYSTEM, at=now())
    assert db.session.scalars(select(Picture)).all() == []
    assert seen(client, address, author, judge) == [404, 404]


def test_merging_leaves_the_pictures_of_both(client, author):
    own, other = sent(client, author), sent(client, author, shade=1)
    lesson = make_lesson("published", author=author, what_happened=showing(own))
    into = make_lesson("published", author=author, what_happened=showing(other))
    judge, reader = make_member(role="moderator"), make_member()
    do(lessons.merge, lesson, into, words="เรื่องเดียวกัน", by=judge)
    assert seen(client, own, reader) == [404]
    assert seen(client, other, reader) == [200]
    assert len(db.session.scalars(select(Picture)).all()) == 2


def test_redacting_a_pictures_address_deletes_the_picture(client, author):
    bad, good = sent(client, author), sent(client, author, shade=1)
    lesson = make_lesson("published", author=author, what_happened=showing(bad, good))
    admin = make_member(role="admin")
    do(lessons.redact, lesson, bad, reason="เห็นใบหน้าชัด", by=admin)
    assert seen(client, bad, author, admin) == [404, 404]
    assert seen(client, good, author) == [200]
    assert [row.address for row in db.session.scalars(select(Picture))] == [good]


def test_a_thread_and_its_replies_show_theirs_until_they_are_removed(client, author):
    community = make_community("open-one")
    address, second = sent(client, author), sent(client, author, shade=1)
    thread = make_thread(community, author, body=showing(address))
    reply = make_reply(thread, author, body=showing(second))
    judge, reader = make_member(role="moderator"), make_member()
    assert seen(client, address, reader) == [200]
    assert seen(client, second, reader) == [200]
    do(threads.remove_reply, thread, db.session.get_one(Reply, reply.id), by=author)
    assert seen(client, second, author, reader, judge) == [404, 404, 200]
    do(threads.remove_thread, thread, "ไม่เหมาะสม", by=judge)
    assert seen(client, address, author, reader, judge) == [404, 404, 200]


def test_what_a_changed_post_no_longer_names_is_deleted(client, author):
    address, second = sent(client, author), sent(client, author, shade=1)
    thread = make_thread(make_community("open-one"), author, body=showing(address))
    reply = make_reply(thread, author, body=showing(second))
    do(threads.change_thread, thread, threads.Draft("หัวข้อ", WORDS), version=None, by=author)
    assert seen(client, address, author) == [404]
    row = db.session.get_one(Reply, reply.id)
    do(threads.change_reply, thread, row, WORDS, version=None, by=author)
    assert db.session.scalars(select(Picture)).all() == []


def test_a_picture_of_another_text_is_copied_for_whoever_sees_it(client, author):
    address = sent(client, author)
    lesson = make_lesson("published", author=author, what_happened=showing(address))
    reader = make_member()
    community = make_community("open-one", members=(reader,))
    thread = make_thread(community, reader, body=showing(address))
    body = db.session.get(Thread, thread.id).body
    assert body != showing(address)
    copy = body[body.index("/pictures/") : -1]
    assert f'src="{copy}"' in db.session.get(Thread, thread.id).body_html
    assert seen(client, copy, author, reader) == [200, 200]
    admin = make_member(role="admin")
    do(lessons.remove, lesson, words="ผิดกฎหมาย", by=admin)
    assert seen(client, address, author, reader) == [404, 404]
    assert seen(client, copy, author, reader) == [200, 200]


def test_whoever_does_not_see_a_picture_cannot_have_it_shown(client, author):
    address = sent(client, author)
    make_lesson("draft", author=author, what_happened=showing(address))
    waiting = make_picture(author, shade=9).address
    spy = make_member()
    thread = make_thread(make_community("open-one"), spy, body=showing(address, waiting))
    assert db.session.get(Thread, thread.id).body == showing(address, waiting)
    assert seen(client, address, spy, make_member()) == [404, 404]
    assert seen(client, waiting, spy) == [404]
    assert {row.place for row in db.session.scalars(select(Picture))} == {"lesson", ""}


def test_the_same_picture_again_in_the_same_text_stays_one(client, author):
    address = sent(client, author)
    lesson = make_lesson("draft", author=author, what_happened=showing(address))
    again = sent(client, author)
    assert again != address
    revise(lesson, author, showing(address, again))
    assert text_of(lesson) == showing(address, address)


def test_a_wrong_size_in_the_address_is_no_picture(client, author):
    address = sent(client, author)
    assert seen(client, address.replace("12x8", "13x8"), author) == [404]


def test_a_picture_costs_few_statements_and_lost_bytes_are_told(client, author):
    address = sent(client, author)
    make_lesson("published", author=author, what_happened=showing(address))
    client.as_(make_member())
    with counted() as count:
        assert client.get(address).status_code == 200
    assert count[0] <= 8
    row = db.session.scalars(select(Picture)).one()
    files.path_of(row.digest).unlink()
    assert client.get(address).status_code == 410
