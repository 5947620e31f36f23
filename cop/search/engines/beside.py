"""Documents made ready for an index by a second process, so that a rebuild takes half the time.

The second process has the words and the analysis, and nothing else of the site. It ends with the
pipe on which documents come to it, so it outlives nobody. Should it be killed, its work is done
here.
"""

import fcntl
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO, TypeVar

from cop.search.port import Document, Key
from cop.thai.words import Dictionary, in_force, using, warm

Made = TypeVar("Made")

_ROOT = Path(__file__).resolve().parents[3]
_FEW = 64
"""Documents for which a second process is not worth its start."""
_AT_ONCE = 16
# One that is being worked on and one that lies in the pipe, which holds so many bytes.
_ON_THE_WAY = 2
_PIPE_BYTES = 1 << 20
_MOST_WAITING = 12

_log = logging.getLogger(__name__)


def once(documents: Iterable[Document], seen: set[Key]) -> Iterator[Document]:
    """Give each document once, and note its key."""
    for document in documents:
        if document.key not in seen:
            seen.add(document.key)
            yield document


def made_beside(make: Callable[[Document], Made], documents: Iterable[Document]) -> Iterator[Made]:
    """Give what a module's function makes of each document, in order.

    The function must need nothing but the document and the words in force.
    """
    left = iter(documents)
    yield from map(make, islice(left, _FEW))
    first = list(islice(left, _AT_ONCE))
    if not first or len(os.sched_getaffinity(0)) == 1:
        yield from map(make, first)
        yield from map(make, left)
        return
    with _Helper(make) as helper:
        yield from _in_order(helper, make, first, left)


def _in_order(
    helper: "_Helper",
    make: Callable[[Document], Made],
    first: list[Document],
    left: Iterator[Document],
) -> Iterator[Made]:
    """Give what both make: the helper is kept busy, and what it has no time for is made here."""
    waiting: deque[tuple[list[Document], list[Made] | None]] = deque()
    batch = first
    while batch or waiting:
        if batch and helper.sent < _ON_THE_WAY:
            helper.send(batch)
            waiting.append((batch, None))
            batch = list(islice(left, _AT_ONCE))
        is_ready = bool(waiting) and (waiting[0][1] is not None or helper.has_answered())
        if batch and not is_ready and len(waiting) < _MOST_WAITING:
            waiting.append((batch, [make(one) for one in batch]))
            batch = list(islice(left, _AT_ONCE))
            continue
        asked, made = waiting.popleft()
        if made is None:
            made = helper.receive()
        yield from map(make, asked) if made is None else made


class _Helper:
    """The second process, and a thread that reads what it sends."""

    def __init__(self, make: Callable[[Document], Any]) -> None:
        self._made: SimpleQueue[list[Any] | None] = SimpleQueue()
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", __name__, make.__module__, make.__qualname__],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._is_well = True
        self.sent = 0
        with suppress(OSError, AttributeError):  # where the system has no such call, or allows less
            fcntl.fcntl(_pipe(self._process.stdin), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._send(in_force().added)

    def __enter__(self) -> "_Helper":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not sent cannot be any more
                _pipe(pipe).close()

    def send(self, documents: list[Document]) -> None:
        """Hand documents over; a process that is gone is noticed when its answer is missing."""
        self.sent += 1
        self._send(documents)

    def has_answered(self) -> bool:
        """Tell whether an answer can be had without waiting."""
        return not self._is_well or not self._made.empty()

    def _send(self, what: object) -> None:
        try:
            _write(_pipe(self._process.stdin), what)
        except OSError:
            self._is_well = False

    def receive(self) -> list[Any] | None:
        """Return the next answer, or None when there will be none."""
        self.sent -= 1
        made = self._made.get() if self._is_well else None
        if made is None and self._is_well:
            _log.warning("The process that helps to build the index is gone; going on without it")
            self._is_well = False
        return made

    def _read(self) -> None:
        pipe = _pipe(self._process.stdout)
        try:
            while True:
                self._made.put(pickle.load(pipe))  # noqa: S301 - from our own process
        except (EOFError, OSError, pickle.UnpicklingError):
            self._made.put(None)


def _pipe(pipe: Any) -> BinaryIO:  # noqa: ANN401 - Popen says it may be None
    found: BinaryIO = pipe
    return found


def _write(pipe: BinaryIO, what: object) -> None:
    pickle.dump(what, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def _help(module: str, function: str) -> None:
    """Make ready what comes in until nothing comes any more."""
    make = getattr(import_module(module), function)
    come, go = sys.stdin.buffer, sys.stdout.buffer
    with using(Dictionary(pickle.load(come))):  # noqa: S301 - from our own process
        warm(for_much=True)
        while True:
            try:
                documents = pickle.load(come)  # noqa: S301 - as above
            except EOFError:
                return
            _write(go, [make(one) for one in documents])


if __name__ == "__main__":
    _help(*sys.argv[1:])
