"""The terms of all documents, for whoever makes suggestions of spelling from them."""

from collections import defaultdict

import numpy as np

from cop.search.postgres_columns import Columns
from cop.search.postgres_entries import FIELDS, LONGEST_KEY
from cop.search.postgres_tables import Cursors, Tables

_KEYS = """
    SELECT key, documents FROM {postings}
    WHERE substring(key FROM 1 FOR 1) = ANY(%s) AND octet_length(key) <= %s
"""


def vocabulary(cursor: Cursors, columns: Columns) -> dict[str, int]:
    """Return each term with the number of documents that have it, shortened terms left out."""
    found: defaultdict[bytes, set[int]] = defaultdict(set)
    cursor.execute(Tables(columns.generation).sql(_KEYS), (list(FIELDS), LONGEST_KEY))
    for key, documents in cursor:
        numbers = np.frombuffer(documents, "<i4")
        found[key[1:]].update(numbers[columns.live[numbers]].tolist())
    for number, counts in columns.fresh.items():
        for key in counts:
            if key[:1] in FIELDS and len(key) <= LONGEST_KEY:
                found[key[1:]].add(number)
    return {term.decode(): len(documents) for term, documents in found.items() if documents}
