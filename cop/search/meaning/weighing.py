"""The best documents of a question put in order once more, by how near they come to its meaning.

A small credit on top of a right order, never an order of its own: alone, a small model is wrong
far more often than the words.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from statistics import fmean

from cop.search.meaning.model import Lazily, Model, Vectors
from cop.search.meaning.questions import is_question
from cop.search.meaning.windows import WINDOWS_VERSION, nearest
from cop.search.port import Hit, Query
from cop.thai.folding import tidy_line

FIRST = 30
"""So many of the best documents are weighed."""
WEIGHT = 0.2
"""The credit of the nearest one, as a part of the best score."""
_LEAST_SPREAD = 0.01
_MOST_KEPT = 256


def made_with(model: Model) -> str:
    """Return what vectors have to be made with to be compared."""
    return f"{model.version}/{WINDOWS_VERSION}"


class Meaning:
    """The model of this process, and the questions that it has read lately."""

    def __init__(self, model: Lazily) -> None:
        self._model = model
        self._asked: OrderedDict[str, Vectors] = OrderedDict()

    def wanted_for(self, query: Query) -> str:
        """Return with what the vectors are made that a question needs, "" for other questions."""
        model = self._model.get() if is_question(query) else None
        return made_with(model) if model else ""

    def model(self) -> Model | None:
        """Return the model, None where it cannot be had."""
        return self._model.get()

    def weighed(self, text: str, hits: Sequence[Hit], kept: Mapping[str, bytes]) -> list[Hit]:
        """Return the hits, best first, in their new order; `kept` are vectors by document.

        A document without vectors gets what the others get on average; when fewer than half of the
        best have any, the order stays.
        """
        first, rest = list(hits[:FIRST]), list(hits[FIRST:])
        model = self._model.get()
        names = [f"{hit.kind}:{hit.id}" for hit in first]
        if model is None or 2 * sum(name in kept for name in names) < max(2, len(names)):
            return list(hits)
        question = self._vector(model, tidy_line(text))
        near = [nearest(kept[name], question) if name in kept else None for name in names]
        best = max(hit.score for hit in first)
        credited = [
            hit._replace(score=hit.score + WEIGHT * best * hit.weight * credit)
            for hit, credit in zip(first, _credits(near), strict=True)
        ]
        return sorted(credited, key=lambda hit: -hit.score) + rest

    def _vector(self, model: Model, text: str) -> Vectors:
        found = self._asked.get(text)
        if found is None:
            found = self._asked[text] = model.question(text)
            while len(self._asked) > _MOST_KEPT:
                self._asked.popitem(last=False)
        return found


def _credits(near: Sequence[float | None]) -> list[float]:
    """Return 1 for the nearest and 0 for the farthest, all alike where none is nearer."""
    known = [one for one in near if one is not None]
    low, high = min(known), max(known)
    if high - low < _LEAST_SPREAD:
        return [0.0] * len(near)
    mean = (fmean(known) - low) / (high - low)
    return [mean if one is None else (one - low) / (high - low) for one in near]
