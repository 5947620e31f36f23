"""Who is told of what happens, and that everybody is told once."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from cop import journal
from cop.accounts import services as accounts
from cop.accounts.models import Member
from cop.communities import services as communities
from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import Entry, What
from cop.lessons import services as lessons
from cop.lessons.models import Lesson
from cop.lessons.services import End
from cop.notices.models import Notice
from cop.notices.queries import TOLD
from cop.notices.views.wording import SAID
from tests.make.accounts import make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson
from tests.make.sessions import make_series, make_session
from tests.make.threads import make_reply, make_thread, mark

pytestmark = pytest.mark.usefixtures("app")


def told(what: What) -> list[int]:
    """Return the ids of all who were told of this kind of thing, in the order of ids."""
    query = select(Notice.member_id).where(Notice.kind == what.value).order_by(Notice.member_id)
    return list(db.session.scalars(query))


def notice_of(member: Member) -> Notice:
    return db.session.scalars(select(Notice).where(Notice.member_id == member.id)).one()


def test_every_line_of_the_table_has_words() -> None:
    assert set(SAID) == set(TOLD)


def test_a_submitted_lesson_is_told_to_those_who_review_it_and_to_nobody_else() -> None:
    agency = make_agency()
    place = make_community()
    author = make_member()
    everywhere = make_member(role="moderator")
    here = make_member(role="moderator", scope=("community", place.id))
    of_unit = make_member(role="reviewer", scope=("agency", agency.id))
    make_member(role="moderator", scope=("community", make_community().id))
    make_member(role="reviewer", scope=("agency", make_agency().id))
    make_member(role="moderator", is_active=False)
    make_member(role="admin")
    make_lesson("submitted", author=author, community=place, agency_id=agency.id)
    wanted = {everywhere.id, here.id, of_unit.id}
    assert set(told(What.LESSON_SUBMITTED)) - {_judge()} == wanted


def test_a_reviewer_of_a_topic_is_told_of_lessons_of_that_topic() -> None:
    make_lesson("draft")  # loads the terms
    from cop.terms.models import Term  # noqa: PLC0415

    topics = {one.code: one.id for one in db.session.scalars(select(Term)) if one.scheme == "topic"}
    its = make_member(role="reviewer", scope=("topic", topics["T02"]))
    make_member(role="reviewer", scope=("topic", topics["T03"]))
    make_lesson("submitted")
    assert set(told(What.LESSON_SUBMITTED)) - {_judge()} == {its.id}


def test_a_reviewer_is_told_nothing_of_what_the_place_hides_from_them() -> None:
    inside = make_member()
    closed = make_community(kind="members", members=(inside,))
    make_member(role="reviewer")
    make_lesson("submitted", author=inside, community=closed)
    assert told(What.LESSON_SUBMITTED) == [_judge()]


def test_a_moderator_is_not_told_of_the_own_submission() -> None:
    author = make_member(role="moderator")
    make_lesson("submitted", author=author)
    assert author.id not in told(What.LESSON_SUBMITTED)


@pytest.mark.parametrize(
    ("state", "what"),
    [
        ("in_review", What.REVIEW_STARTED),
        ("changes_requested", What.CHANGES_REQUESTED),
        ("published", What.LESSON_PUBLISHED),
        ("rejected", What.LESSON_REJECTED),
        ("withdrawn", What.LESSON_WITHDRAWN),
    ],
)
def test_what_becomes_of_a_lesson_is_told_to_its_author(state: str, what: What) -> None:
    author = make_member()
    make_lesson(state, author=author)
    assert told(what) == [author.id]


def test_the_submitter_and_the_writers_of_revisions_are_told_too() -> None:
    author, submitter, moderator = make_member(), make_member(), make_member(role="moderator")
    lesson = make_lesson("in_review", author=author, moderator=moderator)
    with transaction():
        here = update(Lesson).where(Lesson.id == lesson.id)
        db.session.execute(here.values(submitted_by_id=submitter.id))
    with transaction():
        lessons.reject(lesson, reasons=["duplicate"], words="ซ้ำ", by=actor_of(moderator), at=now())
    assert told(What.LESSON_REJECTED) == [author.id, submitter.id]


def test_a_reply_is_told_to_the_asker_and_those_who_replied_before() -> None:
    asker, first, second = make_member(), make_member(), make_member()
    thread = make_thread(author=asker)
    make_reply(thread, first)
    make_reply(thread, second)
    assert told(What.REPLY_POSTED) == [asker.id, asker.id, first.id]
    make_reply(thread, asker)
    assert told(What.REPLY_POSTED) == [asker.id, asker.id, first.id, first.id, second.id]


def test_the_inactive_are_told_nothing() -> None:
    asker = make_member()
    thread = make_thread(author=asker)
    with transaction():
        db.session.execute(update(Member).where(Member.id == asker.id).values(is_active=False))
    make_reply(thread)
    assert told(What.REPLY_POSTED) == []


def test_a_chosen_answer_is_told_to_who_wrote_it_but_not_of_the_own() -> None:
    asker, helper = make_member(), make_member()
    thread = make_thread(author=asker)
    make_reply(thread, helper)
    make_reply(thread, asker)
    mark(thread, 1, asker)
    assert told(What.ANSWER_MARKED) == [helper.id]
    mark(thread, 2, asker)
    assert told(What.ANSWER_MARKED) == [helper.id]


def test_a_link_is_told_at_both_ends() -> None:
    author, asker, other = make_member(), make_member(), make_member()
    moderator = make_member(role="moderator")
    lesson, thread = make_lesson(author=author), make_thread(author=asker)
    near = make_lesson(author=other)
    exchange = make_session(make_series())
    with transaction():
        for end in (End("thread", thread.id), End("lesson", near.id), End("session", exchange.id)):
            lessons.add_link(lesson, end, "", by=actor_of(moderator), at=now())
    assert sorted(told(What.LINK_ADDED)) == sorted([author.id] * 3 + [asker.id, other.id])
    own = db.session.scalars(select(Notice).where(Notice.member_id == asker.id)).one()
    assert (own.subject_kind, own.subject_id) == ("thread", thread.id)
    assert (own.part_kind, own.part_id) == ("lesson", lesson.id)


def test_membership_and_roles_are_told_to_who_got_them() -> None:
    lead, person, admin = make_member(), make_member(), make_member(role="admin")
    place = make_community(leads=(lead,))
    with transaction():
        communities.add_member(place, person.email, by=actor_of(lead), at=now())
    with transaction():
        communities.name_facilitator(place, person.id, by=actor_of(lead), at=now())
    with transaction():
        accounts.give(person, "reviewer", by=actor_of(admin), at=now())
    assert told(What.COMMUNITY_MEMBER_ADDED) == [person.id]
    assert told(What.FACILITATOR_NAMED) == [person.id]
    assert told(What.GRANT_GIVEN) == sorted([admin.id, person.id])


def test_the_role_that_every_account_begins_with_is_no_news() -> None:
    make_member()
    assert told(What.GRANT_GIVEN) == []


def test_joining_by_oneself_is_no_news() -> None:
    place, person = make_community(), make_member()
    with transaction():
        communities.join(place, by=actor_of(person), at=now())
    assert db.session.scalars(select(Notice)).all() == []


def test_an_entry_handed_over_again_tells_nobody_again(app: Flask) -> None:
    asker = make_member()
    thread = make_thread(author=asker)
    make_reply(thread)
    before = _rows()
    # As after a worker that was killed between its handlers' commits and the stamp.
    with transaction():
        db.session.execute(update(Entry).values(dispatched_at=None, held_until=None, attempts=0))
    assert journal.dispatch() > 0
    assert _rows() == before


def test_a_reply_handed_over_late_tells_only_those_who_were_there() -> None:
    asker, late = make_member(), make_member()
    thread = make_thread(author=asker)
    make_reply(thread)
    make_reply(thread, late)
    with transaction():
        db.session.execute(update(Entry).values(dispatched_at=None, held_until=None, attempts=0))
    journal.dispatch()
    assert late.id not in told(What.REPLY_POSTED)


def test_what_the_site_does_by_itself_is_told_as_such() -> None:
    person = make_member(role="organiser")
    entry = db.session.get_one(Entry, notice_of(person).entry_id)
    assert entry.by_id is None


def _judge() -> int:
    """Return who took lessons through their steps for the tests, a moderator like others."""
    return db.session.scalars(select(Member.id).where(Member.email == "judge@example.go.th")).one()


def _rows() -> list[tuple[int, int, int]]:
    db.session.remove()
    query = select(Notice.id, Notice.member_id, Notice.entry_id).order_by(Notice.id)
    return [tuple(row) for row in db.session.execute(query)]
