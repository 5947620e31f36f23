"""The one visibility rule.

Everything readable lives in a community and has a visibility of its own; both must allow. The
rule stands here in three agreeing forms: `may_see` for one thing, `within` for SQL lists, and
`audience` with `audience_of` for the search index.
"""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from cop.communities.models import Community
from cop.core.actor import Actor
from cop.readers import in_communities_of, in_scopes_of, reader_agency, reader_id

VISIBILITIES = ("public", "org", "community", "unit", "named")
KINDS = ("open", "members", "unit")


class CommunityFacts(Protocol):
    """What the rules must know about a community: the record itself, or a row read for a page."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def kind(self) -> str:
        """Open, members or unit."""

    @property
    def agency_id(self) -> int | None:
        """The unit of a unit's community."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the rule must know about one thing."""

    visibility: str
    community_id: int
    community_kind: str
    community_agency_id: int | None = None
    agency_id: int | None = None
    author_id: int | None = None
    named: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PlaceColumns:
    """The columns of a table that stand for a Place, `named` as a ready condition."""

    visibility: InstrumentedAttribute[str]
    community_id: InstrumentedAttribute[int]
    agency_id: InstrumentedAttribute[int] | InstrumentedAttribute[int | None]
    author_id: InstrumentedAttribute[int] | InstrumentedAttribute[int | None]
    named: ColumnElement[bool] | None = None


def may_see(actor: Actor, place: Place) -> bool:
    """Tell whether the community and the thing's own visibility both allow the actor."""
    if actor.is_system:
        return True
    if not actor.is_member:
        return (
            actor.public_reading and place.visibility == "public" and place.community_kind == "open"
        )
    if watches(actor, place.community_id, place.agency_id):
        return True
    return _community_allows(actor, place) and _visibility_allows(actor, place)


def watches(actor: Actor, community_id: int, agency_id: int | None) -> bool:
    """Tell whether the actor moderates a scope that holds the community or the unit."""
    return (
        actor.has("moderator")
        or community_id in actor.scopes("moderator", "community")
        or (agency_id is not None and agency_id in actor.scopes("moderator", "agency"))
    )


def within(actor: Actor, at: PlaceColumns) -> ColumnElement[bool]:
    """Return `may_see` as an SQL condition over a table's columns."""
    if actor.is_system or actor.has("moderator"):
        return true()
    if not actor.is_member:
        if not actor.public_reading:
            return false()
        return and_(at.visibility == "public", at.community_id.in_(_open_communities()))
    community = at.community_id.in_(readable_communities(actor))
    own = [
        at.visibility == "public",
        at.visibility == "org",
        and_(at.visibility == "community", in_communities_of(actor, at.community_id)),
        at.author_id == reader_id(actor),
    ]
    if actor.agency_id is not None:
        own.append(and_(at.visibility == "unit", at.agency_id == reader_agency(actor)))
    if at.named is not None:
        own.append(and_(at.visibility == "named", at.named))
    return or_(and_(community, or_(*own)), *watched_by(actor, at.community_id, at.agency_id))


def watched_by(
    actor: Actor,
    community_id: InstrumentedAttribute[int],
    agency_id: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
) -> list[ColumnElement[bool]]:
    """Return the scoped half of `watches` as SQL conditions, none for most readers."""
    return [
        *in_scopes_of(actor, "moderator", "community", community_id),
        *in_scopes_of(actor, "moderator", "agency", agency_id),
    ]


def readable_communities(actor: Actor) -> Select[int]:
    """Return the ids of communities whose content the actor may read, as a subquery."""
    return select(Community.id).where(community_open_to(actor))


