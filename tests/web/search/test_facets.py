"""Who wrote a thing and what it has, as the index is told."""

from flask import Flask

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons import services as lessons
from cop.lessons.services import End
from cop.search import indexing
from cop.search.engine import index
from cop.search.port import Query
from cop.search.sources import SOURCES
from cop.sessions import services as sessions
from cop.sessions.models import ExchangeSession, Recording
from tests.make.accounts import make_member
from tests.make.communities import actor_of
from tests.make.lessons import make_lesson
from tests.make.sessions import make_recording, make_session, make_transcript
from tests.make.threads import make_reply, make_thread


def having(**filters: str) -> set[tuple[str, str]]:
    index().refresh()
    query = Query(filters={name: (value,) for name, value in filters.items()})
    return {(hit.kind, hit.id) for hit in index().find(query, None, 50).hits}


def test_authors_are_known_to_the_index(app: Flask) -> None:
    anne, somchai = make_member(), make_member()
    lesson = make_lesson(author=anne)
    thread = make_thread(author=anne)
    make_reply(thread, somchai)
    assert having(author=str(anne.id)) == {("lesson", str(lesson.id)), ("thread", str(thread.id))}
    assert having(author=str(somchai.id)) == {("thread", f"{thread.id}.p1")}


def test_a_session_has_a_recording_from_the_moment_it_is_added(app: Flask) -> None:
    exchange = make_session()
    number = exchange.id
    assert having(has="recording") == set()
    recording = make_recording(exchange)
    ours = {("session", str(number)), ("recording", str(recording.id))}
    assert having(has="recording") == ours
    assert having(has="transcript") == set()
    make_transcript(recording)
    assert having(has="transcript") == ours
    with transaction():
        one = db.session.get_one(Recording, recording.id)
        whose = db.session.get_one(ExchangeSession, number)
        sessions.remove_recording(one, whose, by=SYSTEM, at=now())
    assert having(has="recording") == set()
    assert indexing.drift().count == 0


def test_a_lesson_has_the_recording_that_it_leads_to(app: Flask) -> None:
    lesson, recording = make_lesson(), make_recording()
    editor = actor_of(make_member(role="moderator"))
    with transaction():
        end = End("recording", recording.id, 5)
        link = lessons.add_link(lesson, end, "", by=editor, at=now())
    assert ("lesson", str(lesson.id)) in having(has="recording")
    with transaction():
        lessons.remove_link(lesson, db.session.merge(link), by=editor, at=now())
    assert ("lesson", str(lesson.id)) not in having(has="recording")


def test_a_changed_facet_is_another_version(app: Flask) -> None:
    exchange = make_session()
    (before,) = SOURCES["session"].documents([exchange.id])
    make_recording(exchange)
    (after,) = SOURCES["session"].documents([exchange.id])
    assert before.version != after.version
