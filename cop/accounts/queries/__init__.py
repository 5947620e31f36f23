"""What is read about people, their bodies and what they did."""

from cop.accounts.queries.actors import (
    News,
    actor_by_id,
    actor_by_token,
    actors_holding,
    token_hash,
)
from cop.accounts.queries.bodies import (
    agencies,
    agency,
    agency_choices,
    agency_page,
    provinces,
)
from cop.accounts.queries.happenings import Sought, all_entries, entries
from cop.accounts.queries.people import (
    AnyRow,
    by_email,
    get,
    grants,
    members,
    names,
    password_of,
    profile,
    sample_accounts,
    sign_in_owner,
    sign_ins,
)
from cop.accounts.queries.scopes import SCOPES, scope_names

__all__ = [
    "SCOPES",
    "AnyRow",
    "News",
    "Sought",
    "actor_by_id",
    "actor_by_token",
    "actors_holding",
    "agencies",
    "agency",
    "agency_choices",
    "agency_page",
    "all_entries",
    "by_email",
    "entries",
    "get",
    "grants",
    "members",
    "names",
    "password_of",
    "profile",
    "provinces",
    "sample_accounts",
    "scope_names",
    "sign_in_owner",
    "sign_ins",
    "token_hash",
]
