"""What a form about a lesson offers to choose from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, and_, cast, literal, or_, select, union_all

from cop.accounts.models import Agency, Member, Province
from cop.communities.models import Community, Membership
from cop.communities.policies import community_open_to
from cop.core.actor import Actor
from cop.db import db
from cop.lessons.queries.versions import TermLabel
from cop.reads import Read, kept
from cop.terms.models import Term


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; `label_en` may be empty."""

    value: str
    label_th: str
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class CommunityOption:
    """A community in which the actor may write."""

    id: int
    slug: str
    name: str
    kind: str


_TERMS = Read(
    select(Term.scheme, Term.code, Term.label_th, Term.label_en)
    .where(
        or_(Term.scheme == "principle", Term.scheme == "topic", Term.scheme == "process"),
        Term.status == "active",
    )
    .order_by(Term.scheme, Term.place, Term.code)
)


def terms_in_use() -> list[TermLabel]:
    """Return all principles, topics and processes in use, in their own order."""
    return [TermLabel(*row) for row in _TERMS.rows()]


def communities_for(actor: Actor, always: int | None = None) -> list[CommunityOption]:
    """Return the communities in which the actor may write: own ones first, then by name.

    `always` is the community in which the lesson stands already.
    """
    ways = [Community.kind == "open", Community.id.in_(sorted(actor.communities))]
    if actor.agency_id is not None:
        ways.append(and_(Community.kind == "unit", Community.agency_id == actor.agency_id))
    if always is not None:
        ways.append(Community.id == always)
    query = (
        select(Community.id, Community.slug, Community.name, Community.kind)
        .outerjoin(
            Membership,
            and_(Membership.community_id == Community.id, Membership.member_id == actor.id),
        )
        .where(or_(*ways))
        .order_by(Membership.joined_at.is_(None), Membership.joined_at, Community.sort_key)
    )
    return [CommunityOption(*row) for row in db.session.execute(query)]


def communities_seen(actor: Actor) -> list[CommunityOption]:
    """Return the communities whose lessons the actor may read, by name."""
    return [CommunityOption(*row) for row in _seen(actor).rows()]


@kept
def _seen(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(Community.id, Community.slug, Community.name, Community.kind)
        .where(community_open_to(actor))
        .order_by(Community.sort_key)
    )


def places(always: int | None = None) -> tuple[list[Option], list[Option]]:
    """Return agencies in use and the one named, and the provinces, in dictionary order."""
    units = select(
        literal("agency"), cast(Agency.id, String), Agency.name_th, Agency.name_en, Agency.sort_key
    ).where(or_(Agency.is_active, Agency.id == always))
    provinces = select(
        literal("province"), Province.code, Province.name_th, Province.name_en, Province.sort_key
    )
    rows = db.session.execute(union_all(units, provinces)).all()
    found: dict[str, list[Option]] = {"agency": [], "province": []}
    for kind, value, label_th, label_en, _key in sorted(rows, key=lambda row: str(row[4])):
        found[kind].append(Option(value, label_th, label_en))
    return found["agency"], found["province"]


def member_ids(emails: Iterable[str]) -> dict[str, int]:
    """Return the ids of active members by their folded addresses; unknown ones are left out."""
    wanted = [email.casefold() for email in emails]
    if not wanted:
        return {}
    query = select(Member.email, Member.id).where(Member.email.in_(wanted), Member.is_active)
    return {row.email: row.id for row in db.session.execute(query)}


def emails(ids: Sequence[int]) -> list[str]:
    """Return the addresses of members, by name."""
    if not ids:
        return []
    query = select(Member.email).where(Member.id.in_(ids)).order_by(Member.sort_key)
    return list(db.session.scalars(query))