def community_open_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which a community lets the actor read what is in it."""
    if actor.is_system or actor.has("moderator"):
        return true()
    if not actor.is_member:
        return Community.kind == "open" if actor.public_reading else false()
    ways = [
        Community.kind == "open",
        in_communities_of(actor, Community.id),
        *in_scopes_of(actor, "moderator", "community", Community.id),
    ]
    if actor.agency_id is not None:
        ways.append(and_(Community.kind == "unit", Community.agency_id == reader_agency(actor)))
    return or_(*ways)


def audience(place: Place) -> tuple[str, ...]:
    """Return the tokens of which a reader of the thing holds at least one."""
    tokens = {"mod", f"modc{place.community_id}"}
    if place.agency_id is not None:
        tokens.add(f"moda{place.agency_id}")
    doors = _community_tokens(place)
    for own in _visibility_tokens(place):
        tokens.update(_joined(door, own) for door in doors)
    if place.visibility == "public" and place.community_kind == "open":
        tokens.add("public")
    return tuple(sorted(tokens))


def audience_of(actor: Actor) -> frozenset[str]:
    """Return the tokens that the actor holds."""
    if not actor.is_member:
        return frozenset({"public"} if actor.public_reading else ())
    doors = {f"c{one}" for one in actor.communities}
    if actor.agency_id is not None:
        doors.add(f"a{actor.agency_id}")
    narrow = {f"m{actor.id}"} | ({f"a{actor.agency_id}"} if actor.agency_id else set())
    tokens = {"org"} | doors | narrow
    tokens |= {_joined(door, own) for door in doors for own in narrow}
    tokens |= {
        _joined(f"a{actor.agency_id}", f"c{one}") for one in actor.communities if actor.agency_id
    }
    if actor.has("moderator"):
        tokens.add("mod")
    tokens |= {f"modc{one}" for one in actor.scopes("moderator", "community")}
    tokens |= {f"moda{one}" for one in actor.scopes("moderator", "agency")}
    return frozenset(tokens)


def reads_by_office(actor: Actor, place: Place) -> bool:
    """Tell whether only a moderator's office opens the thing to the actor: the journal says so."""
    if not actor.is_member or not watches(actor, place.community_id, place.agency_id):
        return False
    return not (_community_allows(actor, place) and _visibility_allows(actor, place))


def may_read(actor: Actor, community: CommunityFacts) -> bool:
    """Tell whether the actor may know of the community; `community_open_to` for one thing."""
    if actor.is_system or actor.has("moderator"):
        return True
    if not actor.is_member:
        return actor.public_reading and community.kind == "open"
    if community.kind == "open" or community.id in actor.communities:
        return True
    if community.id in actor.scopes("moderator", "community"):
        return True
    own_unit = actor.agency_id is not None and actor.agency_id == community.agency_id
    return community.kind == "unit" and own_unit


def _open_communities() -> Select[int]:
    return select(Community.id).where(Community.kind == "open")


def _community_allows(actor: Actor, place: Place) -> bool:
    if place.community_kind == "open" or place.community_id in actor.communities:
        return True
    return (
        place.community_kind == "unit"
        and actor.agency_id is not None
        and actor.agency_id == place.community_agency_id
    )


def _visibility_allows(actor: Actor, place: Place) -> bool:
    if place.visibility in {"public", "org"} or actor.id == place.author_id:
        return True
    if place.visibility == "community":
        return place.community_id in actor.communities
    if place.visibility == "unit":
        return actor.agency_id is not None and actor.agency_id == place.agency_id
    return actor.id in place.named


def _community_tokens(place: Place) -> list[str]:
    if place.community_kind == "open":
        return ["org"]
    doors = [f"c{place.community_id}"]
    if place.community_kind == "unit" and place.community_agency_id is not None:
        doors.append(f"a{place.community_agency_id}")
    return doors


def _visibility_tokens(place: Place) -> list[str]:
    own = [f"m{place.author_id}"] if place.author_id is not None else []
    if place.visibility in {"public", "org"}:
        return [*own, "org"]
    if place.visibility == "community":
        return [*own, f"c{place.community_id}"]
    if place.visibility == "unit":
        return [*own, f"a{place.agency_id}"] if place.agency_id is not None else own
    return [*own, *(f"m{one}" for one in sorted(place.named))]


def _joined(door: str, own: str) -> str:
    """Return one token for two conditions; the weaker or equal one is dropped."""
    if own in {"org", door}:
        return door
    return own if door == "org" else f"{door}+{own}"
