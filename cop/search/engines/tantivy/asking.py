"""What the port asks, in Tantivy's own queries: what may be seen, and where a text stands."""

import math
from collections.abc import Collection, Sequence

from tantivy import FieldType, Occur
from tantivy import Query as Asked

from cop.search.engines.tantivy.pieces import endings, pieces, triples
from cop.search.engines.tantivy.schema import SCHEMA, clean, filter_term, name
from cop.search.port import Hit, Query

Clause = tuple[Occur, Asked]


def any_of(queries: Sequence[Asked]) -> Asked:
    """Return the documents that one of the queries finds."""
    if not queries:
        return Asked.empty_query()
    if len(queries) == 1:
        return queries[0]
    return Asked.boolean_query([(Occur.Should, each) for each in queries])


def all_of(queries: Sequence[Asked]) -> Asked:
    """Return the documents that all of the queries find."""
    return Asked.boolean_query([(Occur.Must, each) for each in queries])


def quiet(query: Asked) -> Asked:
    """Return the same documents without any score."""
    return Asked.const_score_query(query, 0.0)


def term(field: str, value: str) -> Asked:
    """Return the documents with a term in a field."""
    if field in {"pieces", "words", "title_pieces"}:
        return Asked.term_query(SCHEMA, field, value, "basic")
    return Asked.term_query(SCHEMA, field, value, "freq")


def allowed_by(query: Query, audience: frozenset[str] | None) -> list[Clause]:
    """Return what keeps to documents that the reader may see and the question lets through."""
    found = [(Occur.Must, quiet(readable(audience)))]
    facets = dict(query.filters)
    if query.kinds:
        facets["kind"] = query.kinds
    found += [(Occur.Must, quiet(_valued(facet, some))) for facet, some in facets.items()]
    found += [(Occur.MustNot, _valued(facet, some)) for facet, some in query.without.items()]
    found += quoted(query)
    found += [(Occur.MustNot, standing(piece)) for piece in query.excluded]
    found += [(Occur.MustNot, standing(piece, in_title=True)) for piece in query.excluded_in_title]
    if query.since or query.until:
        found.append((Occur.Must, quiet(_dated(query))))
    return found


def quoted(query: Query) -> list[Clause]:
    """Return what keeps to documents with all quoted text."""
    return [(Occur.Must, quiet(standing(piece))) for piece in query.phrases]


def named(hit: Hit) -> Asked:
    """Return the document that was found."""
    return Asked.term_query(SCHEMA, "key", clean(name(hit.kind, hit.id)), "basic")


def readable(audience: frozenset[str] | None) -> Asked:
    """Return the documents with one of the tokens; None reads everything."""
    return Asked.all_query() if audience is None else _valued("audience", audience)


def standing(piece: str, *, in_title: bool = False) -> Asked:
    """Return the documents in whose text a folded piece stands, as `cop.core.text.matches` sees it.

    A lone Thai letter and a number are words, with other letters around them they are something
    else.
    """
    if len(piece) == 1 or piece.isdecimal():
        return term("title" if in_title else "words", clean(piece))
    row = pieces(clean(piece))
    if not row:
        return Asked.empty_query()
    return any_of([in_order(each, in_title=in_title) for each in endings(row)])


def in_order(row: list[str], *, in_title: bool = False) -> Asked:
    """Return the documents with these pieces in this order."""
    field, placed = covering(row)
    if in_title:
        field = f"title_{field}"
    if len(placed) == 1:
        return term(field, placed[0][1])
    return Asked.phrase_query(SCHEMA, field, list(placed))


def covering(row: list[str]) -> tuple[str, list[tuple[int, str]]]:
    """Return a field with as few of its terms as hold all the pieces, and their places."""
    if len(row) == 1:
        return "pieces", [(0, row[0])]
    if len(row) == 2:
        return "pairs", [(0, row[0] + row[1])]
    found = triples(row)
    places = {*range(0, len(found), 3), len(found) - 1}
    return "triples", [(place, found[place]) for place in sorted(places)]


def _valued(facet: str, values: Collection[str]) -> Asked:
    named = [filter_term(facet, value) for value in values]
    # A set of terms would be made an automaton first, which takes longer than all the rest.
    return any_of([Asked.term_query(SCHEMA, "filters", each, "basic") for each in named])


def _dated(query: Query) -> Asked:
    first = math.ceil(query.since.timestamp()) if query.since else None
    last = math.ceil(query.until.timestamp()) if query.until else None
    return Asked.range_query(
        SCHEMA, "at", FieldType.Integer, first, last, include_upper=last is None
    )
