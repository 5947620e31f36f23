"""The names in a query looked up: which agency, place, term, community or person is meant."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from cop.accounts.models import Agency, Member, Province
from cop.communities.models import Community
from cop.communities.policies import community_open_to
from cop.core.actor import Actor
from cop.db import db
from cop.search.language.naming import with_names
from cop.search.language.query import Parsed, line_of, names_in, parse
from cop.search.language.reading import Names, Value
from cop.search.language.synonyms import Pair, Synonyms
from cop.search.port import Sort
from cop.search.queries.meant import helped
from cop.search.queries.naming import BEFORE_PROVINCE, looked_up, wrote_for
from cop.terms.models import Term
from cop.thai.words import dictionary_version

MOST_MEANT = 50
"""Of one name; with more than that it tells nothing."""

_LEAST_PART = 2
_TITLES = re.compile(
    r"^(?:นางสาว|นาง|นาย|น\.ส\.|ว่าที่\s?(?:ร\.(?:ต|ท|อ)\.|ร้อย(?:ตรี|โท|เอก))|"
    r"(?:ผศ|รศ|ศ|ดร|ม\.ล|ม\.ร\.ว)\.\s?|คุณ|mr\.?\s|mrs\.?\s|ms\.?\s|miss\s|dr\.?\s)\s*"
)

_Names = tuple[str, ...]


def understood(
    actor: Actor,
    text: str,
    *,
    filters: Mapping[str, tuple[str, ...]] | None = None,
    kinds: tuple[str, ...] = (),
    sort: Sort = "relevance",
) -> Parsed:
    """Return the reading of a typed text: names looked up, synonyms and helping words added.

    Two statements at most: for the names in fields, and for synonyms and names among the words.
    """
    names = resolved(actor, names_in(text))
    named, pairs = looked_up(actor, line_of(text)) if text.strip() else ((), ())
    known = ready_synonyms(pairs, dictionary_version())
    parsed = parse(text, filters=filters, kinds=kinds, sort=sort, names=names, known=known)
    return helped(actor, with_names(parsed, named))


def resolved(actor: Actor, asked: Sequence[tuple[str, str]]) -> Names:
    """Return what each (field, name) means to the actor, in one statement; the unknown is left out.

    A name that is exactly that of something means this, else all that have it in their names. Only
    communities open to the actor have a name; people have one for members, and for visitors when
    they wrote a lesson that is open to them.
    """
    if not asked:
        return {}
    parts = [
        _FINDERS[field](actor, literal(place), written)
        for place, (field, written) in enumerate(asked)
    ]
    rows = db.session.execute(union_all(*parts) if len(parts) > 1 else parts[0]).all()
    found: dict[tuple[str, str], tuple[Value, ...]] = {}
    for place, key in enumerate(asked):
        mine = [row for row in rows if row.place == place]
        best = [row for row in mine if row.exact] or mine
        if best:
            found[key] = tuple(Value(row.value, row.name) for row in best)
    return found


@lru_cache(maxsize=4)
def ready_synonyms(pairs: tuple[Pair, ...], _words: str) -> Synonyms:
    """Return the synonyms by the words into which the dictionary of this version cuts them."""
    return Synonyms(pairs)


def _agencies(actor: Actor, place: ColumnElement[int], written: str) -> Select[Any]:
    names = _written(written)
    exact = or_(
        func.lower(Agency.code).in_(names),
        func.lower(Agency.name_th).in_(names),
        func.lower(Agency.name_en).in_(names),
        func.replace(func.lower(Agency.abbr), ".", "").in_(_letters(names)),
    )
    value = cast(Agency.id, String)
    part = _part_of(names, Agency.name_th, Agency.name_en)
    return _meant(place, (value, Agency.name_th), exact, part)


def _provinces(actor: Actor, place: ColumnElement[int], written: str) -> Select[Any]:
    names = _written(written, BEFORE_PROVINCE)
    letters = _letters(names)
    exact = or_(
        Province.code.in_(names),
        Province.name_th.in_(names),
        func.lower(Province.name_en).in_(names),
        Province.abbr_th.in_(letters),
        func.lower(Province.abbr_en).in_(letters),
    )
    part = _part_of(names[-1:], Province.name_th, Province.name_en)
    return _meant(place, (Province.code, Province.name_th), exact, part)


def _terms(scheme: str) -> "_Finder":
    def find(actor: Actor, place: ColumnElement[int], written: str) -> Select[Any]:
        names = _written(written)
        exact = or_(
            func.lower(Term.code).in_(names),
            func.lower(Term.label_th).in_(names),
            func.lower(Term.label_en).in_(names),
        )
        part = _part_of(names, Term.label_th, Term.label_en)
        return _meant(place, (Term.code, Term.label_th), exact, part, Term.scheme == scheme)

    return find


def _communities(actor: Actor, place: ColumnElement[int], written: str) -> Select[Any]:
    names = _written(written)
    exact = or_(Community.slug.in_(names), func.lower(Community.name).in_(names))
    value = cast(Community.id, String)
    part = _part_of(names, Community.name)
    return _meant(place, (value, Community.name), exact, part, community_open_to(actor))


def _authors(actor: Actor, place: ColumnElement[int], written: str) -> Select[Any]:
    names = _written(written, _TITLES)
    given, family = func.lower(Member.given_name), func.lower(Member.family_name)
    exact = or_(given.in_(names), family.in_(names), func.lower(Member.name).in_(names))
    known = true() if actor.is_member else wrote_for(actor)
    value = cast(Member.id, String)
    return _meant(place, (value, Member.name), exact, _part_of(names[-1:], Member.name), known)


_Finder = Callable[[Actor, ColumnElement[int], str], Select[Any]]
_FINDERS: Mapping[str, _Finder] = {
    "agency": _agencies,
    "author": _authors,
    "community": _communities,
    "principle": _terms("principle"),
    "province": _provinces,
    "topic": _terms("topic"),
}


def _meant(
    place: ColumnElement[int],
    shown: tuple[Any, Any],
    exact: ColumnElement[bool],
    part: ColumnElement[bool],
    known: ColumnElement[bool] | None = None,
) -> Select[Any]:
    """Return (place of the name in the question, whether exact, facet value, name to show)."""
    value, name = shown
    is_exact = case((exact, 1), else_=0).label("exact")
    found = (
        select(place.label("place"), is_exact, value.label("value"), name.label("name"))
        .where(or_(exact, part), true() if known is None else known)
        .order_by(is_exact.desc(), value)
        .limit(MOST_MEANT)
        .subquery()
    )
    return select(found.c.place, found.c.exact, found.c.value, found.c.name)


def _part_of(names: _Names, *columns: Any) -> ColumnElement[bool]:  # noqa: ANN401 - mapped attributes
    ways = [
        column.icontains(name, autoescape=True)
        for column in columns
        for name in names
        if len(name) >= _LEAST_PART
    ]
    return or_(*ways) if ways else false()


def _written(text: str, before: re.Pattern[str] | None = None) -> _Names:
    """Return the name in small letters, and last the same without what stands before it."""
    name = " ".join(text.lower().split())
    bare = before.sub("", name) if before else name
    return tuple(dict.fromkeys((name, bare or name)))


def _letters(names: _Names) -> _Names:
    return tuple(name.replace(".", "").replace(" ", "") for name in names)
