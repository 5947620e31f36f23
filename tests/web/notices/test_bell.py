"""The bell on every page, and how notices come to be read."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from cop.accounts.models import Member
from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import What
from cop.notices import jobs
from cop.notices.models import Notice
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import make_community
from tests.make.lessons import make_copies, make_lesson
from tests.make.notices import count_unread, make_notice
from tests.make.threads import make_reply, make_thread


def bell(client: Browser, address: str = "/about") -> tuple[str, str]:
    """Return the name of the bell, and the number on it."""
    page = client.see(address)
    (found,) = page.all(".//a[@href='/notices']")
    (name,) = found.findall("span")
    return page.words(name), "".join(page.words(one) for one in found.findall("b"))


def test_without_news_it_has_a_name_and_no_number(client: Browser) -> None:
    assert bell(client.as_(make_member())) == ("การแจ้งเตือน", "")


def test_visitors_have_none(client: Browser) -> None:
    assert client.see("/about").all(".//a[@href='/notices']") == []


def test_it_says_how_many_are_unread(client: Browser) -> None:
    asker = make_member()
    for _ in range(3):
        make_reply(make_thread(author=asker))
    assert bell(client.as_(asker)) == ("การแจ้งเตือน ยังไม่อ่าน 3 รายการ", "3")


def test_more_than_99_are_not_counted(client: Browser) -> None:
    author = make_member()
    lesson = make_lesson(author=author)  # told of the review's begin and of the publication
    client.as_(author)
    make_copies(lesson, 98)
    for number in range(1, 98):
        make_notice(author, ("lesson", lesson.id + number))
    assert bell(client)[1] == "99"
    make_notice(author, ("lesson", lesson.id + 98))
    assert bell(client) == ("การแจ้งเตือน ยังไม่อ่านมากกว่า 99 รายการ", "99+")


def test_it_costs_a_statement_once_for_those_with_news_and_none_for_others(client: Browser) -> None:
    asker = make_member()
    client.as_(asker)
    before = client.see("/about").queries
    thread = make_thread(author=asker)
    assert client.see("/about").queries == before
    make_reply(thread)
    assert client.see("/about").queries == before + 1
    assert client.see("/about").queries == before, "nothing has happened since"
    make_reply(thread)
    assert client.see("/about").queries == before + 1
    client.see(f"/threads/{thread.id}/{thread.slug}")
    assert client.see("/about").queries == before


def test_opening_a_thing_marks_its_notices_and_no_others(client: Browser) -> None:
    asker = make_member()
    first, second = make_thread(author=asker), make_thread(author=asker)
    for thread in (first, second, first):
        make_reply(thread)
    client.as_(asker)
    address = f"/threads/{first.id}/{first.slug}"
    # The page itself already counts without them.
    assert bell(client, address)[1] == "1"
    assert count_unread(asker) == 1
    assert bell(client) == ("การแจ้งเตือน ยังไม่อ่าน 1 รายการ", "1")


def test_the_instant_of_the_first_reading_stays(client: Browser) -> None:
    asker = make_member()
    thread = make_thread(author=asker)
    make_reply(thread)
    client.as_(asker)
    client.see(f"/threads/{thread.id}/{thread.slug}")
    first = _read_at(asker)
    make_reply(thread)
    client.see(f"/threads/{thread.id}/{thread.slug}")
    assert first is not None
    assert _read_at(asker) == first


def _read_at(member: Member) -> object:
    db.session.remove()
    query = select(Notice.read_at).where(Notice.member_id == member.id).order_by(Notice.id)
    return db.session.scalars(query).first()


@pytest.mark.parametrize("what", ["lesson", "community", "profile"])
def test_every_kind_of_thing_is_read_at_its_own_page(client: Browser, what: str) -> None:
    person = make_member(role="moderator", scope=("community", make_community().id))
    db.session.execute(update(Notice).values(read_at=now()))
    db.session.commit()
    place = make_community(slug="place", members=(person,))
    if what == "lesson":
        reader = make_member(role="moderator")
        db.session.execute(update(Notice).values(read_at=now()))
        db.session.commit()
        lesson = make_lesson("submitted", community=place)
        client.as_(reader)
        address = f"/lessons/{lesson.ref}"
        person = reader
    elif what == "community":
        make_notice(person, ("community", place.id), What.COMMUNITY_MEMBER_ADDED)
        address = "/communities/place"
    else:
        make_notice(person, ("member", person.id), What.GRANT_GIVEN)
        address = "/account/profile"
    client.as_(person)
    assert count_unread(person) == 1
    client.see("/notices")
    assert count_unread(person) == 1, "the list alone does not count as reading"
    client.see(address)
    assert count_unread(person) == 0


def test_who_acts_on_a_thing_has_read_what_was_before(client: Browser) -> None:
    asker, helper = make_member(), make_member()
    thread = make_thread(author=asker)
    make_reply(thread, helper)
    other = make_thread(author=asker)
    make_reply(other, helper)
    make_reply(thread, asker)
    assert count_unread(asker) == 1
    assert count_unread(helper) == 1
    assert bell(client.as_(asker)) == ("การแจ้งเตือน ยังไม่อ่าน 1 รายการ", "1")


def test_a_review_begun_from_the_queue_settles_the_submission(client: Browser) -> None:
    moderator = make_member(role="moderator")
    client.as_(moderator).post("/notices/read-all")
    make_lesson("in_review", moderator=moderator)
    assert count_unread(moderator) == 0


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose"])
def test_what_a_browser_fetches_ahead_is_not_read(client: Browser, header: str) -> None:
    asker = make_member()
    thread = make_thread(author=asker)
    make_reply(thread)
    address = f"/threads/{thread.id}/{thread.slug}"
    client.as_(asker).get(address, headers={header: "prefetch;prerender"})
    client.client.head(address)
    assert count_unread(asker) == 1


def test_a_page_that_shows_no_thing_marks_nothing(client: Browser) -> None:
    asker = make_member()
    thread = make_thread(author=asker)
    make_reply(thread)
    client.as_(asker).get(f"/threads/{thread.id}/replies/1")  # leads on to the thread
    client.get("/threads/999999")
    assert count_unread(asker) == 1


def test_only_long_read_notices_are_forgotten(client: Browser) -> None:
    person = make_member()
    place = make_community()
    kept = [
        make_notice(person, ("community", place.id), What.FACILITATOR_NAMED, at=_days_ago(500)).id,
        make_notice(person, ("community", place.id), What.FACILITATOR_NAMED, at=_days_ago(500)).id,
    ]
    gone = make_notice(person, ("community", place.id), What.FACILITATOR_NAMED).id
    with transaction():
        for number, days in ((kept[1], 89), (gone, 91)):
            one = update(Notice).where(Notice.id == number)
            db.session.execute(one.values(read_at=_days_ago(days)))
    jobs.forget()
    db.session.remove()
    assert list(db.session.scalars(select(Notice.id).order_by(Notice.id))) == kept


def _days_ago(days: int) -> datetime:
    return now() - timedelta(days=days)
