"""A small world in which everything that can be hidden is hidden from somebody.

Each thing says in its own texts a word of its own that stands nowhere else, and `readers` says
who may come upon that word. The sets are written out by hand from the rule of visibility: nothing
here asks the product who may read.
"""

from dataclasses import dataclass, field
from typing import Any

from cop.accounts.models import Member

SHARED = "zqeverywhere"
"""Every thing says this word, so that a search for it would bring up all of them."""

PEOPLE = (
    "writer",
    "staff",
    "other_staff",
    "outsider",
    "facilitator",
    "moderator",
    "organiser",
    "admin",
    "auditor",
)
VISITORS = ("visitor", "public_visitor")
ROLES = (*PEOPLE, *VISITORS)

MEMBERS = frozenset(PEOPLE)
EVERYBODY = MEMBERS | {"public_visitor"}
# The writer and the staff member belong to the closed community, which the facilitator leads.
IN_CLOSED = frozenset({"writer", "staff", "facilitator", "moderator"})
# They and the other staff member joined the open one.
JOINED_OPEN = frozenset({"writer", "staff", "other_staff", "moderator"})
# They work in one unit.
IN_UNIT = frozenset({"writer", "staff", "moderator"})
NAMED = frozenset({"writer", "other_staff", "moderator"})
IN_REVIEW = frozenset({"writer", "moderator"})
ORGANISING = frozenset({"organiser", "moderator"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Thing:
    """Something with an address (`values` fill it), or only words on other things' pages."""

    name: str
    kind: str
    readers: frozenset[str]
    values: dict[str, Any] = field(default_factory=dict)
    owner: str = ""
    state: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    says: str = ""

    @property
    def word(self) -> str:
        """Return the word that only this thing says, or only the session that it belongs to."""
        return "zq" + (self.says or self.name).replace("_", "")


@dataclass
class World:
    """The people and the things."""

    people: dict[str, Member] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)

    def add(self, thing: Thing) -> Thing:
        self.things[thing.name] = thing
        return thing

    def of_kind(self, kind: str) -> list[Thing]:
        return [thing for thing in self.things.values() if thing.kind == kind]

    def hidden_from(self, role: str) -> list[Thing]:
        return [thing for thing in self.things.values() if role not in thing.readers]
