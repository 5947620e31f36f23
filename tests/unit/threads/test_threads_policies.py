"""Who reads threads and acts in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert, select
from sqlalchemy.engine import Connection

import cop.models  # noqa: F401 - so that foreign keys resolve
from cop.communities.models import Community
from cop.core.actor import PUBLIC_VISITOR, SYSTEM, VISITOR, Actor, Grant
from cop.readers import kind_of, values_of
from cop.threads import policies
from cop.threads.models import LOCKED, OPEN, Reply, Thread, page_of

AT = datetime(2020, 7, 9, tzinfo=UTC)
COMMUNITIES = {1: ("open", None), 2: ("members", None), 3: ("unit", 1)}


@dataclass(frozen=True)
class Made:
    """A thread in some place and state."""

    community: Community
    visibility: str = "org"
    agency_id: int | None = None
    author_id: int = 7
    kind: str = "question"
    state: str = OPEN
    reply_count: int = 0
    removed: bool = False

    @property
    def community_id(self) -> int:
        return self.community.id


def community(one: int) -> Community:
    kind, agency = COMMUNITIES[one]
    return Community(id=one, kind=kind, agency_id=agency)


THREADS = {
    number: Made(community(one), visibility, agency, author, state=state, removed=removed)
    for number, (one, visibility, agency, author, state, removed) in enumerate(
        product(
            COMMUNITIES,
            ("public", "org", "community", "unit"),
            (None, 1),
            (7, 8),
            (OPEN, LOCKED),
            (False, True),
        ),
        start=1,
    )
}
GRANTS = [
    Grant("staff"),
    Grant("admin"),
    Grant("auditor"),
    Grant("organiser"),
    Grant("moderator"),
    Grant("moderator", "community", 1),
    Grant("moderator", "community", 2),
    Grant("moderator", "agency", 1),
]


@st.composite
def members(draw: st.DrawFn) -> Actor:
    belongs = draw(st.frozensets(st.sampled_from(list(COMMUNITIES))))
    leads = draw(st.frozensets(st.sampled_from(sorted(belongs)))) if belongs else frozenset()
    return Actor(
        id=draw(st.sampled_from([7, 8, 9])),
        agency_id=draw(st.sampled_from([None, 1, 2])),
        communities=belongs,
        facilitates=leads,
        grants=draw(st.frozensets(st.sampled_from(GRANTS), max_size=2)),
    )


@pytest.fixture(scope="module")
def tables() -> Iterator[Connection]:
    """A thread of every state in every kind of place."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        Community.metadata.create_all(connection)
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        rows = [
            {"id": one, "slug": f"c{one}", "name": "c", "kind": kind, "agency_id": agency}
            for one, (kind, agency) in COMMUNITIES.items()
        ]
        more = {"created_at": AT, "sort_key": "", "version": 1}
        connection.execute(insert(Community), [{**row, **more} for row in rows])
        connection.execute(
            insert(Thread),
            [
                {
                    "id": number,
                    "community_id": made.community_id,
                    "visibility": made.visibility,
                    "agency_id": made.agency_id,
                    "author_id": made.author_id,
                    "state": made.state,
                    "removed_at": AT if made.removed else None,
                    "title": "t",
                    "body": "b",
                    "body_html": "b",
                    "created_at": AT,
                    "last_activity_at": AT,
                    "version": 1,
                }
                for number, made in THREADS.items()
            ],
        )
        yield connection
    engine.dispose()


@given(st.one_of(st.sampled_from([VISITOR, PUBLIC_VISITOR, SYSTEM]), members()))
@example(Actor(id=9, grants=frozenset({Grant("moderator", "agency", 1)})))
@example(Actor(id=9, grants=frozenset({Grant("moderator", "community", 2)})))
def test_reading_has_two_agreeing_forms(tables: Connection, actor: Actor) -> None:
    query = select(Thread.id).where(policies.readable_by(actor))
    listed = set(tables.execute(query).scalars())
    assert listed == {n for n, made in THREADS.items() if policies.may_read(actor, made)}
    shared = select(Thread.id).where(policies.readable_by(kind_of(actor)))
    assert set(tables.execute(shared, values_of(actor)).scalars()) == listed


@given(members())
def test_lists_leave_out_what_was_removed_and_nothing_else(
    tables: Connection, actor: Actor
) -> None:
    query = select(Thread.id).where(policies.listed_for(actor))
    listed = set(tables.execute(query).scalars())
    assert listed == {
        n for n, made in THREADS.items() if not made.removed and policies.may_read(actor, made)
    }


ASKER = Actor(id=7)
OTHER = Actor(id=9)
MEMBER = Actor(id=9, communities=frozenset({2}))
FACILITATOR = Actor(id=9, communities=frozenset({1, 2}), facilitates=frozenset({1, 2}))
MODERATOR = Actor(id=9, grants=frozenset({Grant("moderator")}))
IN_OPEN = Made(community(1))
IN_CLOSED = Made(community(2), visibility="community", author_id=8)


def test_announcements_are_for_those_who_tend_the_community() -> None:
    assert policies.may_start(FACILITATOR, community(1), "announcement")
    assert policies.may_start(MODERATOR, community(1), "announcement")
    refused = policies.may_start(OTHER, community(1), "announcement")
    assert refused.reason == "announcement_by_facilitators"


def test_whoever_may_post_starts_questions() -> None:
    assert policies.may_start(OTHER, community(1), "question")
    assert policies.may_start(OTHER, community(2), "question").reason == "community_members_only"


