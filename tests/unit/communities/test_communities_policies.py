"""The visibility rule says one thing in all its forms."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert, select
from sqlalchemy.engine import Connection

import cop.models  # noqa: F401 - so that foreign keys resolve
from cop.communities import policies
from cop.communities.models import Community
from cop.communities.policies import Place
from cop.core.actor import PUBLIC_VISITOR, ROLES, SYSTEM, VISITOR, Actor, Grant
from cop.readers import kind_of, values_of
from cop.threads.models import Thread
from cop.threads.policies import listed_for

AT = datetime(2020, 7, 9, tzinfo=UTC)
# id: (kind, agency)
COMMUNITIES = {1: ("open", None), 2: ("members", None), 3: ("unit", 1), 4: ("unit", 2)}
VISIBILITIES = ("public", "org", "community", "unit", "named")
AGENCIES = (None, 1, 2)
AUTHORS = (7, 8)
PLACES = {
    number: Place(visibility, community, *COMMUNITIES[community], agency, author)
    for number, (community, visibility, agency, author) in enumerate(
        product(COMMUNITIES, VISIBILITIES, AGENCIES, AUTHORS), start=1
    )
}
GRANTS = [
    *(Grant(role) for role in ROLES),
    *(Grant("moderator", "community", one) for one in COMMUNITIES),
    *(Grant("moderator", "agency", one) for one in (1, 2)),
    Grant("organiser", "community", 2),
    Grant("reviewer", "agency", 1),
]
MEMBERS = st.builds(
    Actor,
    id=st.sampled_from([7, 8, 9]),
    agency_id=st.sampled_from(AGENCIES),
    communities=st.frozensets(st.sampled_from(list(COMMUNITIES))),
    grants=st.frozensets(st.sampled_from(GRANTS), max_size=2),
    public_reading=st.booleans(),
)
ACTORS = st.one_of(st.sampled_from([VISITOR, PUBLIC_VISITOR]), MEMBERS)


@pytest.fixture(scope="module")
def tables() -> Iterator[Connection]:
    """A thread in every kind of place."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        Community.metadata.create_all(connection)
        connection.commit()
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.execute(
            insert(Community),
            [
                {
                    "id": one,
                    "slug": f"c{one}",
                    "name": f"c{one}",
                    "kind": kind,
                    "agency_id": agency,
                    "created_at": AT,
                    "sort_key": "",
                    "version": 1,
                }
                for one, (kind, agency) in COMMUNITIES.items()
            ],
        )
        connection.execute(
            insert(Thread),
            [
                {
                    "id": number,
                    "community_id": place.community_id,
                    "visibility": place.visibility,
                    "agency_id": place.agency_id,
                    "author_id": place.author_id,
                    "title": "t",
                    "body": "b",
                    "body_html": "b",
                    "created_at": AT,
                    "last_activity_at": AT,
                    "version": 1,
                }
                for number, place in PLACES.items()
            ],
        )
        yield connection
    engine.dispose()


def seen_by_rule(actor: Actor) -> set[int]:
    return {number for number, place in PLACES.items() if policies.may_see(actor, place)}


@given(ACTORS)
@example(Actor(id=9, grants=frozenset({Grant("moderator", "agency", 1)})))
@example(Actor(id=9, grants=frozenset({Grant("moderator", "community", 2)})))
@example(Actor(id=9, agency_id=1, communities=frozenset({3})))
def test_list_rule_and_single_rule_agree(tables: Connection, actor: Actor) -> None:
    listed = set(tables.execute(select(Thread.id).where(listed_for(actor))).scalars())
    assert listed == seen_by_rule(actor)
    shared = select(Thread.id).where(listed_for(kind_of(actor)))
    assert set(tables.execute(shared, values_of(actor)).scalars()) == listed


@given(ACTORS)
@example(Actor(id=9, grants=frozenset({Grant("moderator", "agency", 1)})))
@example(Actor(id=9, grants=frozenset({Grant("moderator", "community", 2)})))
@example(Actor(id=9, agency_id=1, communities=frozenset({3})))
def test_index_tokens_and_rule_agree(actor: Actor) -> None:
    held = policies.audience_of(actor)
    found = {number for number, place in PLACES.items() if held & set(policies.audience(place))}
    assert found == seen_by_rule(actor)


@given(
    MEMBERS,
    st.sampled_from(list(COMMUNITIES)),
    st.sampled_from(AGENCIES),
    st.frozensets(st.sampled_from([7, 8, 9])),
)
def test_index_tokens_and_rule_agree_for_named_readers(
    actor: Actor, community: int, agency: int | None, named: frozenset[int]
) -> None:
    place = Place("named", community, *COMMUNITIES[community], agency, 8, named)
    held = policies.audience_of(actor)
    assert bool(held & set(policies.audience(place))) == policies.may_see(actor, place)


