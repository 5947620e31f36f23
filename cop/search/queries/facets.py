"""The values to narrow an answer by: how many things have each, and what it is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import BindParameter, Select, String, bindparam, cast, literal, select, union_all

from cop.accounts.models import Agency, Province
from cop.communities.models import Community
from cop.communities.policies import community_open_to
from cop.core.actor import Actor
from cop.reads import kept
from cop.search.queries.answers import Answer
from cop.terms.models import Term

# In the order of the page.
SHOWN = (
    "fiscal_year",
    "principle",
    "topic",
    "agency",
    "province",
    "state",
    "outcome",
    "type",
    "community",
)
MOST_VALUES = 12
_NAMED = ("principle", "topic", "agency", "province", "community")
_SCHEMES = ("principle", "topic")

Chosen = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet; the names are empty where the value is a word of the site itself."""

    value: str
    name_th: str
    name_en: str
    count: int
    is_chosen: bool


def facet_values(actor: Actor, found: Answer, chosen: Chosen) -> dict[str, list[Value]]:
    """Return the values of each facet that has any: those with most things first, years newest.

    Values without a name that the reader may know are left out.
    """
    picked = {facet: _picked(found, facet, chosen.get(facet, ())) for facet in SHOWN}
    names = _names(actor, picked)
    rows: dict[str, list[Value]] = {}
    for facet, values in picked.items():
        on, counts = chosen.get(facet, ()), found.facets[facet]
        named = [
            Value(value, *names.get((facet, value), ("", "")), counts[value], value in on)
            for value in values
            if facet not in _NAMED or (facet, value) in names
        ]
        if named:
            rows[facet] = named
    return rows


def _picked(found: Answer, facet: str, chosen: Sequence[str]) -> list[str]:
    counts = found.facets[facet]
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    if facet == "fiscal_year":
        return sorted({*ranked, *(one for one in chosen if one.isdecimal())}, reverse=True)
    shown = ranked[:MOST_VALUES]
    return shown + [value for value in dict.fromkeys(chosen) if value not in shown]


def _names(actor: Actor, picked: Chosen) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the Thai and the English name of values by facet, in one statement."""
    codes = list(chain.from_iterable(picked[scheme] for scheme in _SCHEMES))
    numbers = {name: _numbers(picked[name]) for name in ("agency", "community")}
    if not (codes or picked["province"] or any(numbers.values())):
        return {}
    rows = _named(actor).rows(
        codes=codes or [""],
        provinces=list(picked["province"]) or [""],
        agencies=numbers["agency"] or [0],
        communities=numbers["community"] or [0],
    )
    return {(facet, value): (name_th, name_en) for facet, value, name_th, name_en in rows}


def _numbers(values: Sequence[str]) -> list[int]:
    """Return the ids among values; anybody may write anything in an address."""
    return [int(one) for one in values if one.isascii() and one.isdigit() and len(one) < 10]


@kept
def _named(actor: Actor) -> Select[*tuple[Any, ...]]:
    parts = (
        select(Term.scheme.label("facet"), Term.code, Term.label_th, Term.label_en).where(
            Term.scheme.in_(_SCHEMES), Term.code.in_(_some("codes"))
        ),
        select(literal("province"), Province.code, Province.name_th, Province.name_en).where(
            Province.code.in_(_some("provinces"))
        ),
        select(literal("agency"), cast(Agency.id, String), Agency.name_th, Agency.name_en).where(
            Agency.id.in_(_some("agencies"))
        ),
        select(literal("community"), cast(Community.id, String), Community.name, literal("")).where(
            Community.id.in_(_some("communities")), community_open_to(actor)
        ),
    )
    found = union_all(*parts).subquery()
    return select(*found.c)


def _some(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)
