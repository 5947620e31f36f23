"""The people of the demo, their offices and communities."""

import secrets
from datetime import UTC, datetime

from sqlalchemy import select

from cop.accounts import queries
from cop.accounts import services as accounts
from cop.accounts.models import Agency, Member
from cop.communities import services as communities
from cop.communities.models import Community
from cop.core.actor import SYSTEM, Actor
from cop.core.errors import Missing
from cop.db import db
from cop.operations.content.reading import texts

FOUNDED_AT = datetime(2019, 11, 4, 2, 0, tzinfo=UTC)
ACCOUNT_ENDING = "@demo.example"


class Cast:
    """Who plays in the demo: members by the short names of the texts, and what they act as."""

    def __init__(self, members: dict[str, Member]) -> None:
        self.members = members

    def actor(self, name: str) -> Actor:
        """Return what the member may do now. Raises Missing."""
        found = queries.actor_by_id(self.members[name].id)
        if found is None:
            raise Missing
        return found


def add_agencies() -> None:
    """Add the offices of the demo; they are made up and named so."""
    for row in texts("people")["agencies"]:
        code, name = row.pop("code"), row.pop("name_th")
        accounts.create_agency(code, name, by=SYSTEM, at=FOUNDED_AT, **row)


def add_members(password: str) -> Cast:
    """Add the members with their roles; accounts of the README get the password of the demo."""
    agencies = agency_ids()
    members: dict[str, Member] = {}
    for row in texts("people")["members"]:
        facts = {name: row[name] for name in ("title", "given_name", "family_name", "position")}
        facts["agency_id"] = agencies[row["agency"]]
        facts["province_code"] = row["province_code"]
        own = password if row["email"].endswith(ACCOUNT_ENDING) else secrets.token_urlsafe(24)
        member = accounts.create_member(
            row["email"], own, by=SYSTEM, at=FOUNDED_AT, is_sample=True, **facts
        )
        for role in {"staff", row.get("role", "staff")}:
            accounts.give(member, role, by=SYSTEM, at=FOUNDED_AT)
        members[row["key"]] = member
    return Cast(members)


def add_communities(cast: Cast) -> None:
    """Found the communities, with their facilitators and members."""
    agencies = agency_ids()
    for row in texts("communities")["communities"]:
        charter = communities.Charter(
            name=row["name"],
            purpose=row["purpose"],
            kind=row["kind"],
            agency_id=agencies[row["agency"]] if "agency" in row else None,
        )
        founder = cast.actor("moderator")
        community = communities.create(
            row["slug"], charter, by=founder, at=FOUNDED_AT, is_sample=True
        )
        founder = cast.actor("moderator")
        for name in row["facilitators"] + row["members"]:
            email = cast.members[name].email
            communities.add_member(community, email, by=founder, at=FOUNDED_AT)
        for name in row["facilitators"]:
            member_id = cast.members[name].id
            communities.name_facilitator(community, member_id, by=founder, at=FOUNDED_AT)


def agency_ids() -> dict[str, int]:
    """Return the ids of agencies by their codes."""
    return dict(db.session.execute(select(Agency.code, Agency.id)).all())


def communities_by_slug() -> dict[str, Community]:
    """Return the communities by the last part of their addresses."""
    return {one.slug: one for one in db.session.scalars(select(Community))}


def account_lines() -> list[str]:
    """Return a line for each account that the README names."""
    rows = [row for row in texts("people")["members"] if "account" in row]
    return [f"  {row['email']:<24} {row['account']}" for row in rows]