@given(ACTORS)
def test_knowing_of_a_community_has_two_agreeing_forms(tables: Connection, actor: Actor) -> None:
    query = select(Community.id).where(policies.community_open_to(actor))
    listed = set(tables.execute(query).scalars())
    known = {
        one
        for one, (kind, agency) in COMMUNITIES.items()
        if policies.may_read(actor, Community(id=one, kind=kind, agency_id=agency))
    }
    assert listed == known
    shared = select(Community.id).where(policies.community_open_to(kind_of(actor)))
    assert set(tables.execute(shared, values_of(actor)).scalars()) == known


@given(ACTORS)
def test_a_statement_without_its_values_shows_what_anyone_may_see(
    tables: Connection, actor: Actor
) -> None:
    forgotten = set(tables.execute(select(Thread.id).where(listed_for(kind_of(actor)))).scalars())
    assert forgotten <= seen_by_rule(actor)
    if not actor.has("moderator"):
        anyone = Actor(id=99) if actor.is_member else actor
        assert forgotten <= seen_by_rule(anyone)


@given(MEMBERS)
def test_what_only_the_office_opens_is_closed_without_it(actor: Actor) -> None:
    plain = Actor(id=actor.id, agency_id=actor.agency_id, communities=actor.communities)
    for place in PLACES.values():
        by_office = policies.reads_by_office(actor, place)
        expected = policies.may_see(actor, place) and not policies.may_see(plain, place)
        assert by_office == expected


def test_the_system_sees_everything(tables: Connection) -> None:
    assert seen_by_rule(SYSTEM) == set(PLACES)
    assert set(tables.execute(select(Thread.id).where(listed_for(SYSTEM))).scalars()) == set(PLACES)


def test_a_visitor_sees_nothing_without_public_reading() -> None:
    assert seen_by_rule(VISITOR) == set()
    assert not policies.may_read(VISITOR, OPEN)


def test_a_visitor_sees_only_what_is_public_in_open_communities() -> None:
    for number in seen_by_rule(PUBLIC_VISITOR):
        assert PLACES[number].visibility == "public"
        assert PLACES[number].community_kind == "open"


def test_an_administrator_as_such_reads_no_closed_community() -> None:
    admin = Actor(id=9, grants=frozenset({Grant("admin")}))
    assert all(PLACES[number].community_kind == "open" for number in seen_by_rule(admin))


ANYONE = Actor(id=9)
FACILITATOR = Actor(id=9, communities=frozenset({1, 2}), facilitates=frozenset({1, 2}))
MODERATOR = Actor(id=9, grants=frozenset({Grant("moderator")}))
OF_UNIT = Actor(id=9, agency_id=1)
OPEN = Community(id=1, kind="open")
CLOSED = Community(id=2, kind="members")
UNIT = Community(id=3, kind="unit", agency_id=1)


@pytest.mark.parametrize("rule", [policies.may_change, policies.may_add_member])
def test_facilitators_and_moderators_tend_a_community(rule) -> None:
    assert rule(FACILITATOR, CLOSED)
    assert rule(MODERATOR, CLOSED)
    assert rule(SYSTEM, CLOSED)
    assert rule(ANYONE, CLOSED).reason == "community_by_facilitators"


def test_only_moderators_change_who_a_community_is_for() -> None:
    assert policies.may_change_kind(MODERATOR, OPEN)
    assert policies.may_change_kind(FACILITATOR, OPEN).reason == "moderators_only"


def test_moderators_and_administrators_found_communities() -> None:
    assert policies.may_create(MODERATOR)
    assert policies.may_create(Actor(id=9, grants=frozenset({Grant("admin")})))
    assert policies.may_create(ANYONE).reason == "community_by_moderators"


def test_joining_follows_the_kind() -> None:
    assert policies.may_join(ANYONE, OPEN)
    assert policies.may_join(OF_UNIT, UNIT)
    assert policies.may_join(ANYONE, CLOSED).reason == "community_by_invitation"
    assert policies.may_join(VISITOR, OPEN).reason == "sign_in_first"


def test_members_leave() -> None:
    assert policies.may_leave(FACILITATOR, CLOSED)
    assert policies.may_leave(ANYONE, CLOSED).reason == "not_a_member"


def test_posting_follows_the_kind() -> None:
    assert policies.may_post(ANYONE, OPEN)
    assert policies.may_post(FACILITATOR, CLOSED)
    assert policies.may_post(OF_UNIT, UNIT)
    assert policies.may_post(SYSTEM, CLOSED)
    assert policies.may_post(MODERATOR, CLOSED).reason == "community_members_only"
    assert policies.may_post(VISITOR, OPEN).reason == "sign_in_first"


def test_only_members_leave_a_note_of_closed_reading() -> None:
    assert policies.may_note_closed_reading(MODERATOR)
    assert policies.may_note_closed_reading(VISITOR).reason == "sign_in_first"
