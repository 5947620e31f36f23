"""Documents that are about the same: they share the words that tell a document from others."""

from heapq import nlargest

from tantivy import Occur
from tantivy import Query as Asked

from cop.search.engines.tantivy.asking import quiet, readable, term
from cop.search.engines.tantivy.schema import SCHEMA, clean, name, thing
from cop.search.engines.tantivy.snapshot import Snapshot
from cop.search.port import Hit, Key

# More terms than this change next to nothing on encyclopaedia paragraphs and cost time.
_TELLING = 25
_RARE_ENOUGH = 0.2


def alike(
    snapshot: Snapshot, key: Key, audience: frozenset[str] | None, limit: int
) -> tuple[Hit, ...]:
    """Return the documents most like one; none of the same thing, and none without it."""
    counts = snapshot.telling(clean(name(*key)))
    if not counts:
        return ()
    most = max(3.0, _RARE_ENOUGH * snapshot.count)
    weights = {}
    for word, count in counts.items():
        having = snapshot.frequency("body", word)
        if 1 < having <= most:
            weights[word] = count * snapshot.idf(having)
    telling = nlargest(_TELLING, weights.items(), key=lambda one: (one[1], one[0]))
    if not telling:
        return ()
    words = [
        (Occur.Should, Asked.boost_query(term("body", word), weight)) for word, weight in telling
    ]
    own = Asked.term_query(SCHEMA, "thing", clean(thing(*key)), "basic")
    clauses = [
        (Occur.Must, quiet(readable(audience))),
        (Occur.Must, Asked.boolean_query(words)),
        (Occur.MustNot, own),
    ]
    return snapshot.best(clauses, limit, weighed=False)[0]