def test_replies_are_for_those_who_may_post_while_it_is_open() -> None:
    assert policies.may_reply(OTHER, IN_OPEN)
    assert policies.may_reply(MEMBER, IN_CLOSED)
    locked = Made(community(1), state=LOCKED)
    assert policies.may_reply(OTHER, locked).reason == "thread_locked"
    assert policies.may_reply(MODERATOR, IN_CLOSED).reason == "community_members_only"
    assert policies.may_reply(OTHER, IN_CLOSED).reason == "not_allowed"
    assert policies.may_reply(VISITOR, IN_OPEN).reason == "sign_in_first"
    gone = Made(community(1), removed=True)
    assert policies.may_reply(OTHER, gone).reason == "not_allowed"
    assert policies.may_reply(MODERATOR, gone).reason == "thread_removed"


def test_a_thread_is_changed_by_its_author_and_those_who_tend_it() -> None:
    assert policies.may_change_thread(ASKER, IN_OPEN)
    assert policies.may_change_thread(MODERATOR, IN_OPEN)
    assert policies.may_change_thread(OTHER, IN_OPEN).reason == "authors_only"
    locked = Made(community(1), state=LOCKED)
    assert policies.may_change_thread(ASKER, locked).reason == "thread_locked"
    assert policies.may_change_thread(FACILITATOR, locked)
    assert policies.may_change_thread(VISITOR, IN_OPEN).reason == "sign_in_first"


def test_a_reply_is_changed_by_its_author_alone() -> None:
    reply = Reply(author_id=7)
    assert policies.may_change_reply(ASKER, IN_OPEN, reply)
    assert policies.may_change_reply(MODERATOR, IN_OPEN, reply).reason == "authors_only"
    locked = Made(community(1), state=LOCKED)
    assert policies.may_change_reply(ASKER, locked, reply).reason == "thread_locked"
    gone = Reply(author_id=7, removed_at=AT)
    assert policies.may_change_reply(ASKER, IN_OPEN, gone).reason == "thread_removed"


def test_a_reply_is_removed_by_its_author_and_those_who_tend_the_thread() -> None:
    reply = Reply(author_id=7)
    assert policies.may_remove_reply(ASKER, IN_OPEN, reply)
    assert policies.may_remove_reply(FACILITATOR, IN_OPEN, reply)
    assert policies.may_remove_reply(OTHER, IN_OPEN, reply).reason == "facilitators_only"
    gone = Reply(author_id=7, removed_at=AT)
    assert policies.may_remove_reply(ASKER, IN_OPEN, gone).reason == "thread_removed"


def test_an_author_removes_a_thread_only_while_nobody_has_replied() -> None:
    assert policies.may_remove_thread(ASKER, IN_OPEN)
    talked = Made(community(1), reply_count=1)
    assert policies.may_remove_thread(ASKER, talked).reason == "facilitators_only"
    assert policies.may_remove_thread(MODERATOR, talked)
    assert policies.may_remove_thread(VISITOR, talked).reason == "sign_in_first"


def test_the_answer_is_marked_by_the_asker_and_those_who_tend_the_thread() -> None:
    assert policies.may_mark_answer(ASKER, IN_OPEN)
    assert policies.may_mark_answer(FACILITATOR, IN_OPEN)
    assert policies.may_mark_answer(OTHER, IN_OPEN).reason == "askers_only"
    talk = Made(community(1), kind="discussion")
    assert policies.may_mark_answer(ASKER, talk).reason == "no_question"
    assert policies.may_unmark_answer(VISITOR, talk).reason == "sign_in_first"


def test_locking_is_for_those_who_tend_the_thread() -> None:
    assert policies.may_lock(FACILITATOR, IN_OPEN)
    assert policies.may_lock(ASKER, IN_OPEN).reason == "facilitators_only"
    assert policies.may_unlock(VISITOR, IN_OPEN).reason == "sign_in_first"


def test_only_moderators_open_to_the_public_and_only_in_open_communities() -> None:
    assert policies.may_open_to_public(MODERATOR, IN_OPEN)
    assert policies.may_open_to_public(SYSTEM, IN_OPEN)
    assert policies.may_open_to_public(FACILITATOR, IN_OPEN).reason == "moderators_only"
    assert policies.may_open_to_public(MODERATOR, IN_CLOSED).reason == "community_is_closed"
    assert policies.may_close_to_public(VISITOR, IN_OPEN).reason == "sign_in_first"


def test_linking_is_for_those_who_may_post_and_those_who_tend_the_thread() -> None:
    assert policies.may_link(OTHER, IN_OPEN)
    assert policies.may_link(MODERATOR, IN_CLOSED)
    assert policies.may_link(OTHER, IN_CLOSED).reason == "not_allowed"
    assert policies.may_link(VISITOR, IN_OPEN).reason == "sign_in_first"
    assert policies.may_unlink(ASKER, IN_OPEN)
    assert policies.may_unlink(OTHER, IN_OPEN).reason == "facilitators_only"
    assert policies.may_unlink(VISITOR, IN_OPEN).reason == "sign_in_first"


@pytest.mark.parametrize(("position", "page"), [(1, 1), (20, 1), (21, 2), (220, 11), (2000, 100)])
def test_a_reply_stands_on_the_page_of_its_position(position: int, page: int) -> None:
    assert page_of(position) == page
