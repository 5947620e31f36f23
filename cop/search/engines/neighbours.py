"""What of a question still stands in a text where a letter was lost: pairs of letter clusters."""

import re
from collections import Counter
from itertools import pairwise

from cop.thai.clusters import clusters
from cop.thai.folding import fold

_WORD = re.compile("[^\\W_]+")


def neighbours(text: str) -> Counter[str]:
    """Return each pair of neighbouring Thai clusters and each other word, with its number."""
    folded = fold(text)
    found = Counter(
        first + second for first, second in pairwise(clusters(folded)) if _is_thai(first + second)
    )
    found.update(word for word in _WORD.findall(folded) if word.isascii())
    return found


def _is_thai(text: str) -> bool:
    return "\u0e01" <= text[:1] <= "\u0e4e" and "\u0e01" <= text[-1:] <= "\u0e4e"
