"""Communities: founded, changed; people join, leave, are added, removed and named facilitators."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from cop.accounts.models import Member
from cop.communities.models import Community, Membership
from cop.communities.policies import (
    KINDS,
    may_add_member,
    may_change,
    may_change_kind,
    may_create,
    may_join,
    may_leave,
    may_name_facilitator,
    may_note_closed_reading,
    may_release_facilitator,
    may_remove_member,
)
from cop.core.actor import Actor
from cop.core.errors import Invalid, Missing, Refused
from cop.core.markup import render
from cop.db import db, expect_version
from cop.journal import Entry, What, record
from cop.thai.collation import thai_key
from cop.thai.folding import tidy, tidy_line
from cop.thai.slug import slug as as_slug

LONGEST = {"slug": 60, "name": 150, "purpose": 2_000}
RESERVED = {"new"}
NOTED_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Charter:
    """What a community says of itself. `kind` is open, members or unit; a unit has an agency."""

    name: str
    purpose: str
    kind: str = "open"
    agency_id: int | None = None


def create(
    slug: str, charter: Charter, *, by: Actor, at: datetime, is_sample: bool = False
) -> Community:
    """Found a community; its founder is its first facilitator. Raises Invalid, Refused."""
    may_create(by).require()
    slug = tidy_line(slug).lower()
    _check(charter, _slug_problem(slug))
    community = Community(slug=slug, created_by_id=by.id, created_at=at, is_sample=is_sample)
    _take(community, charter)
    db.session.add(community)
    db.session.flush()
    if by.id is not None:
        _belong(community.id, by.id, "facilitator", at)
    record(What.COMMUNITY_CREATED, "community", community.id, by=by, at=at, kind=community.kind)
    return community


def change(
    community: Community, charter: Charter, *, version: int | None, by: Actor, at: datetime
) -> None:
    """Change what a community says of itself; its address stays. Raises Stale, Invalid."""
    may_change(by, community).require()
    expect_version(community, version)
    _check(charter)
    if (charter.kind, charter.agency_id) != (community.kind, community.agency_id):
        may_change_kind(by, community).require()
    _take(community, charter)
    record(What.COMMUNITY_CHANGED, "community", community.id, by=by, at=at, kind=community.kind)


def join(community: Community, *, by: Actor, at: datetime) -> None:
    """Make the actor a member; joining twice changes nothing. Raises Refused."""
    may_join(by, community).require()
    _hold(community)
    if by.id is not None and _membership(community.id, by.id) is None:
        _belong(community.id, by.id, "member", at)
        record(What.COMMUNITY_JOINED, "community", community.id, by=by, at=at, member=by.id)


def leave(community: Community, *, by: Actor, at: datetime) -> None:
    """End the actor's own membership. Raises Refused for the last facilitator."""
    may_leave(by, community).require()
    _hold(community)
    if by.id is not None:
        _part(_expected(community.id, by.id))
        record(What.COMMUNITY_LEFT, "community", community.id, by=by, at=at, member=by.id)


def add_member(community: Community, email: str, *, by: Actor, at: datetime) -> Membership:
    """Add the active account with this address. Raises Invalid, Refused."""
    may_add_member(by, community).require()
    _hold(community)
    if not email.strip():
        raise Invalid({"email": "required"})
    address = email.strip().casefold()
    found = db.session.scalar(select(Member.id).where(Member.email == address, Member.is_active))
    if found is None:
        raise Invalid({"email": "no_such_account"})
    if _membership(community.id, found) is not None:
        raise Invalid({"email": "already_member"})
    row = _belong(community.id, found, "member", at)
    record(What.COMMUNITY_MEMBER_ADDED, "community", community.id, by=by, at=at, member=found)
    return row


def remove_member(community: Community, member_id: int, *, by: Actor, at: datetime) -> None:
    """End somebody's membership. Raises Missing, and Refused for the last facilitator."""
    may_remove_member(by, community).require()
    _hold(community)
    _part(_expected(community.id, member_id))
    record(What.COMMUNITY_MEMBER_REMOVED, "community", community.id, by=by, at=at, member=member_id)


