"""The two forms of the rule agree for every role, state, visibility and kind of community."""

import itertools

import pytest
from sqlalchemy import select

from cop.communities.models import Community
from cop.core.actor import PUBLIC_VISITOR, SYSTEM, VISITOR
from cop.core.clock import now
from cop.db import db, transaction
from cop.readers import kind_of, values_of
from cop.sessions import policies
from cop.sessions.models import STATES, ExchangeSession, Series
from cop.sessions.policies import may_read, readable_by
from cop.sessions.services import SessionFacts, create_session
from tests.make.accounts import make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.sessions import THEN, make_series, make_session

VISIBILITIES = ("public", "org", "community", "unit", "named")


@pytest.fixture
def everything(app):
    """Sessions of every state and visibility, in communities of every kind."""
    unit = make_agency()
    insider = make_member(agency_id=unit.id)
    communities = [
        make_community(kind="open"),
        make_community(kind="members", members=(insider,)),
        make_community(kind="unit", agency_id=unit.id),
    ]
    rows = [make_series(community=one, agency_id=unit.id) for one in communities]
    with transaction():
        for series in rows:
            for state, visibility in itertools.product(STATES, VISIBILITIES):
                facts = SessionFacts(
                    title_th="กิจกรรม",
                    start_at=THEN,
                    community_id=series.community_id,
                    agency_id=unit.id,
                )
                exchange = create_session(series, facts, by=SYSTEM, at=now())
                exchange.state, exchange.visibility = state, visibility
                exchange.author_id = insider.id if state == "held" else None
    series = db.session.scalars(select(Series).order_by(Series.id)).all()
    people = [
        insider,
        make_member(),
        make_member(agency_id=unit.id),
        make_member(role="admin"),
        make_member(role="organiser"),
        make_member(role="organiser", scope=("series", series[0].id)),
        make_member(role="organiser", scope=("series", series[1].id), agency_id=unit.id),
        make_member(role="moderator"),
        make_member(role="moderator", scope=("community", communities[1].id)),
        make_member(role="moderator", scope=("agency", unit.id)),
    ]
    return [SYSTEM, VISITOR, PUBLIC_VISITOR, *map(actor_of, people)]


def test_both_forms_agree(everything):
    rows = db.session.execute(
        select(ExchangeSession, Community).join(
            Community, Community.id == ExchangeSession.community_id
        )
    ).all()
    assert len(rows) == 3 * len(STATES) * len(VISIBILITIES)
    for actor in everything:
        listed = set(db.session.scalars(select(ExchangeSession.id).where(readable_by(actor))))
        single = {one.id for one, community in rows if may_read(actor, one, community)}
        assert listed == single, actor
        shared = select(ExchangeSession.id).where(readable_by(kind_of(actor)))
        assert set(db.session.scalars(shared, values_of(actor))) == single, actor


def test_managing_agrees_in_both_forms(everything):
    rows = db.session.scalars(select(ExchangeSession)).all()
    for actor in everything:
        query = select(ExchangeSession.id).where(policies.managed_by(actor))
        single = {one.id for one in rows if policies.manages(actor, one)}
        assert set(db.session.scalars(query)) == single, actor


def test_drafts_are_seen_by_who_organises_only(everything):
    staff, body_organiser = everything[4], everything[7]
    drafts = select(ExchangeSession.id).where(ExchangeSession.state == "draft")
    assert not db.session.scalars(drafts.where(readable_by(staff))).all()
    assert db.session.scalars(drafts.where(readable_by(body_organiser))).all()


def test_organiser_of_one_series_changes_no_other(app):
    mine, other = make_series(), make_series()
    organiser = actor_of(make_member(role="organiser", scope=("series", mine.id)))
    assert policies.may_change_session(organiser, make_session(mine))
    refused = policies.may_change_session(organiser, make_session(other))
    assert refused.reason == "organisers_only"
    community = db.session.get_one(Community, other.community_id)
    assert not policies.may_create_session(organiser, other, community)
    assert not policies.may_create_series(organiser)


def test_organiser_needs_a_place_in_a_closed_community(app):
    closed = make_community(kind="members")
    series = make_series(community=closed)
    organiser = actor_of(make_member(role="organiser"))
    refused = policies.may_create_session(organiser, series, closed)
    assert refused.reason == "community_members_only"


def test_acts_follow_the_state(app):
    organiser = actor_of(make_member(role="organiser"))
    moderator = actor_of(make_member(role="moderator"))
    series = make_series()
    draft = make_session(series, state="draft")
    announced = make_session(series)
    with transaction():
        announced.state = "announced"
    held = make_session(series)
    assert policies.may_announce(organiser, draft)
    assert policies.may_announce(organiser, held).reason == "wrong_state"
    assert policies.may_hold(organiser, announced)
    assert policies.may_hold(organiser, held).reason == "wrong_state"
    assert policies.may_cancel(organiser, announced)
    assert policies.may_cancel(organiser, held).reason == "wrong_state"
    assert policies.may_open_to_public(organiser, held).reason == "moderators_only"
    assert policies.may_open_to_public(moderator, held)
    assert policies.may_open_to_public(moderator, draft).reason == "wrong_state"


def test_only_the_system_loads_and_reads(app):
    member = actor_of(make_member(role="admin"))
    assert not policies.may_load_reference(member)
    assert not policies.may_note_text(member)
    assert policies.may_note_text(SYSTEM)
    assert not policies.may_organise(member)
