"""The folder of an index: one directory a generation, a pointer to the one in use, locks."""

import fcntl
import json
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cop.search.port import IndexBroken

_POINTER = "current.json"
_PREFIX = "g"


@dataclass(frozen=True, slots=True)
class Current:
    """The generation in use, and the analysis that all its documents went through, if known."""

    directory: Path
    analysis: str | None


class Folder:
    """Finds, makes and removes generations; safe between threads and processes.

    An index of another schema counts as one of another analysis: it is to be built anew.
    """

    def __init__(self, root: Path, schema: int) -> None:
        self.root = root
        self._schema = schema
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Whoosh unpickles what it reads: who can write here can run code.
        root.chmod(0o700)
        self._writing = threading.RLock()

    def current(self) -> Current | None:
        """Return the generation in use, or None before the first. Raises IndexBroken."""
        try:
            pointer = json.loads((self.root / _POINTER).read_text("utf-8"))
            known = pointer["analysis"] if pointer.get("schema") == self._schema else None
            return Current(self.root / Path(pointer["directory"]).name, known)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            msg = f"the pointer in {self.root} cannot be read"
            raise IndexBroken(msg) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write, waiting for whoever has it."""
        with self._writing, self._lock_file() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _lock_file(self) -> IO[str]:
        """Open the lock, in a folder made again if somebody took it away. Raises IndexBroken."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            return (self.root / "lock").open("w")
        except OSError as error:
            msg = f"{self.root} cannot be written"
            raise IndexBroken(msg) from error

    def new_directory(self) -> Path:
        """Return an empty directory for the next generation."""
        taken = [int(path.name[1:]) for path in self._generations()]
        directory = self.root / f"{_PREFIX}{max(taken, default=0) + 1:06d}"
        directory.mkdir(mode=0o700)
        return directory

    def switch(self, directory: Path, analysis: str | None) -> None:
        """Have all new readers use this directory; older ones go when nobody reads them."""
        for path in directory.iterdir():
            _to_disk(path)
        pointer = {"directory": directory.name, "analysis": analysis, "schema": self._schema}
        _point(self.root, pointer)
        self._sweep(directory)

    def discard(self, directory: Path) -> None:
        """Remove a directory that nobody has switched to."""
        shutil.rmtree(directory, ignore_errors=True)

    def _sweep(self, kept: Path) -> None:
        for path in self._generations():
            if path != kept and not _in_use(path):
                shutil.rmtree(path, ignore_errors=True)

    def _generations(self) -> list[Path]:
        return [path for path in self.root.glob(f"{_PREFIX}??????") if path.name[1:].isdecimal()]


class Hold:
    """Keeps a generation from being removed until it is released."""

    def __init__(self, directory: Path) -> None:
        self._handle = os.open(directory, os.O_RDONLY)
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def release(self) -> None:
        """Let the generation go."""
        os.close(self._handle)


def leave(root: Path) -> None:
    """Have an index that is no longer kept up count as one to be built anew, if there is one.

    Processes that still search it go on.
    """
    try:
        pointer = json.loads((root / _POINTER).read_text("utf-8"))
        if pointer["analysis"] is not None:
            _point(root, {**pointer, "analysis": None})
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return  # There is none, or it is broken and will be found so.


def _point(root: Path, pointer: Mapping[str, object]) -> None:
    draft = root / f"{_POINTER}.new"
    draft.write_text(json.dumps(pointer), "utf-8")
    _to_disk(draft)
    draft.replace(root / _POINTER)
    _to_disk(root)


def _in_use(directory: Path) -> bool:
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
