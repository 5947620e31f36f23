"""Documents that hold most letter clusters of a question, whatever words it is cut into.

A slip breaks a Thai word into crumbs that no document has, but it spoils no more than two or three
pairs of neighbouring clusters; the others still lead to the text.
"""

from collections.abc import Sequence

from tantivy import Occur
from tantivy import Query as Asked

from cop.search.engines.neighbours import neighbours
from cop.search.engines.tantivy.asking import Clause, any_of, named, quiet, term
from cop.search.engines.tantivy.schema import clean
from cop.search.engines.tantivy.snapshot import Snapshot
from cop.search.port import Hit

_CANDIDATES = 100
_LEAST_SHARE = 0.25
_ROUNDING = 1e-5


def loosely(snapshot: Snapshot, text: str, allowed: Sequence[Clause]) -> list[Hit]:
    """Return the allowed documents that hold a good share of the question's pieces, best first.

    The score is the weight of the pieces held, rare ones weighing more, so that it ranks by their
    share. Weights are counted among the documents that come near at all: a piece that only hidden
    documents have is asked of none.
    """
    pieces = {clean(piece): times for piece, times in neighbours(text).items()}
    rare = {
        piece: snapshot.idf(having)
        for piece in pieces
        if (having := snapshot.frequency(_field(piece), piece))
    }
    near = _holding(snapshot, rare, allowed)
    if not near:
        return []
    among = [(Occur.Must, quiet(any_of([named(hit) for hit in near])))]
    known = list(rare)
    counts = snapshot.totals(among, [f'{_field(piece)}:"{piece}"' for piece in known])
    weights = {
        piece: pieces[piece] * snapshot.idf(count, len(near))
        for piece, count in zip(known, counts, strict=True)
        if count
    }
    least = _LEAST_SHARE * sum(weights.values()) * (1 - _ROUNDING)
    return [hit for hit in _holding(snapshot, weights, among) if hit.score >= least]


def _holding(
    snapshot: Snapshot, weights: dict[str, float], among: Sequence[Clause]
) -> tuple[Hit, ...]:
    """Return the documents that hold most of the pieces by weight."""
    held = [
        Asked.const_score_query(term(_field(piece), piece), weight)
        for piece, weight in weights.items()
    ]
    clauses = [*among, (Occur.Must, any_of(held))]
    return snapshot.best(clauses, _CANDIDATES, weighed=False)[0]


def _field(piece: str) -> str:
    return "pieces" if piece.isascii() else "pairs"
