"""What a line of the table of acts says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.web.matrix.table import FORBIDDEN, HIDDEN
from tests.web.matrix.world import MEMBERS, VISITORS, World

NOT_SIGNED_IN = 401
MODERATORS = frozenset({"moderator"})
WRITER = frozenset({"writer"})
LEADING = frozenset({"facilitator", "moderator"})
Form = dict[str, Any]


@dataclass(frozen=True)
class Write:
    """One act: on which thing, with what form, and who may.

    `by` does it when it is allowed to; `refusals` are answers to single roles that differ from
    `refusal`; `takes` names fields of the form that `form` leaves out.
    """

    on: str = ""
    form: Form | Callable[[World], Form] = field(default_factory=dict)
    may: frozenset[str] = MEMBERS
    by: str = "moderator"
    ok: int = 303
    refusal: int = FORBIDDEN
    refusals: dict[str, int] = field(default_factory=dict)
    file: str = ""
    picture: bytes = b""
    takes: frozenset[str] = frozenset()
    values: Form | Callable[[World], Form] = field(default_factory=dict)

    def filled(self, world: World) -> Form:
        """Return the fields of the form."""
        return self.form(world) if callable(self.form) else dict(self.form)

    def address(self, world: World) -> Form:
        """Return what fills the address."""
        own = self.values(world) if callable(self.values) else self.values
        return {**(world.things[self.on].values if self.on else {}), **own}

    def expected(self, role: str, world: World) -> int:
        """Return the status that the role must get."""
        if role in VISITORS:
            return NOT_SIGNED_IN
        if self.on and role not in world.things[self.on].readers:
            return HIDDEN
        return self.ok if role in self.may else self.refusals.get(role, self.refusal)


def from_ids(**names: str) -> Callable[[World], Form]:
    return lambda world: {part: world.ids[name] for part, name in names.items()}


def changed(name: str, form: Form) -> Callable[[World], Form]:
    return lambda world: {**form, "version": world.ids.get(f"version_{name}", 1)}
