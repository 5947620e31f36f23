"""What a role can be held over: agencies, topics, communities and series, by name."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, literal, select

from cop.accounts.models import Agency
from cop.communities.models import Community
from cop.db import db
from cop.sessions.models import Series
from cop.terms.models import Term

SCOPES: dict[str, Callable[[], Select[*tuple[Any, ...]]]] = {
    "agency": lambda: (
        select(Agency.id, Agency.name_th, Agency.name_en)
        .where(Agency.is_active)
        .order_by(Agency.sort_key)
    ),
    "topic": lambda: (
        select(Term.id, Term.label_th, Term.label_en)
        .where(Term.scheme == "topic", Term.status == "active")
        .order_by(Term.place)
    ),
    "community": lambda: select(Community.id, Community.name, literal("")).order_by(
        Community.sort_key
    ),
    "series": lambda: select(Series.id, Series.name, literal("")).order_by(Series.sort_key),
}


def scope_names(kind: str) -> dict[int, tuple[str, str]]:
    """Return everything of a kind over which a role can be held, as id: (Thai, English)."""
    return {one: (thai, english) for one, thai, english in db.session.execute(SCOPES[kind]())}
