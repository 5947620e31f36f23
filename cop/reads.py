"""Statements that only read: put together once, run on the connection itself.

Read paths select columns. The session would add half to the cost of such a statement and has
nothing to keep track of; it is asked only where records are read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, cast

from sqlalchemy import Executable, Row, Select

from cop.core.actor import Actor
from cop.db import db, flush_writes
from cop.readers import kind_of, values_of

P = ParamSpec("P")
AnyRow = Row[*tuple[Any, ...]]
MOST_STATEMENTS = 256


@dataclass(frozen=True, slots=True)
class Read:
    """A statement with the values of its reader; what else varies is given when it runs."""

    statement: Executable
    values: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, **more: object) -> Sequence[AnyRow]:
        """Return all rows."""
        flush_writes()
        return db.session.connection().execute(self.statement, {**self.values, **more}).all()

    def row(self, **more: object) -> AnyRow | None:
        """Return the one row, or None."""
        found = self.rows(**more)
        return found[0] if found else None

    def count(self, **more: object) -> int:
        """Return the number that the statement counts."""
        flush_writes()
        found = db.session.connection().execute(self.statement, {**self.values, **more})
        return int(found.scalar_one())

    def record(self, **more: object) -> AnyRow | None:
        """Return the one row of a statement that selects records, or None."""
        return db.session.execute(self.statement, {**self.values, **more}).one_or_none()


def kept(
    build: Callable[Concatenate[Actor, P], Select[*tuple[Any, ...]]],
) -> Callable[Concatenate[Actor, P], Read]:
    """Put a statement together once for all readers of a kind.

    The function gets an actor who stands for them and whose ids are nobody's: it has to write
    conditions about the reader with `cop.readers`. Its other arguments must be hashable and few in
    number; what varies more is a bound parameter.
    """
    held = lru_cache(maxsize=MOST_STATEMENTS)(build)

    @wraps(build)
    def ready(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> Read:
        # mypy cannot say of a parameter specification that its values are hashable.
        made: Select[*tuple[Any, ...]] = cast("Any", held)(kind_of(actor), *args, **kwargs)
        return Read(made, values_of(actor))

    return ready
