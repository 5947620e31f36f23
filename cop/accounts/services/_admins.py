"""The rule that a site is never left without an administrator; for this folder only."""

from sqlalchemy import select

from cop.accounts.models import Member, RoleGrant
from cop.core.errors import Refused
from cop.db import db


def require_other_admin(member_id: int) -> None:
    """Return quietly when the site keeps an administrator besides this one. Raises Refused.

    The rows are locked, so that two administrators cannot remove each other at one time.
    """
    query = (
        select(RoleGrant.member_id)
        .join(Member, Member.id == RoleGrant.member_id)
        .where(
            RoleGrant.role == "admin",
            RoleGrant.scope_kind == "body",
            RoleGrant.revoked_at.is_(None),
            Member.is_active,
        )
        .order_by(RoleGrant.id)
        .with_for_update()
    )
    admins = set(db.session.scalars(query))
    if admins == {member_id}:
        raise Refused("last_admin")
