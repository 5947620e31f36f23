"""Who is asking: the facts of an actor, read once per request."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, func, select

from cop.accounts.models import Member, RoleGrant, SignIn
from cop.communities.models import Membership
from cop.core.actor import Actor, Grant
from cop.journal import Entry
from cop.notices.models import Notice
from cop.reads import AnyRow, Read


def token_hash(token: str) -> str:
    """Return what the database holds of a sign-in's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


_FACTS = (
    Member.id,
    Member.email,
    Member.given_name,
    Member.family_name,
    Member.agency_id,
    Member.province_code,
    Member.language,
    Member.text_size,
    RoleGrant.role,
    RoleGrant.scope_kind,
    RoleGrant.scope_id,
    Membership.community_id,
    Membership.role.label("membership_role"),
)


class News(NamedTuple):
    """What tells whether the bell still counts the same: it changes with whatever the count may.

    Unread notices and the newest of them, and the newest entry of the journal, in which every
    change of content and rights stands.
    """

    unread: int = 0
    last_unread: int = 0
    last_entry: int = 0


def _unread(what: ColumnElement[int]) -> ScalarSelect[int]:
    of_member = Notice.member_id == SignIn.member_id, Notice.read_at.is_(None)
    return select(what).select_from(Notice).where(*of_member).scalar_subquery()


_LIVE_GRANT = and_(RoleGrant.member_id == Member.id, RoleGrant.revoked_at.is_(None))
_BY_TOKEN = Read(
    select(
        *_FACTS,
        SignIn.id.label("sign_in_id"),
        SignIn.last_seen_at,
        SignIn.expires_at,
        # Looks into the index of unread notices; for most people it has no row.
        _unread(func.count()).label("unread"),
        _unread(func.max(Notice.id)).label("last_unread"),
        select(func.max(Entry.id)).scalar_subquery().label("last_entry"),
    )
    .select_from(SignIn)
    .join(Member, Member.id == SignIn.member_id)
    .outerjoin(RoleGrant, _LIVE_GRANT)
    .outerjoin(Membership, Membership.member_id == Member.id)
    .where(
        Member.is_active, SignIn.ended_at.is_(None), SignIn.token_hash == bindparam("token_hash")
    )
)


_BY_ID = Read(
    select(*_FACTS)
    .select_from(Member)
    .outerjoin(RoleGrant, _LIVE_GRANT)
    .outerjoin(Membership, Membership.member_id == Member.id)
    .where(Member.is_active, Member.id == bindparam("member_id"))
)


def actor_by_token(token: str) -> tuple[Actor, datetime, datetime, News] | None:
    """Return the actor of a live sign-in, its last use, its end, and its unread notices.

    It is one query. The unread ones may be about things that are hidden from the reader by now.
    """
    rows = _BY_TOKEN.rows(token_hash=token_hash(token))
    if not rows:
        return None
    first = rows[0]
    actor = _actor(rows, first.sign_in_id)
    return (
        actor,
        first.last_seen_at,
        first.expires_at,
        News(first.unread, first.last_unread or 0, first.last_entry or 0),
    )


def actor_by_id(member_id: int) -> Actor | None:
    """Return the actor for an active member, outside any sign-in."""
    rows = _BY_ID.rows(member_id=member_id)
    return _actor(rows, None) if rows else None


def actors_holding(roles: Sequence[str]) -> list[Actor]:
    """Return the actors of all active members who hold one of the roles over anything."""
    holders = select(RoleGrant.member_id).where(
        RoleGrant.role.in_(roles), RoleGrant.revoked_at.is_(None)
    )
    query = (
        select(*_FACTS)
        .select_from(Member)
        .outerjoin(RoleGrant, _LIVE_GRANT)
        .outerjoin(Membership, Membership.member_id == Member.id)
        .where(Member.is_active, Member.id.in_(holders))
        .order_by(Member.id)
    )
    rows = groupby(Read(query).rows(), key=lambda row: row.id)
    return [_actor(list(some), None) for _, some in rows]


def _actor(found: Sequence[AnyRow], sign_in_id: int | None) -> Actor:
    first = found[0]
    return Actor(
        id=first.id,
        email=first.email,
        name=f"{first.given_name} {first.family_name}".strip(),
        agency_id=first.agency_id,
        province_code=first.province_code,
        language=first.language,
        text_size=first.text_size,
        sign_in_id=sign_in_id,
        grants=frozenset(Grant(r.role, r.scope_kind, r.scope_id) for r in found if r.role),
        communities=frozenset(r.community_id for r in found if r.community_id),
        facilitates=frozenset(r.community_id for r in found if r.membership_role == "facilitator"),
    )
