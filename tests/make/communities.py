"""Communities for tests."""

import itertools
from typing import Any

from cop.accounts.models import Member
from cop.accounts.queries import actor_by_id
from cop.communities import services
from cop.communities.models import Community, Membership
from cop.communities.services import Charter
from cop.core.actor import SYSTEM, Actor
from cop.core.clock import now
from cop.db import db, transaction

_count = itertools.count(1)


def make_community(
    slug: str = "", *, members: tuple[Member, ...] = (), leads: tuple[Member, ...] = (), **over: Any
) -> Community:
    """Add a community with these members and facilitators."""
    number = next(_count)
    charter = Charter(
        name=over.pop("name", f"ชุมชนทดสอบ {number}"),
        purpose=over.pop("purpose", "ช่วยกันทำให้งานบริการเร็วขึ้น"),
        kind=over.pop("kind", "open"),
        agency_id=over.pop("agency_id", None),
    )
    with transaction():
        community = services.create(slug or f"c-{number}", charter, by=SYSTEM, at=now(), **over)
        for member, role in [(m, "member") for m in members] + [(m, "facilitator") for m in leads]:
            db.session.add(
                Membership(
                    community_id=community.id, member_id=member.id, role=role, joined_at=now()
                )
            )
    return community


def actor_of(member: Member) -> Actor:
    """Return the member as the one who acts, with present rights and communities."""
    found = actor_by_id(member.id)
    assert found is not None
    return found
