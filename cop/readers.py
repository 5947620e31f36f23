"""Conditions about whoever reads, as parameters: one statement serves all readers of a kind.

Putting a statement with the visibility rule together takes longer than running it. Rules therefore
never write a reader's own ids into a condition: they ask here for a parameter that stands for them.
Two people with the same kinds of grants then share a statement, and only the values differ.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, BindParameter, Boolean, ColumnElement, Integer, Text, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator

from cop.core.actor import Actor, Grant, Role, ScopeKind

NOBODY = -1
"""An id that no row has: a statement without its values shows what anyone may see, no more."""
_NOBODY = frozenset({NOBODY})


class Numbers(TypeDecorator[frozenset[int]]):
    """A set of ids as one parameter: JSON text on SQLite, an array on PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # noqa: ANN401 - SQLAlchemy's signature
        """Return an array of integers on PostgreSQL, text elsewhere."""
        kind = ARRAY(Integer()) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Iterable[int] | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Return the ids as the database takes them."""
        ids = sorted(value or ())
        return ids if dialect.name == "postgresql" else str(ids)


class Texts(TypeDecorator[frozenset[str]]):
    """A set of texts as one parameter, as `Numbers` are."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # noqa: ANN401 - as above
        """Return an array of texts on PostgreSQL, text elsewhere."""
        kind = ARRAY(Text()) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Return the texts as the database takes them."""
        texts = sorted(value or ())
        return texts if dialect.name == "postgresql" else json.dumps(texts)


class Among(FunctionElement[bool]):
    """True where a column is one of a `Numbers` or a `Texts` parameter."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> "Among":
        """Return the condition as it is: SQLAlchemy would append "= 1", which hides the index."""
        return self


@compiles(Among)
def _among(element: Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    column, ids = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} = ANY ({ids})"


@compiles(Among, "sqlite")
def _among_on_sqlite(element: Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    column, ids = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - compiled parts


def reader_id(actor: Actor) -> BindParameter[int]:
    """Return the parameter that stands for the reader's own id."""
    return bindparam("reader_id", actor.id, Integer())


def reader_agency(actor: Actor) -> BindParameter[int]:
    """Return the parameter that stands for the reader's agency."""
    return bindparam("reader_agency", actor.agency_id, Integer())


def in_communities_of(actor: Actor, column: ColumnElement[Any] | Any) -> ColumnElement[bool]:  # noqa: ANN401 - mapped attributes too
    """Return the condition that the column names a community of the reader."""
    return Among(column, bindparam("reader_communities", actor.communities, Numbers()))


def facilitated_by(actor: Actor, column: ColumnElement[Any] | Any) -> ColumnElement[bool]:  # noqa: ANN401 - as above
    """Return the condition that the column names a community which the reader facilitates."""
    return Among(column, bindparam("reader_facilitates", actor.facilitates, Numbers()))


def in_scopes_of(
    actor: Actor, role: Role, kind: ScopeKind, column: ColumnElement[Any] | Any  # noqa: ANN401 - as above
) -> list[ColumnElement[bool]]:  # fmt: skip
    """Return the condition that the column names a scope of the reader's role, or nothing."""
    scopes = actor.scopes(role, kind)
    return [Among(column, bindparam(_scope(role, kind), scopes, Numbers()))] if scopes else []


@lru_cache(maxsize=2_048)
def values_of(actor: Actor) -> dict[str, Any]:
    """Return the values of all these parameters for one reader; do not change the dictionary."""
    scoped = {(one.role, one.scope_kind) for one in actor.grants if one.scope_kind != "body"}
    return {
        "reader_id": actor.id,
        "reader_agency": actor.agency_id,
        "reader_communities": actor.communities,
        "reader_facilitates": actor.facilitates,
        **{_scope(role, kind): actor.scopes(role, kind) for role, kind in sorted(scoped)},
    }


@lru_cache(maxsize=2_048)
def kind_of(actor: Actor) -> Actor:
    """Return the actor that stands for all readers who differ from this one in ids only."""
    return Actor(
        id=None if actor.id is None else NOBODY,
        agency_id=None if actor.agency_id is None else NOBODY,
        grants=frozenset(_without_id(one) for one in actor.grants),
        communities=_NOBODY if actor.communities else actor.communities,
        facilitates=_NOBODY if actor.facilitates else actor.facilitates,
        public_reading=actor.public_reading,
        is_system=actor.is_system,
    )


def _without_id(grant: Grant) -> Grant:
    return grant if grant.scope_kind == "body" else replace(grant, scope_id=NOBODY)


def _scope(role: str, kind: str) -> str:
    return f"reader_{role}_{kind}"
