"""How Alembic reaches this application's database; run by `cop init` and `cop migration`."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Column
from sqlalchemy.engine import Connection

from cop.db import Base, UtcInstant, db

ENGINE_TABLES = "cop_search_"


def _written(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as the plain types that they are."""
    if kind == "type" and isinstance(thing, UtcInstant):
        return "sa.DateTime(timezone=True)"
    return False


def _same_type(
    _context: object, _found: Column[object], column: Column[object], *_types: object
) -> bool | None:
    """Skip the comparison of instants: SQLite has no type of its own for them."""
    return False if isinstance(column.type, UtcInstant) else None


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the tables that the PostgreSQL search engine makes for itself, as it needs them."""
    return kind != "table" or not (name or "").startswith(ENGINE_TABLES)


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=_written,
        compare_type=_same_type,
        include_name=_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with current_app.app_context(), db.engine.connect() as opened:
        _run(opened)
        opened.commit()
