"""People and terms whose names fit what somebody types into a text; one statement each."""

from typing import Any

from sqlalchemy import Select, String, cast, func, select, union_all

from cop.accounts.models import Agency, Member
from cop.core.actor import Actor
from cop.reads import kept
from cop.search.queries.suggesting import (
    Offer,
    begun,
    like,
    offer_of,
    patterns,
    tags_like,
    terms_like,
)
from cop.thai.folding import fold

LEAST_LETTERS = 2
MOST = 8
_SCHEMES = ("topic", "principle", "process")


def people_named(actor: Actor, typed: str) -> list[Offer]:
    """Return up to 8 members with the typed letters in their names, those that begin so first.

    Members alone are shown people, as in search; `detail` is where one works.
    """
    words = " ".join(fold(typed).split())
    if not actor.is_member or not words:
        return []
    return [Offer(*row) for row in _people(actor).rows(**patterns(words))]


def terms_named(actor: Actor, typed: str) -> list[Offer]:
    """Return up to 8 topics, principles, processes and tags of lessons that the actor may read."""
    words = " ".join(fold(typed).split())
    if not words:
        return []
    return [Offer(*row) for row in _terms(actor).rows(**patterns(words))][:MOST]


@kept
def _people(_actor: Actor) -> Select[*tuple[Any, ...]]:
    where = func.coalesce(Agency.name_th, Member.position)
    return (
        offer_of("member", cast(Member.id, String), Member.name, detail=where)
        .outerjoin(Agency, Agency.id == Member.agency_id)
        .where(Member.is_active, like(Member.name, "inside"))
        .order_by(begun(Member.given_name), begun(Member.family_name), Member.sort_key, Member.id)
        .limit(MOST)
    )


@kept
def _terms(actor: Actor) -> Select[*tuple[Any, ...]]:
    parts = [*(terms_like(scheme) for scheme in _SCHEMES), tags_like(actor)]
    found = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return select(*found.c)
