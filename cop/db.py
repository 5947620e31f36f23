"""The database: base class of records, column types, and the one write transaction.

SQLite runs in WAL mode with foreign keys, `synchronous=FULL` and a busy timeout; writes begin
with BEGIN IMMEDIATE, so that a writer waits for its turn instead of failing half-way.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from cop.core.errors import Stale

BUSY_TIMEOUT_MS = 5_000
_WRITE = "cop_write"
_AFTER_COMMIT = "cop_after_commit"


class UtcInstant(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite keeps it as ISO text without offset, sortable."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # noqa: ANN401 - SQLAlchemy's signature
        """Return the type without time zone on SQLite, with it elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(DateTime())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC. Raises ValueError for a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant with its UTC zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


pk = Annotated[int, mapped_column(primary_key=True)]
Instant = Annotated[datetime, mapped_column(UtcInstant())]


class Base(DeclarativeBase):
    """Base of every record."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    # Set on the registry, not on the class: the extension derives a class of its own from this one.
    registry = registry(type_annotation_map={datetime: UtcInstant()})


class Versioned:
    """A record that two people may edit: saving over a newer version raises Stale."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - a class-level directive
        return {"version_id_col": cls.version}


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def expect_version(record: Versioned, version: int | None) -> None:
    """Return quietly when the edit was based on the record's present version. Raises Stale."""
    if version is not None and version != record.version:
        raise Stale


@contextmanager
def transaction() -> Iterator[None]:
    """Commit everything done inside, once; roll all of it back on any error.

    Raises Stale when a record that was read earlier has been changed by somebody else.
    """
    session = db.session
    if session.info.get(_WRITE):
        raise RuntimeError("transactions do not nest: the edge opens one around one service call")
    session.commit()  # ends the read that the request began, or SQLite could not upgrade it
    session.info[_WRITE] = True
    session.connection(execution_options={_WRITE: True})
    try:
        yield
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise Stale from error
    except BaseException:
        session.rollback()
        session.info.pop(_AFTER_COMMIT, None)
        raise
    finally:
        session.info.pop(_WRITE, None)
    for act in session.info.pop(_AFTER_COMMIT, {}).values():
        act()


def after_commit(name: str, act: Any) -> None:  # noqa: ANN401 - any callable without arguments
    """Run the act once after the present transaction is committed, once per name."""
    db.session.info.setdefault(_AFTER_COMMIT, {})[name] = act


def upsert(table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return an insert of the present database that can say what to do about a row that exists."""
    if db.session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def flush_writes() -> None:
    """Send what a write transaction has changed so far, so that reads inside it see it."""
    if db.session.info.get(_WRITE):
        db.session.flush()


def erase_for_good() -> None:
    """Have what the present transaction replaces overwritten in the file, where it is SQLite's.

    The write-ahead log and backups hold the old text until they are written over in their turn.
    """
    if db.session.get_bind().dialect.name == "sqlite":
        db.session.connection().exec_driver_sql("PRAGMA secure_delete=ON")


def _on_connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # SQLAlchemy's begin event below says BEGIN, not the driver
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA temp_store=MEMORY")
    cursor.execute("PRAGMA cache_size=-2000")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        write = connection.get_execution_options().get(_WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


event.listen(Engine, "connect", _on_connect)
event.listen(Engine, "begin", _on_begin)
