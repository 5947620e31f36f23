"""Titles that fit what somebody is still typing."""

import re
from collections.abc import Iterator
from heapq import nsmallest

from cop.search.cluster_pairs import is_thai
from cop.search.engines.whoosh.snapshot import Snapshot
from cop.search.port import Hit, Query
from cop.thai.clusters import cut
from cop.thai.folding import fold

_LONGEST = 100


def suggestions(
    snapshot: Snapshot, prefix: str, audience: frozenset[str] | None, limit: int
) -> Iterator[Hit]:
    """Give documents with all typed pieces in the title, first where it begins so, then the newest.

    A piece may end anywhere: the beginning of a Thai word is often cut into words that are none.
    """
    typed = fold(cut(prefix, _LONGEST)).split()
    if not any(map(_has_letters, typed)):
        return
    at = snapshot.numbers("at")
    allowed = snapshot.allowed(Query(), audience)
    fitting = {
        document: title
        for document, title in enumerate(snapshot.titles())
        if allowed[document] and all(_stands(piece, title) for piece in typed)
    }

    def order(document: int) -> tuple[bool, int, int]:
        return not fitting[document].startswith(typed[0]), -at[document], document

    for document in nsmallest(limit, fitting, key=order):
        yield Hit(*snapshot.described(document)[:2], 1.0)


def _has_letters(piece: str) -> bool:
    return re.search("[^\\W_]", piece) is not None


def _stands(piece: str, title: str) -> bool:
    """Return whether a piece is in a title: Thai anywhere, other scripts where a word begins."""
    if piece not in title:
        return False
    return is_thai(piece[:1]) or re.search(rf"(?<!\w){re.escape(piece)}", title) is not None
