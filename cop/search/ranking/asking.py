"""A question as the second ranking sees it: its pairs of letter clusters, and what each weighs."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cop.search.analyzer import tokens
from cop.search.language.running import LIGHT
from cop.search.ranking.grams import HASHES, Grams, grams
from cop.thai.clusters import clusters
from cop.thai.folding import fold

_PUNCTUATION = " \t\n.,;:!?()[]{}\"'“”‘’„…-–—/\\"
_APART = 10

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Statistics:
    """In how many documents each pair stands, how many documents there are, their mean length."""

    having: npt.NDArray[np.uint32]
    documents: int
    mean_length: float


@dataclass(frozen=True, slots=True)
class Asked:
    """The pairs of a question by number, in order, and what is known of each different one.

    `share` is what each gives in a run, for each unit of the logarithm of the run's length.
    """

    occurrences: Ints
    share: Floats
    places: Ints
    idf: Floats
    table: npt.NDArray[np.int16]


def asked(text: str, known: Statistics) -> Asked | None:
    """Return the pairs of a question as typed, or None when it has none."""
    found = list(_chunks(fold(text)))
    if not found:
        return None
    made = [pairs for pairs, _ in found]
    hashes = np.concatenate(made)
    different, occurrences = np.unique(hashes, return_inverse=True)
    having = known.having[different].astype(float)
    idf = np.log(1 + (known.documents - having + 0.5) / (having + 0.5))
    telling = _telling(occurrences, np.concatenate([flags for _, flags in found]), len(different))
    idf = np.where((having > 0) & telling, np.maximum(idf, 0.0), 0.0)
    table = np.full(HASHES, -1, np.int16)
    table[different] = np.arange(len(different), dtype=np.int16)
    lengths = np.concatenate([np.full(len(one), len(one) + 1) for one in made])
    # Chunks lie apart, so that no run goes from one over into the next.
    apart = np.concatenate([np.full(len(one), number) for number, one in enumerate(made)])
    places = np.arange(len(hashes)) + apart * _APART
    return Asked(
        occurrences.astype(np.int64), idf[occurrences] / np.log(lengths), places, idf, table
    )


def _telling(occurrences: Ints, telling: Flags, different: int) -> Flags:
    """Return for each different pair whether it tells anything of what is asked for.

    Pairs of question words alone (ที่ไหน, คืออะไร) are rare in documents and would weigh much.
    """
    if not telling.any():
        return np.ones(different, np.bool_)
    return np.bincount(occurrences, telling, different) > 0


def _chunks(folded_text: str) -> Iterator[tuple[Grams, Flags]]:
    """Give the pairs of each chunk between spaces, and which of them hold more than light words."""
    light = np.zeros(len(folded_text) + 1, np.int64)
    for token in tokens(folded_text):
        if token.surface in LIGHT:
            light[token.start + 1 : token.end + 1] = 1
    light = np.cumsum(light)
    at = 0
    for chunk in folded_text.split():
        start = folded_text.index(chunk, at)
        at = start + len(chunk)
        bare = chunk.strip(_PUNCTUATION)
        pairs = grams(bare)
        if len(pairs):
            lengths = np.array([len(one) for one in clusters(bare)])
            ends = start + chunk.index(bare) + np.cumsum(lengths)
            heavy = light[ends] - light[ends - lengths] < lengths
            yield pairs, heavy[:-1] | heavy[1:]
