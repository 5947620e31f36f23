"""Titles that fit what somebody is still typing."""

import re

from tantivy import Occur
from tantivy import Query as Asked

from cop.search.engines.tantivy.asking import quiet, readable
from cop.search.engines.tantivy.pieces import typed_letters
from cop.search.engines.tantivy.schema import SCHEMA, clean
from cop.search.engines.tantivy.snapshot import Snapshot
from cop.search.port import Hit
from cop.thai.clusters import cut
from cop.thai.folding import fold

_LONGEST = 100


def suggestions(
    snapshot: Snapshot, prefix: str, audience: frozenset[str] | None, limit: int
) -> tuple[Hit, ...]:
    """Return documents with all typed pieces in the title, first where it begins so, then newest.

    A piece may end anywhere: the beginning of a Thai word is often cut into words that are none.
    """
    typed = clean(fold(cut(prefix, _LONGEST))).split()
    if not any(map(_has_letters, typed)):
        return ()
    fitting = [(Occur.Must, quiet(readable(audience)))]
    fitting += [(Occur.Must, quiet(_standing(typed_letters(one), one))) for one in typed]
    beginning = _standing(typed_letters(typed[0], at_start=True), typed[0])
    first, _ = snapshot.newest([*fitting, (Occur.Must, quiet(beginning))], limit)
    rest: tuple[Hit, ...] = ()
    if len(first) < limit:
        clauses = [*fitting, (Occur.MustNot, beginning)]
        rest, _ = snapshot.newest(clauses, limit - len(first))
    return first + rest


def _standing(letters: list[str], typed: str) -> Asked:
    if not letters:
        return Asked.regex_query(SCHEMA, "title_letters", f"{re.escape(typed)}.")
    if len(letters) == 1:
        return Asked.term_query(SCHEMA, "title_letters", letters[0], "basic")
    return Asked.phrase_query(SCHEMA, "title_letters", list(letters))


def _has_letters(piece: str) -> bool:
    return re.search("[^\\W_]", piece) is not None
