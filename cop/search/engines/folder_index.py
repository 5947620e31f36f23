"""What the engines that keep an index in a folder have in common: who reads which state of it."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import Generic, TypeVar

from cop.search.analyzer import analysis_version
from cop.search.engines.beside import once
from cop.search.engines.index_folder import Current, Folder, Hold
from cop.search.port import Document, IndexBroken, Key

_SECONDS_BETWEEN_LOOKS = 0.4

Snapshot = TypeVar("Snapshot")


class FolderIndex(ABC, Generic[Snapshot]):
    """One snapshot a process of the generation in use, looked for again every so often."""

    def __init__(self, root: Path, schema: int) -> None:
        self._folder = Folder(root, schema)
        self._turn = threading.RLock()
        self._forget()

    def clear(self) -> None:
        """Have no document at all."""
        self.rebuild(())

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Have exactly these documents in the index; return their number."""
        with self._folder.writing():
            directory = self._folder.new_directory()
            seen: set[Key] = set()
            try:
                self._build(directory, once(documents, seen))
            except BaseException:
                self._folder.discard(directory)
                raise
            self._folder.switch(directory, analysis_version())
        self.refresh()
        return len(seen)

    def refresh(self) -> None:
        """Make all that was written visible to this process at once."""
        self._looked_at = 0.0

    def analysis_version(self) -> str | None:
        """Return the version of the analysis that all documents went through, if it is one."""
        try:
            current = self._folder.current()
        except IndexBroken:
            return None
        return current.analysis if current else None

    def close(self) -> None:
        """Let go of all files."""
        with self._turn:
            if self._hold is not None:
                self._hold.release()
            self._forget()

    def _forget(self) -> None:
        self._snapshot: Snapshot | None = None
        self._hold: Hold | None = None
        self._directory: Path | None = None
        self._looked_at = 0.0

    def _latest(self) -> Snapshot:
        """Return the newest state of the index, or one that is hardly older."""
        with self._turn:
            now = time.monotonic()
            if self._snapshot is None or now - self._looked_at > _SECONDS_BETWEEN_LOOKS:
                self._look()
                self._looked_at = now
            if self._snapshot is None:
                msg = f"there is no index in {self._folder.root}"
                raise IndexBroken(msg)
            return self._snapshot

    def _look(self) -> None:
        """Open the newest state of the index if another one is open."""
        current = self._folder.current()
        if current is None:
            self.close()
        elif self._snapshot is None or current.directory != self._directory:
            self.close()
            self._hold = Hold(current.directory)
            self._directory = current.directory
            self._snapshot = self._opened(current)
        else:
            self._snapshot = self._renewed(self._snapshot, current.directory)

    def _target(self) -> Path:
        """Return the directory to write in; a first one has no documents and vouches for none."""
        current = self._folder.current()
        if current is not None:
            return current.directory
        directory = self._folder.new_directory()
        self._build(directory, ())
        # Not all documents are here, so no analysis is vouched for: a rebuild is due.
        self._folder.switch(directory, None)
        return directory

    @abstractmethod
    def _build(self, directory: Path, documents: Iterable[Document]) -> None:
        """Make an index of these documents in an empty directory."""

    @abstractmethod
    def _opened(self, current: Current) -> Snapshot:
        """Open a generation."""

    @abstractmethod
    def _renewed(self, snapshot: Snapshot, directory: Path) -> Snapshot:
        """Return the newest state of the generation that is open, which may be this one."""
