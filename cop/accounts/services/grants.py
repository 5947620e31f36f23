"""Roles given and taken back."""

from datetime import datetime

from sqlalchemy import select

from cop.accounts.models import Member, RoleGrant
from cop.accounts.policies import may_give, may_revoke
from cop.accounts.services._admins import require_other_admin
from cop.accounts.services._sign_ins import end_all
from cop.core.actor import ROLES, SCOPE_KINDS, Actor
from cop.core.errors import Invalid, Missing
from cop.db import db
from cop.journal import What, record


def give(
    member: Member,
    role: str,
    *,
    scope: tuple[str, int] = ("body", 0),
    by: Actor,
    at: datetime,
) -> RoleGrant:
    """Give a role over a scope; giving it twice changes nothing. The member signs in again."""
    may_give(by, member.id).require()
    kind, scope_id = scope
    if role not in ROLES:
        raise Invalid({"role": "not_a_choice"})
    if kind not in SCOPE_KINDS or (kind == "body") != (scope_id == 0):
        raise Invalid({"scope": "not_a_choice"})
    held = select(RoleGrant).where(
        RoleGrant.member_id == member.id,
        RoleGrant.role == role,
        RoleGrant.scope_kind == kind,
        RoleGrant.scope_id == scope_id,
        RoleGrant.revoked_at.is_(None),
    )
    if earlier := db.session.scalars(held).first():
        return earlier
    grant = RoleGrant(
        member_id=member.id,
        role=role,
        scope_kind=kind,
        scope_id=scope_id,
        granted_by_id=by.id,
        granted_at=at,
    )
    db.session.add(grant)
    end_all(member.id, at=at)
    _note(What.GRANT_GIVEN, grant, by, at)
    return grant


def revoke(grant_id: int, *, by: Actor, at: datetime) -> None:
    """Take a role back. Raises Missing, and Refused for the last administrator's role."""
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None or grant.revoked_at is not None:
        raise Missing
    may_revoke(by, grant.member_id).require()
    if grant.role == "admin" and grant.scope_kind == "body":
        require_other_admin(grant.member_id)
    grant.revoked_at = at
    grant.revoked_by_id = by.id
    end_all(grant.member_id, at=at)
    _note(What.GRANT_REVOKED, grant, by, at)


def _note(what: What, grant: RoleGrant, by: Actor, at: datetime) -> None:
    record(
        what,
        "member",
        grant.member_id,
        by=by,
        at=at,
        role=grant.role,
        scope_kind=grant.scope_kind,
        scope_id=grant.scope_id,
    )
