"""Who acts or reads: the facts about a person that rules ask for, read once per request."""

from dataclasses import dataclass, field
from typing import Literal

Role = Literal[
    "staff",
    "moderator",
    "organiser",
    "admin",
    "auditor",
    "coordinator",
    "reviewer",
    "facilitator",
    "executive",
]
ROLES: tuple[Role, ...] = (
    "staff",
    "moderator",
    "organiser",
    "admin",
    "auditor",
    "coordinator",
    "reviewer",
    "facilitator",
    "executive",
)
ScopeKind = Literal["body", "agency", "topic", "community", "series"]
SCOPE_KINDS: tuple[ScopeKind, ...] = ("body", "agency", "topic", "community", "series")


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held over a scope; `scope_id` is 0 for the whole body."""

    role: str
    scope_kind: str = "body"
    scope_id: int = 0


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in member, a visitor (`id` is None), or the system itself (`is_system`)."""

    id: int | None = None
    email: str = ""
    name: str = ""
    agency_id: int | None = None
    province_code: str | None = None
    language: str = "th"
    text_size: int = 1
    sign_in_id: int | None = None
    grants: frozenset[Grant] = frozenset()
    communities: frozenset[int] = frozenset()
    facilitates: frozenset[int] = frozenset()
    public_reading: bool = False
    is_system: bool = field(default=False, kw_only=True)

    @property
    def is_member(self) -> bool:
        """Tell whether this is a signed-in person."""
        return self.id is not None

    def has(self, role: str, scope_kind: str = "body", scope_id: int | None = None) -> bool:
        """Tell whether the role is held over the whole body or over exactly this scope."""
        if Grant(role) in self.grants:
            return True
        return scope_id is not None and Grant(role, scope_kind, scope_id) in self.grants

    def scopes(self, role: str, scope_kind: str) -> frozenset[int]:
        """Return the ids of the scopes of one kind over which the role is held."""
        return frozenset(
            g.scope_id for g in self.grants if g.role == role and g.scope_kind == scope_kind
        )

    def holds(self, role: str) -> bool:
        """Tell whether the role is held over anything at all."""
        return any(g.role == role for g in self.grants)


VISITOR = Actor()
PUBLIC_VISITOR = Actor(public_reading=True)
SYSTEM = Actor(name="system", is_system=True)
