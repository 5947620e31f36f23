import pytest

from cop.accounts import policies
from cop.core.actor import PUBLIC_VISITOR, ROLES, SYSTEM, VISITOR, Actor, Grant

MINE, THEIRS = 7, 8


def holder(role: str, kind: str = "body", scope_id: int = 0) -> Actor:
    return Actor(id=MINE, grants=frozenset({Grant(role, kind, scope_id)}))


ADMIN, STAFF = holder("admin"), holder("staff")
OF_ADMINISTRATORS = (
    policies.may_administer,
    policies.may_create_member,
    policies.may_change_member,
    policies.may_disable,
    policies.may_enable,
    policies.may_create_agency,
    policies.may_change_agency,
    policies.may_load_reference,
    policies.may_sweep_attempts,
)


@pytest.mark.parametrize("rule", OF_ADMINISTRATORS)
@pytest.mark.parametrize("role", ROLES)
def test_only_administrators_of_the_whole_body_administer(rule, role: str):
    assert bool(rule(holder(role))) is (role == "admin")
    assert rule(SYSTEM)
    for kind in ("agency", "community", "topic", "series"):
        assert not rule(holder(role, kind, 3))
    for visitor in (VISITOR, PUBLIC_VISITOR, Actor(id=MINE)):
        assert rule(visitor).reason == "admins_only"


@pytest.mark.parametrize("role", ROLES)
def test_the_journal_is_read_by_administrators_and_auditors(role: str):
    assert bool(policies.may_read_journal(holder(role))) is (role in {"admin", "auditor"})
    assert not policies.may_read_journal(holder(role, "agency", 3))
    assert not policies.may_read_journal(VISITOR)


def test_the_own_profile_password_and_language_are_ones_own():
    for rule in (
        policies.may_change_profile,
        policies.may_change_password,
        policies.may_choose_language,
    ):
        assert rule(STAFF, MINE)
        assert not rule(STAFF, THEIRS)
        assert not rule(ADMIN, THEIRS)
        assert not rule(VISITOR, MINE)


@pytest.mark.parametrize("rule", [policies.may_give, policies.may_revoke])
@pytest.mark.parametrize("role", ROLES)
def test_roles_are_given_by_administrators_to_others(rule, role: str):
    assert bool(rule(holder(role), THEIRS)) is (role == "admin")
    assert rule(holder(role), MINE).reason == "own_grant"
    assert rule(SYSTEM, MINE)
    assert not rule(VISITOR, THEIRS)


@pytest.mark.parametrize("role", ROLES)
def test_a_forgotten_password_is_set_by_administrators_for_others(role: str):
    assert bool(policies.may_set_password(holder(role), THEIRS)) is (role == "admin")
    assert not policies.may_set_password(holder(role), MINE)
    assert policies.may_set_password(SYSTEM, MINE)
    assert not policies.may_set_password(VISITOR, THEIRS)


def test_a_sign_in_is_ended_by_its_owner_and_by_administrators():
    assert policies.may_end_sign_in(STAFF, MINE)
    assert not policies.may_end_sign_in(STAFF, THEIRS)
    assert policies.may_end_sign_in(ADMIN, THEIRS)
    assert policies.may_end_sign_in(SYSTEM, THEIRS)
    assert not policies.may_end_sign_in(VISITOR, THEIRS)
    assert policies.may_end_other_sign_ins(STAFF)
    assert not policies.may_end_other_sign_ins(VISITOR)


def test_anyone_may_try_to_sign_in():
    for rule in (
        policies.may_sign_in,
        policies.may_begin_sign_in,
        policies.may_prove,
        policies.may_excuse_tries,
        policies.may_see,
    ):
        assert rule(VISITOR)