def name_facilitator(community: Community, member_id: int, *, by: Actor, at: datetime) -> None:
    """Name a member a facilitator; naming twice changes nothing. Raises Missing."""
    may_name_facilitator(by, community).require()
    row = _expected(community.id, member_id)
    if row.role == "facilitator":
        return
    row.role = "facilitator"
    record(What.FACILITATOR_NAMED, "community", community.id, by=by, at=at, member=member_id)


def release_facilitator(community: Community, member_id: int, *, by: Actor, at: datetime) -> None:
    """Make a facilitator an ordinary member again. Raises Missing, Refused for the last one."""
    may_release_facilitator(by, community).require()
    _hold(community)
    row = _expected(community.id, member_id)
    if row.role != "facilitator":
        return
    _keep_one_facilitator(row)
    row.role = "member"
    record(What.FACILITATOR_RELEASED, "community", community.id, by=by, at=at, member=member_id)


def note_closed_reading(subject_kind: str, subject_id: int, *, by: Actor, at: datetime) -> None:
    """Note that a moderator read closed content, once an hour for the same page and person."""
    may_note_closed_reading(by).require()
    noted = select(Entry.id).where(
        Entry.subject_kind == subject_kind,
        Entry.subject_id == subject_id,
        Entry.what == What.CLOSED_CONTENT_READ.value,
        Entry.by_id == by.id,
        Entry.at > at - NOTED_AGAIN_AFTER,
    )
    if db.session.scalar(noted.limit(1)) is None:
        record(What.CLOSED_CONTENT_READ, subject_kind, subject_id, by=by, at=at)


def _slug_problem(slug: str) -> str | None:
    """Return the code of what is wrong with the last part of a community's address, or None."""
    if not slug:
        return "required"
    if len(slug) > LONGEST["slug"]:
        return "too_long"
    if slug != as_slug(slug) or slug in RESERVED:
        return "slug_form"
    taken = db.session.scalar(select(Community.id).where(Community.slug == slug))
    return "taken" if taken is not None else None


def _check(charter: Charter, slug_code: str | None = None) -> None:
    problems = {"slug": slug_code} if slug_code else {}
    details: dict[str, object] = {"most": LONGEST["slug"]}
    for name in ("name", "purpose"):
        text = getattr(charter, name).strip()
        if not text:
            problems[name] = "required"
        elif len(text) > LONGEST[name]:
            problems[name] = "too_long"
            details["most"] = f"{LONGEST[name]:,}"
    if charter.kind not in KINDS:
        problems["kind"] = "not_a_choice"
    if charter.kind == "unit" and charter.agency_id is None:
        problems["agency"] = "agency_for_unit"
    if problems:
        raise Invalid(problems, details)


def _take(community: Community, charter: Charter) -> None:
    community.name = tidy_line(charter.name)
    community.purpose = tidy(charter.purpose).strip()
    community.purpose_html = render(community.purpose)
    community.kind = charter.kind
    community.agency_id = charter.agency_id if charter.kind == "unit" else None
    community.sort_key = thai_key(community.name)[:600]


def _hold(community: Community) -> None:
    """Keep others from changing who belongs until this act is committed."""
    db.session.execute(select(Community.id).where(Community.id == community.id).with_for_update())


def _membership(community_id: int, member_id: int) -> Membership | None:
    return db.session.get(Membership, (community_id, member_id))


def _expected(community_id: int, member_id: int) -> Membership:
    row = _membership(community_id, member_id)
    if row is None:
        raise Missing
    return row


def _belong(community_id: int, member_id: int, role: str, at: datetime) -> Membership:
    row = Membership(community_id=community_id, member_id=member_id, role=role, joined_at=at)
    db.session.add(row)
    return row


def _part(row: Membership) -> None:
    _keep_one_facilitator(row)
    db.session.delete(row)


def _keep_one_facilitator(row: Membership) -> None:
    if row.role != "facilitator":
        return
    others = select(func.count()).where(
        Membership.community_id == row.community_id,
        Membership.role == "facilitator",
        Membership.member_id != row.member_id,
    )
    if not db.session.scalar(others):
        raise Refused("last_facilitator")
