"""Rights are asked when notices are shown: a thing that is closed by now was never there."""

import pytest
from sqlalchemy import update

from cop.accounts import services as accounts
from cop.communities import services as communities
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import What
from cop.lessons import services as lessons
from cop.lessons.models import Lesson
from cop.sessions.models import ExchangeSession
from cop.threads import services as threads
from cop.threads.models import Thread
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson
from tests.make.notices import count_unread, make_notice
from tests.make.sessions import make_recording, make_series, make_session
from tests.make.threads import make_reply, make_thread


def plain(client: Browser) -> list[str]:
    """Return the two pages without what is new in every answer."""
    pages = [client.see("/notices"), client.see("/notices?only=unread"), client.see("/about")]
    return [one.words() for one in pages]


@pytest.fixture
def reader(client: Browser):
    """A member without notices, and the pages as they are then."""
    member = make_member()
    client.as_(member)
    return member, plain(client)


def test_a_thread_of_a_community_that_one_has_left(client, reader) -> None:
    member, nothing = reader
    lead = make_member()
    place = make_community(kind="members", members=(member,), leads=(lead,))
    thread = make_thread(place, member, title="เรื่องปิดพิเศษ")
    make_reply(thread, lead)
    assert "เรื่องปิดพิเศษ" in client.see("/notices").words()
    assert plain(client) != nothing
    with transaction():
        communities.remove_member(place, member.id, by=actor_of(lead), at=now())
    assert plain(client) == nothing
    assert count_unread(member) == 1, "it is there all the same"
    with transaction():
        communities.add_member(place, member.email, by=actor_of(lead), at=now())
    assert "เรื่องปิดพิเศษ" in client.see("/notices").words()


def test_a_removed_thread_and_a_removed_reply(client, reader) -> None:
    member, nothing = reader
    moderator = actor_of(make_member(role="moderator"))
    thread, other = make_thread(author=member), make_thread(author=member)
    make_reply(thread)
    reply = make_reply(other)
    with transaction():
        threads.remove_thread(thread, "ไม่เหมาะสม", by=moderator, at=now())
    with transaction():
        threads.remove_reply(other, reply, "ไม่เหมาะสม", by=moderator, at=now())
    assert plain(client) == nothing


def test_a_lesson_that_was_recalled_is_not_the_reviewers_any_more(client) -> None:
    moderator = make_member(role="moderator")
    client.as_(moderator).post("/notices/read-all")
    client.get("/about")  # says once that it was done
    before = plain(client)
    author = make_member()
    lesson = make_lesson("submitted", author=author, title_th="บทเรียนที่เรียกกลับ")
    assert "บทเรียนที่เรียกกลับ" in client.see("/notices").words()
    with transaction():
        present = db.session.get_one(Lesson, lesson.id)
        lessons.recall(present, by=actor_of(author), at=now())
    assert plain(client) == before


def test_a_role_that_was_taken_back(client, reader) -> None:
    member, nothing = reader
    with transaction():
        grant = accounts.give(member, "moderator", by=SYSTEM, at=now())
    client.as_(member)
    make_lesson("submitted", title_th="รอตรวจอยู่")
    client.post("/notices/read-all")
    make_lesson("submitted", title_th="รอตรวจอีกเรื่อง")
    assert "รอตรวจอยู่" in client.see("/notices").words()
    assert "รอตรวจอีกเรื่อง" in client.see("/notices?only=unread").words()
    with transaction():
        accounts.revoke(grant.id, by=SYSTEM, at=now())
    client.as_(member)
    assert "รอตรวจ" not in " ".join(plain(client))
    assert plain(client)[1:] == nothing[1:]


def test_the_other_end_of_a_link_must_be_readable_too(client, reader) -> None:
    member, nothing = reader
    thread = make_thread(author=member, title="กระทู้ของฉัน")
    draft = make_lesson("draft", title_th="ร่างของคนอื่น")
    exchange = make_session(make_series())
    recording = make_recording(exchange)
    shut = make_community(kind="members")
    with transaction():
        db.session.execute(
            update(ExchangeSession)
            .where(ExchangeSession.id == exchange.id)
            .values(community_id=shut.id)
        )
    gone = make_thread(title="กระทู้ที่ถูกนำออก")
    with transaction():
        db.session.execute(update(Thread).where(Thread.id == gone.id).values(removed_at=now()))
    for part in (
        ("lesson", draft.id),
        ("session", exchange.id),
        ("recording", recording.id),
        ("thread", gone.id),
        ("community", shut.id),
        ("series", 999_999),
        ("never", 1),
    ):
        make_notice(member, ("thread", thread.id), What.LINK_ADDED, part=part)
    assert plain(client) == nothing


def test_somebody_elses_account_is_no_subject(client, reader) -> None:
    member, nothing = reader
    make_notice(member, ("member", make_member().id), What.GRANT_GIVEN)
    assert plain(client) == nothing


def test_hidden_notices_leave_no_gap_in_the_pages(client, reader) -> None:
    member, _nothing = reader
    hidden = _hidden_thread()
    for number in range(25):
        make_notice(member, ("thread", hidden.id), What.REPLY_POSTED)
        make_notice(member, ("community", make_community().id), What.FACILITATOR_NAMED)
        make_notice(member, ("lesson", 10_000 + number))
    page = client.see("/notices")
    assert len(page.all(".//ul[@class='told']/li")) == 20
    assert len(client.see("/notices?page=2").all(".//ul[@class='told']/li")) == 5
    (number,) = page.all(".//a[@class='icon-btn bell']/b")
    assert page.words(number) == "25"


def test_marking_all_as_read_marks_the_hidden_ones_too(client, reader) -> None:
    member, _nothing = reader
    hidden = _hidden_thread()
    make_notice(member, ("thread", hidden.id), What.REPLY_POSTED)
    client.post("/notices/read-all")
    assert count_unread(member) == 0


def _hidden_thread() -> Thread:
    inside = make_member()
    return make_thread(make_community(kind="members", members=(inside,)), inside)
