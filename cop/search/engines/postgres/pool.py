"""Connections of the index's own: nothing it does is part of what a request does."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import cast

from psycopg import IsolationLevel
from sqlalchemy import Engine, PoolProxiedConnection, create_engine
from sqlalchemy.exc import SQLAlchemyError

from cop.search.engines.postgres.tables import Connections, Cursors
from cop.search.port import IndexBroken

# Nothing is prepared: a pooler may give each transaction another connection of its own.
_HOW_TO_CONNECT = {"connect_timeout": 5, "prepare_threshold": None}
_KEPT_OPEN = 2
_MOST_OPEN = 16

_log = logging.getLogger(__name__)


class Pool:
    """A few connections to the database, each process having its own."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._turn = threading.Lock()
        self._engine: Engine | None = None
        self._process = 0

    @contextmanager
    def reading(self) -> Iterator[Cursors]:
        """Give a cursor that sees one state of the database throughout."""
        with self._connection() as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            with connection.cursor(binary=True) as cursor:
                yield cursor

    @contextmanager
    def writing(self) -> Iterator[Cursors]:
        """Give a cursor whose changes are committed at the end, or undone on any error."""
        with self._connection() as connection:
            connection.isolation_level = IsolationLevel.READ_COMMITTED
            connection.read_only = False
            with connection.cursor(binary=True) as cursor:
                yield cursor
            connection.commit()

    def close(self) -> None:
        """Let go of all connections that nobody uses; later ones are made anew."""
        with self._turn:
            if self._engine is not None:
                self._engine.dispose(close=self._process == os.getpid())
            self._engine = None

    def __del__(self) -> None:
        with suppress(Exception):
            self.close()

    @contextmanager
    def _connection(self) -> Iterator[Connections]:
        borrowed = self._borrowed()
        connection = cast("Connections", borrowed.driver_connection)
        try:
            yield connection
        finally:
            # The pool would find out with the next use only, and that would fail.
            if not connection.closed:
                with suppress(Exception):
                    connection.rollback()
            if connection.closed:
                borrowed.invalidate()
            borrowed.close()

    def _borrowed(self) -> PoolProxiedConnection:
        try:
            return self._opened().raw_connection()
        except SQLAlchemyError as error:
            raise IndexBroken("the database of the search index does not answer") from error

    def _opened(self) -> Engine:
        with self._turn:
            if self._engine is not None and self._process != os.getpid():
                self._engine.dispose(close=False)  # they belong to the process before the fork
                self._engine = None
            if self._engine is None:
                self._process = os.getpid()
                self._engine = create_engine(
                    self._url,
                    pool_size=_KEPT_OPEN,
                    max_overflow=_MOST_OPEN - _KEPT_OPEN,
                    connect_args=_HOW_TO_CONNECT,
                )
            return self._engine


@contextmanager
def guarded(act: str) -> Iterator[None]:
    """Turn whatever a damaged index or a lost connection raises into IndexBroken."""
    try:
        yield
    except IndexBroken:
        raise
    except Exception as error:
        _log.exception("The search index failed to %s", act)
        msg = f"the index failed to {act}"
        raise IndexBroken(msg) from error
