"""A document as the model reads it: windows of a few sentences, and their vectors packed.

A long text as one vector is about everything and nothing; its best window tells what it answers.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from cop.search.meaning.model import Vectors
from cop.search.port import Document
from cop.thai.clusters import cut
from cop.thai.folding import tidy_line

WINDOWS_VERSION = 1
"""Changes with everything here that makes vectors differ."""

LONGEST = 260
MOST = 40
_SHORTEST = 130
_LEVELS = 127
Packed = npt.NDArray[np.int8]


def windows(document: Document) -> list[str]:
    """Return the title and the pieces of the body, at most forty of 260 characters each."""
    texts = [tidy_line(document.title), *_pieces(tidy_line(document.body))]
    return [text for text in texts if text][:MOST]


def packed(vectors: Vectors) -> bytes:
    """Return the vectors in a byte a number: their directions are all that is compared."""
    most = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    levels: Packed = np.rint(vectors / most * _LEVELS).astype(np.int8)
    return levels.tobytes()


def nearest(kept: bytes, question: Vectors) -> float:
    """Return how near the best window of a document comes to a question, at most 1."""
    rows = np.frombuffer(kept, np.int8).reshape(-1, len(question)).astype(np.float32)
    lengths = np.maximum(np.linalg.norm(rows, axis=1), 1e-9)
    return float((rows @ question / lengths).max())


def _pieces(text: str) -> Iterator[str]:
    """Give pieces that end at a space where there is one, else between letter clusters."""
    while len(text) > LONGEST:
        piece = cut(text, LONGEST)
        space = piece.rfind(" ", _SHORTEST)
        end = space if space > 0 else len(piece)
        yield text[:end]
        text = text[end:].lstrip()
    yield text
