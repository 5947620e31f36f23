"""Ties between lessons, sessions, recordings and threads, seen from both ends."""

import pytest
from sqlalchemy import select

from cop.db import db
from cop.lessons import queries
from cop.lessons.models import LessonLink
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson
from tests.make.sessions import make_recording, make_series, make_session
from tests.make.threads import make_thread


@pytest.fixture
def author(client):
    member = make_member()
    client.as_(member)
    return member


def tie(client, lesson, address, status=303, **data):
    return client.send(
        f"/lessons/{lesson.number}/links/new", {"address": address, **data}, status=status
    )


def test_a_session_is_tied_by_its_address(client, author):
    lesson = make_lesson(author=author)
    exchange = make_session(make_series("cops"))
    address = f"/sessions/cops/{exchange.fiscal_year}/{exchange.number}"
    tie(client, lesson, f"http://127.0.0.1:8000{address}")
    page = client.see(f"/lessons/{lesson.number}")
    assert f'href="{address}"' in page.text
    (back,) = queries.linked_to(actor_of(author), "session", exchange.id)
    assert (back.card.id, back.kind) == (lesson.id, "related_session")


@pytest.mark.parametrize(("moment", "seconds"), [("2480", 2480), ("41:20", 2480), ("x", 0)])
def test_a_recording_is_tied_at_a_moment(client, author, moment, seconds):
    lesson = make_lesson(author=author)
    recording = make_recording()
    tie(client, lesson, f"/recordings/{recording.id}?t={moment}")
    (back,) = queries.linked_to(actor_of(author), "recording", recording.id)
    assert back.at_seconds == seconds
    page = client.see(f"/lessons/{lesson.number}")
    wanted = f"/recordings/{recording.id}?t={seconds}" if seconds else f"/recordings/{recording.id}"
    assert wanted in page.text


def test_a_thread_is_tied_by_any_reader(client, author):
    lesson = make_lesson()
    thread = make_thread()
    tie(client, lesson, f"/threads/{thread.id}/อะไรก็ได้")
    assert thread.title in client.see(f"/lessons/{lesson.number}").text
    assert queries.linked_to(actor_of(author), "thread", thread.id)[0].card.id == lesson.id


def test_lessons_are_tied_by_number_and_seen_from_both(client, author):
    one, two = make_lesson(author=author), make_lesson(title_th="อีกเรื่องหนึ่งที่ใกล้เคียงกัน")
    tie(client, one, two.number.lower(), note="ทำต่อจากเรื่องนี้")
    assert "อีกเรื่องหนึ่งที่ใกล้เคียงกัน" in client.see(f"/lessons/{one.number}").text
    back = client.see(f"/lessons/{two.number}").text
    assert f"/lessons/{one.number}" in back
    assert "อ้างถึงบทเรียนนี้" in back


@pytest.mark.parametrize(
    "address",
    [
        "",
        "LL-2563-9999",
        "/threads/999",
        "/sessions/none/2563/1",
        "/recordings/77",
        "https://x.y/z",
    ],
)
def test_what_leads_nowhere_is_refused_and_stays_in_the_field(client, author, address):
    lesson = make_lesson(author=author)
    page = tie(client, lesson, address, status=422, note="หมายเหตุของฉัน")
    assert "หมายเหตุของฉัน" in page.text


def test_an_address_that_the_writer_may_not_read_leads_nowhere(client, author):
    lesson = make_lesson(author=author)
    insider = make_member()
    closed = make_community(kind="members", members=(insider,))
    hidden = make_lesson(author=insider, community=closed)
    thread = make_thread(closed, insider)
    for address in (hidden.number, f"/threads/{thread.id}"):
        tie(client, lesson, address, status=422)


def test_a_closed_end_shows_nothing_on_the_open_one(client, author):
    insider = make_member()
    closed = make_community(kind="members", members=(insider,))
    hidden = make_lesson(author=insider, community=closed, title_th="เรื่องภายในของชุมชนปิด")
    shown = make_lesson(author=author)
    client.as_(insider)
    tie(client, hidden, shown.number)
    client.as_(author)
    assert "เรื่องภายในของชุมชนปิด" not in client.see(f"/lessons/{shown.number}").text


def test_the_same_link_is_made_once_and_never_to_itself(client, author):
    one, two = make_lesson(author=author), make_lesson()
    tie(client, one, two.number)
    tie(client, one, two.number, status=422)
    tie(client, one, one.number, status=422)
    assert len(db.session.scalars(select(LessonLink)).all()) == 1


def test_the_kind_must_fit_the_other_end(client, author):
    one, two = make_lesson(author=author), make_lesson()
    tie(client, one, two.number, status=422, kind="related_session")
    exchange = make_session(make_series("cops"))
    address = f"/sessions/cops/{exchange.fiscal_year}/{exchange.number}"
    tie(client, one, address, kind="derived_from_session")
    assert "ถอดบทเรียนจากกิจกรรม" in client.see(f"/lessons/{one.number}").text


def test_others_tie_no_lessons_and_no_sessions(client, author):
    lesson, other = make_lesson(), make_lesson()
    tie(client, lesson, other.number, status=403)


def test_an_organiser_ties_a_lesson_to_a_session(client):
    organiser = make_member(role="organiser")
    lesson = make_lesson()
    exchange = make_session(make_series("cops"))
    client.as_(organiser)
    tie(client, lesson, f"/sessions/cops/{exchange.fiscal_year}/{exchange.number}")
    assert len(queries.links_of(lesson.id)) == 1


def test_a_link_is_taken_away_by_those_who_may(client, author):
    one, two = make_lesson(author=author), make_lesson()
    tie(client, one, two.number)
    (link,) = db.session.scalars(select(LessonLink))
    address = f"/lessons/{one.number}/links/{link.id}/remove"
    client.as_(make_member())
    assert client.post(address).status_code == 403
    client.as_(author).send(address, {}, page=f"/lessons/{one.number}")
    assert db.session.scalars(select(LessonLink)).all() == []
    assert client.post(address).status_code == 404


def test_a_page_with_every_kind_of_link_stays_within_its_queries(client):
    judge = make_member(role="moderator")
    lesson = make_lesson()
    client.as_(judge)
    exchange = make_session(make_series("cops"))
    recording = make_recording()
    for address in (
        make_lesson().number,
        f"/threads/{make_thread().id}",
        f"/sessions/cops/{exchange.fiscal_year}/{exchange.number}",
        f"/recordings/{recording.id}?t=65",
    ):
        tie(client, lesson, address)
    page = client.see(f"/lessons/{lesson.number}")
    assert "1:05" in page.text
