"""The tables of the index in PostgreSQL: one set a generation, and the one row that points to it.

They hold derived data and are no part of the site's schema: the engine makes and drops them.
"""

import time
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import Connection, Cursor
from psycopg.sql import SQL, Composed, Identifier

from cop.search.engines.postgres.entries import SCHEMA_VERSION
from cop.search.port import IndexBroken

Cursors = Cursor[tuple[Any, ...]]
Connections = Connection[tuple[Any, ...]]

_NAMES = ("documents", "gone", "fresh", "postings", "segments")

_STATE: LiteralString = """
    CREATE TABLE IF NOT EXISTS cop_search_state (
        sole boolean PRIMARY KEY DEFAULT true CHECK (sole),
        generation bigint NOT NULL,
        revision bigint NOT NULL,
        top integer NOT NULL,
        sealed integer NOT NULL,
        documents integer NOT NULL,
        analysis text,
        schema_version integer NOT NULL
    )
"""

# A document's number is never given again: what was read of it stays true until it is gone.
# What was written last waits in `fresh`; from time to time that becomes a segment of `postings`,
# which has one row a key: the numbers of its documents, four bytes each, and a byte of count each.
_GENERATION: tuple[LiteralString, ...] = (
    """
    CREATE TABLE {documents} (
        number integer PRIMARY KEY,
        name bytea NOT NULL UNIQUE,
        thing bytea NOT NULL,
        version bigint NOT NULL,
        at bigint NOT NULL,
        weight double precision NOT NULL,
        title_length integer NOT NULL,
        keywords_length integer NOT NULL,
        body_length integer NOT NULL,
        title bytea NOT NULL,
        facets text NOT NULL,
        text bytea NOT NULL
    )
    """,
    "CREATE INDEX ON {documents} (thing)",
    "CREATE TABLE {gone} (number integer NOT NULL, revision bigint NOT NULL)",
    "CREATE INDEX ON {gone} (revision)",
    """
    CREATE TABLE {fresh} (
        number integer PRIMARY KEY, keys bytea[] NOT NULL, counts bytea NOT NULL
    )
    """,
    """
    CREATE TABLE {postings} (
        key bytea NOT NULL,
        segment integer NOT NULL,
        documents bytea NOT NULL,
        counts bytea NOT NULL,
        PRIMARY KEY (key, segment)
    )
    """,
    "CREATE TABLE {segments} (segment integer PRIMARY KEY, level integer NOT NULL)",
)


@dataclass(slots=True)
class State:
    """What the one row says: the generation in use, and how far it has come.

    Numbers below `top` are given, those below `sealed` are in segments. The analysis is None
    unless all documents went through it.
    """

    generation: int
    revision: int = 0
    top: int = 0
    sealed: int = 0
    documents: int = 0
    analysis: str | None = None
    schema_version: int = SCHEMA_VERSION


class Tables:
    """The tables of one generation, for use in statements."""

    def __init__(self, generation: int) -> None:
        self.generation = generation
        self._names = {each: Identifier(f"cop_search_{each}_{generation}") for each in _NAMES}

    def sql(self, statement: LiteralString) -> Composed:
        """Return a statement with {documents}, {postings} and so on as names of tables."""
        return SQL(statement).format(**self._names)

    def create(self, cursor: Cursors) -> None:
        """Make the tables, empty."""
        for statement in _GENERATION:
            cursor.execute(self.sql(statement))

    def check(self, cursor: Cursors) -> None:
        """Return quietly when all tables are there; else psycopg's UndefinedTable is raised."""
        every: LiteralString = "SELECT 1 FROM {documents}, {gone}, {fresh}, {postings}, {segments}"
        cursor.execute(self.sql(every + " LIMIT 0"))


def lock(cursor: Cursors) -> None:
    """Wait for the right to write in this schema; it ends with the transaction."""
    cursor.execute("SET LOCAL statement_timeout = 0")
    cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    cursor.execute(
        "SELECT pg_advisory_xact_lock(hashtext('cop_search'), hashtext(current_schema()))"
    )


def read_state(cursor: Cursors) -> State:
    """Return the state. Raises IndexBroken without one, or when other code made the tables."""
    found = _state(cursor)
    if found is None:
        raise IndexBroken("there is no search index in this database")
    if found.schema_version != SCHEMA_VERSION:
        raise IndexBroken("the search index was made by another version")
    return found


def state_to_write(cursor: Cursors) -> State | None:
    """Return the state, or None when nothing was ever written here. Raises IndexBroken."""
    cursor.execute("SELECT to_regclass('cop_search_state') IS NOT NULL")
    row = cursor.fetchone()
    if row is None or not row[0] or _state(cursor) is None:
        return None
    return read_state(cursor)


def new_generation(cursor: Cursors) -> tuple[State, Tables]:
    """Make the tables of the next generation; nobody reads there before `write_state`."""
    cursor.execute(_STATE)
    cursor.execute(_ALL_TABLES)
    taken = [generation for _, generation in cursor.fetchall()]
    # No number comes again even where somebody dropped all tables: processes know this one.
    tables = Tables(max([time.time_ns() // 1_000_000, *(each + 1 for each in taken)]))
    tables.create(cursor)
    return State(tables.generation), tables


def write_state(cursor: Cursors, state: State) -> None:
    """Have this state from the commit on, one revision on."""
    state.revision += 1
    cursor.execute(
        """
        INSERT INTO cop_search_state
            (generation, revision, top, sealed, documents, analysis, schema_version)
        VALUES (%s, %s, %s, %s, %s, %s, %s)
        ON CONFLICT (sole) DO UPDATE SET
            (generation, revision, top, sealed, documents, analysis, schema_version)
            = (EXCLUDED.generation, EXCLUDED.revision, EXCLUDED.top, EXCLUDED.sealed,
               EXCLUDED.documents, EXCLUDED.analysis, EXCLUDED.schema_version)
        """,
        (
            state.generation,
            state.revision,
            state.top,
            state.sealed,
            state.documents,
            state.analysis,
            state.schema_version,
        ),
    )


def older_tables(cursor: Cursors) -> list[str]:
    """Return the tables of generations not in use; those still in the making are not seen."""
    cursor.execute("SELECT generation FROM cop_search_state")
    used = {generation for (generation,) in cursor.fetchall()}
    cursor.execute(_ALL_TABLES)
    return [table for table, generation in cursor.fetchall() if generation not in used]


def drop(cursor: Cursors, table: str) -> None:
    """Drop one table, waiting two seconds at most for who still reads it."""
    cursor.execute("SET LOCAL lock_timeout = '2s'")
    cursor.execute(SQL("DROP TABLE IF EXISTS {}").format(Identifier(table)))


_ALL_TABLES: LiteralString = """
    SELECT relname::text, substring(relname FROM '\\d+$')::bigint FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
    AND relname ~ '^cop_search_(documents|gone|fresh|postings|segments)_\\d+$'
"""


def _state(cursor: Cursors) -> State | None:
    cursor.execute(
        """
        SELECT generation, revision, top, sealed, documents, analysis, schema_version
        FROM cop_search_state
        """
    )
    row = cursor.fetchone()
    return None if row is None else State(*row)
