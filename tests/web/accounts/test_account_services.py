"""The services refuse by themselves, whatever the pages hide."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from cop.accounts import queries, services
from cop.accounts.jobs import forget
from cop.accounts.models import Agency, Member, SignIn, SignInAttempt
from cop.accounts.services import Browser, Proof
from cop.accounts.services._sign_ins import origin_of
from cop.core.actor import PUBLIC_VISITOR, SYSTEM, VISITOR, Actor
from cop.core.clock import now
from cop.core.errors import Invalid, Missing, Refused, Stale
from cop.db import db, transaction
from cop.journal import Entry, What
from cop.submissions import Submission
from tests.make.accounts import HERE, PASSWORD, make_agency, make_member

NEW = "ตลาดเช้าริมคลอง 72 ก้าว"


@pytest.fixture
def staff(app) -> Actor:
    return queries.actor_by_id(make_member().id)


def test_nobody_without_the_right_changes_anything(app, staff: Actor):
    other, agency = make_member().id, make_agency().id

    def theirs() -> Member:
        return db.session.get_one(Member, other)

    def unit() -> Agency:
        return db.session.get_one(Agency, agency)

    at = now()
    before = db.session.scalar(select(func.count(Entry.id)))
    for by in (VISITOR, PUBLIC_VISITOR, staff):
        acts = (
            lambda by=by: services.create_member("x@example.go.th", NEW, by=by, at=at),
            lambda by=by: services.change_member(theirs(), version=1, by=by, at=at),
            lambda by=by: services.change_profile(theirs(), version=1, by=by, at=at),
            lambda by=by: services.choose_language(theirs(), "en", by=by, at=at),
            lambda by=by: services.change_password(theirs(), Proof("x"), NEW, HERE, by=by, at=at),
            lambda by=by: services.set_password(theirs(), NEW, by=by, at=at),
            lambda by=by: services.disable(theirs(), by=by, at=at),
            lambda by=by: services.enable(theirs(), by=by, at=at),
            lambda by=by: services.give(theirs(), "admin", by=by, at=at),
            lambda by=by: services.revoke(queries.grants([other])[0].id, by=by, at=at),
            lambda by=by: services.create_agency("x", "x", by=by, at=at),
            lambda by=by: services.change_agency(unit(), version=1, by=by, at=at),
            lambda by=by: services.load_reference(by=by, at=at),
            lambda by=by: services.sweep_attempts(by=by, at=at),
        )
        for act in acts:
            with pytest.raises(Refused), transaction():
                act()
    assert db.session.scalar(select(func.count(Entry.id))) == before


def test_a_proof_for_one_account_does_not_open_another(app):
    mine, theirs = make_member("a@example.go.th"), make_member("b@example.go.th")
    proof = services.prove("a@example.go.th", PASSWORD)
    by = queries.actor_by_id(theirs.id)
    with pytest.raises(Invalid) as error, transaction():
        services.change_password(theirs, proof, NEW, HERE, by=by, at=now())
    assert error.value.problems == {"old_password": "password_wrong"}
    assert proof.member_id == mine.id


def test_a_member_disabled_between_proof_and_sign_in_stays_out(app):
    member = make_member()
    proof = services.prove(member.email, PASSWORD)
    assert proof.is_right
    with transaction():
        services.disable(member, by=SYSTEM, at=now())
    with transaction():
        assert services.sign_in(proof, HERE, at=now()) is None


def test_the_secret_itself_is_not_in_the_database(app):
    member = make_member()
    with transaction():
        token = services.sign_in(services.prove(member.email, PASSWORD), HERE, at=now())
    row = db.session.scalars(select(SignIn)).one()
    assert token
    assert token not in (row.token_hash, row.user_agent, row.address)
    assert len(token) >= 43, "256 bits"
    found = queries.actor_by_token(token)
    assert found is not None
    assert found[0].id == member.id
    assert queries.actor_by_token(row.token_hash) is None
    codes = [entry.codes for entry in db.session.scalars(select(Entry))]
    assert token not in str(codes)


def test_an_overlong_browser_name_is_cut(app):
    member = make_member()
    proof = services.prove(member.email, PASSWORD)
    with transaction():
        services.sign_in(proof, Browser("x" * 5_000, "y" * 5_000), at=now())
    row = db.session.scalars(select(SignIn)).one()
    assert (len(row.user_agent), len(row.address)) == (300, 45)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", ""),
        ("not an address" * 9, ("not an address" * 9)[:45]),
    ],
)
def test_an_address_is_counted_by_its_network(address: str, counted: str):
    assert origin_of(address) == counted


def test_what_no_longer_counts_is_forgotten(app):
    member = make_member()
    with time_machine.travel(now() - timedelta(days=3), tick=False), transaction():
        services.begin_sign_in("x@example.go.th", HERE, at=now())
        db.session.add(Submission(member_id=member.id, key="old", sent_at=now()))
    with transaction():
        services.begin_sign_in("y@example.go.th", HERE, at=now())
        db.session.add(Submission(member_id=member.id, key="new", sent_at=now()))
    forget()
    assert db.session.scalar(select(func.count(SignInAttempt.id))) == 1
    assert db.session.scalars(select(Submission.key)).all() == ["new"]


def test_stale_versions_are_refused(app, staff: Actor):
    member = db.session.get_one(Member, staff.id)
    with pytest.raises(Stale), transaction():
        services.change_profile(member, version=99, by=staff, at=now(), position="x")
    agency = make_agency()
    with pytest.raises(Stale), transaction():
        services.change_agency(agency, version=99, by=SYSTEM, at=now(), abbr="x")


def test_an_edit_that_changes_nothing_is_not_journalled(app, staff: Actor):
    member = db.session.get_one(Member, staff.id)
    with transaction():
        services.change_profile(
            member, version=None, by=staff, at=now(), given_name=member.given_name
        )
    changed = select(func.count(Entry.id)).where(Entry.what == What.MEMBER_CHANGED)
    assert db.session.scalar(changed) == 0


def test_giving_a_role_twice_makes_one_grant(app):
    member = make_member(role=None)
    with transaction():
        one = services.give(member, "reviewer", scope=("topic", 3), by=SYSTEM, at=now())
    with transaction():
        other = services.give(member, "reviewer", scope=("topic", 3), by=SYSTEM, at=now())
    assert one.id == other.id
    actor = queries.actor_by_id(member.id)
    assert actor.has("reviewer", "topic", 3)
    assert not actor.has("reviewer")


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("root", ("body", 0)),
        ("staff", ("body", 1)),
        ("staff", ("agency", 0)),
        ("staff", ("galaxy", 1)),
    ],
)
def test_an_unknown_role_or_scope_is_refused(app, role: str, scope: tuple[str, int]):
    member = make_member(role=None)
    with pytest.raises(Invalid), transaction():
        services.give(member, role, scope=scope, by=SYSTEM, at=now())


def test_a_grant_taken_back_is_gone_once(app):
    member = make_member()
    grant = queries.grants([member.id])[0]
    with transaction():
        services.revoke(grant.id, by=SYSTEM, at=now())
    with pytest.raises(Missing), transaction():
        services.revoke(grant.id, by=SYSTEM, at=now())
    with pytest.raises(Missing), transaction():
        services.revoke(999, by=SYSTEM, at=now())
    with pytest.raises(Missing), transaction():
        services.end_sign_in(999, by=SYSTEM, at=now())


def test_what_an_administrator_ends_is_journalled_so(app):
    member, admin = make_member(), make_member(role="admin")
    with transaction():
        services.sign_in(services.prove(member.email, PASSWORD), HERE, at=now())
    row = db.session.scalars(select(SignIn)).one()
    with transaction():
        services.end_sign_in(row.id, by=queries.actor_by_id(admin.id), at=now())
    with transaction():
        services.end_sign_in(row.id, by=queries.actor_by_id(admin.id), at=now())
    entries = select(Entry).where(Entry.what == What.SIGN_IN_ENDED)
    assert [entry.by_id for entry in db.session.scalars(entries)] == [admin.id]


def test_shutting_twice_is_one_act(app):
    member = make_member()
    for _ in range(2):
        with transaction():
            services.disable(member, by=SYSTEM, at=now())
    for _ in range(2):
        with transaction():
            services.enable(member, by=SYSTEM, at=now())
    kinds = select(Entry.what).where(Entry.subject_kind == "member").order_by(Entry.id)
    assert db.session.scalars(kinds).all()[-2:] == ["member_disabled", "member_enabled"]


def test_thai_order_follows_the_given_name(app):
    for name in ("เอก", "กานต์", "ขวัญ", "แก้ว"):
        member = make_member(given_name=name, role=None)
        with transaction():
            services.change_member(member, version=None, by=SYSTEM, at=now(), position="ก")
    listed = [row.given_name for row in queries.members("", 1).rows]
    assert listed == ["กานต์", "แก้ว", "ขวัญ", "เอก"]
