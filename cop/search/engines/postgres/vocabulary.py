"""The terms of all documents, for whoever makes suggestions of spelling from them."""

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from cop.search.engines.postgres.columns import Columns, Mask
from cop.search.engines.postgres.entries import FIELDS, LONGEST_KEY
from cop.search.engines.postgres.tables import Cursors, Tables

_KEYS = """
    SELECT key, documents FROM {postings}
    WHERE substring(key FROM 1 FOR 1) = ANY(%s) AND octet_length(key) <= %s
"""


def vocabulary(cursor: Cursors, columns: Columns) -> dict[str, int]:
    """Return each term with the number of documents that have it, shortened terms left out."""
    found: defaultdict[bytes, list[npt.NDArray[np.int32]]] = defaultdict(list)
    cursor.execute(Tables(columns.generation).sql(_KEYS), (list(FIELDS), LONGEST_KEY))
    for key, documents in cursor:
        found[key[1:]].append(np.frombuffer(documents, "<i4"))
    for number, counts in columns.fresh.items():
        alone = np.array([number], np.int32)
        for key in counts:
            if key[:1] in FIELDS and len(key) <= LONGEST_KEY:
                found[key[1:]].append(alone)
    counted = {term.decode(): _number(lists, columns.live) for term, lists in found.items()}
    return {term: number for term, number in counted.items() if number}


def _number(lists: list[npt.NDArray[np.int32]], live: Mask) -> int:
    documents = lists[0] if len(lists) == 1 else np.unique(np.concatenate(lists))
    return int(np.count_nonzero(live[documents]))
