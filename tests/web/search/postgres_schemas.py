"""Indexes in PostgreSQL for tests: a schema for each folder that another engine would have."""

import atexit
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from cop.search.engines.postgres.index import PostgresIndex
from cop.search.port import SearchIndex
from tests.conftest import POSTGRESQL

_made: set[str] = set()


def engines() -> dict[str, Callable[[Path], SearchIndex]]:
    """Return the engine under its name, or none where no PostgreSQL answers."""
    return {"postgresql": opened} if POSTGRESQL else {}


def opened(folder: Path) -> PostgresIndex:
    return PostgresIndex(address(folder))


def address(folder: Path) -> str:
    """Return the address of the schema that stands for a folder, made if need be."""
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    schema = f"cop_index_{os.getpid()}_{digest}"
    if schema not in _made:
        if not _made:
            atexit.register(_drop_all)
        _made.add(schema)
        run(f"CREATE SCHEMA {schema}")
    options = f"-csearch_path={schema} -csynchronous_commit=off"
    query = {"options": options, "application_name": schema}
    url = make_url(str(POSTGRESQL)).update_query_dict(query)
    return url.render_as_string(hide_password=False)


def run(statement: str, where: str = "") -> list[tuple[object, ...]]:
    """Run a statement on a connection of its own, and return its rows."""
    engine = create_engine(where or str(POSTGRESQL))
    try:
        with engine.begin() as connection:
            result = connection.execute(text(statement))
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()


def _drop_all() -> None:
    for schema in _made:
        run(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
