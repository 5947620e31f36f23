"""Names among the running words of a query, looked up for whoever asks."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from cop.accounts.models import Agency, Member, Province
from cop.core.actor import Actor
from cop.lessons.models import Lesson
from cop.lessons.policies import shown_to
from cop.readers import Among, Texts
from cop.reads import AnyRow, kept
from cop.search.language.naming import Candidate, candidates, is_too_short, longest
from cop.search.language.query import Named
from cop.search.language.reading import Value
from cop.search.language.synonyms import Pair
from cop.terms.models import Synonym, Term
from cop.thai.collation import thai_key

MOST_MEANT = 8
"""Of one name; with more than that it tells nothing."""
BEFORE_PROVINCE = re.compile(r"^(?:จังหวัด|จ\.)\s*")
_SHORTEST = 2
_SYNONYM = "synonym"


def looked_up(actor: Actor, line: str) -> tuple[tuple[Named, ...], tuple[Pair, ...]]:
    """Return the names in a tidied line, and all synonyms, in one statement.

    Names are whole ones, and abbreviations, of agencies, provinces, people and topics. Members know
    all people, visitors those who wrote a lesson that is open to them.
    """
    forms = _Forms(candidates(line))
    rows = _called(actor).rows(
        names=forms.names.keys(),
        people=forms.people.keys(),
        letters=forms.letters.keys(),
    )
    meant: dict[tuple[str, Candidate], dict[str, Value]] = {}
    pairs: dict[int, Pair] = {}
    for row in rows:
        if row.field == _SYNONYM:
            pairs[int(row.value)] = Pair(row.name, row.key, bool(row.name_en))
            continue
        for piece in forms.standing_for(row):
            if not is_too_short(row.field, row.name, piece):
                values = meant.setdefault((row.field, piece), {})
                values[row.value] = Value(row.value, row.name)
    found = [
        Named(field, piece.text, piece.start, piece.end, tuple(values.values()))
        for (field, piece), values in meant.items()
        if len(values) <= MOST_MEANT
    ]
    return longest(found, line), tuple(pairs[one] for one in sorted(pairs))


class _Forms:
    """The pieces of a line by the ways in which names are kept: small letters, key of order."""

    def __init__(self, pieces: Iterable[Candidate]) -> None:
        self.names: dict[str, list[Candidate]] = {}
        self.people: dict[str, list[Candidate]] = {}
        self.letters: dict[str, list[Candidate]] = {}
        for one in pieces:
            small = one.text.lower()
            if len(small) < _SHORTEST:
                continue
            for name in dict.fromkeys((small, BEFORE_PROVINCE.sub("", small))):
                self.names.setdefault(name, []).append(one)
            if small.count(" ") == 1:
                self.people.setdefault(thai_key(small), []).append(one)
            if one.stopped or small.isascii():
                self.letters.setdefault(_letters(small), []).append(one)

    def standing_for(self, row: AnyRow) -> Iterator[Candidate]:
        """Give the pieces that are a name of the row."""
        if row.field == "author":
            yield from self.people.get(row.key, ())
            return
        names = {row.name.lower(), row.name_en.lower()}
        for piece in (one for name in names for one in self.names.get(name, ())):
            if row.field == "province" or piece.text.lower() in names:
                yield piece
        yield from self.letters.get(_letters(row.abbr.lower()), ())


def _letters(text: str) -> str:
    return re.sub("[. ]", "", text)


@kept
def _called(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Return (facet, value, name, key of order, English name, abbreviation) of what is named so."""
    parts = (
        _called_so("agency", cast(Agency.id, String), Agency.name_th, literal(""))
        .add_columns(Agency.name_en.label("name_en"), Agency.abbr.label("abbr"))
        .where(
            or_(
                Among(func.lower(Agency.name_th), _texts("names")),
                Among(func.lower(Agency.name_en), _texts("names")),
                Among(func.replace(func.lower(Agency.abbr), ".", ""), _texts("letters")),
            )
        ),
        _called_so("province", Province.code, Province.name_th, literal(""))
        .add_columns(Province.name_en, literal(""))
        .where(
            or_(
                Among(func.lower(Province.name_th), _texts("names")),
                Among(func.lower(Province.name_en), _texts("names")),
            )
        ),
        _called_so("author", cast(Member.id, String), Member.name, Member.sort_key)
        .add_columns(literal(""), literal(""))
        .where(Among(Member.sort_key, _texts("people")), _known(actor)),
        _called_so("topic", Term.code, Term.label_th, literal(""))
        .add_columns(Term.label_en, literal(""))
        .where(
            Term.scheme == "topic",
            Term.status == "active",
            or_(
                Among(func.lower(Term.label_th), _texts("names")),
                Among(func.lower(Term.label_en), _texts("names")),
            ),
        ),
        _called_so(_SYNONYM, cast(Synonym.id, String), Synonym.short, Synonym.full).add_columns(
            case((Synonym.both_ways, "both"), else_=""), literal("")
        ),
    )
    found = union_all(*parts).subquery()
    return select(*found.c)


def _called_so(field: str, value: Any, name: Any, key: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - columns
    return select(
        literal(field).label("field"), value.label("value"), name.label("name"), key.label("key")
    )


def _known(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.is_member else wrote_for(actor)


def _texts(name: str) -> Any:  # noqa: ANN401 - a parameter
    return bindparam(name, type_=Texts())


def wrote_for(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a member is named as author of a lesson open to the actor."""
    return exists().where(
        Lesson.author_id == Member.id, Lesson.hides_author.is_(False), shown_to(actor)
    )
