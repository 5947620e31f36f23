"""How Whoosh reads and locks the files of one generation."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import FileIndex


class _NoLock:
    """Stands in for Whoosh's own lock, which a failed commit of 2.7.4 never gives back."""

    def acquire(self, *, blocking: bool = False) -> bool:
        return True

    def release(self) -> None:
        return None


class _InPlace(StructFile):
    """A file read where it stands on disk; Whoosh would copy it whole into every process."""

    def get(self, position: int, length: int) -> bytes:
        """Return bytes from a place; a file cut short gives too few of them, which Whoosh notes."""
        return os.pread(self.fileno(), length, position)

    def __del__(self) -> None:
        """Close what Whoosh leaves open when a newer state takes over from a reader."""
        with suppress(Exception):
            self.close()


class Storage(FileStorage):
    """The files of one generation. Whoever writes holds the lock of the folder."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._directory = Path(path)
        self._opened: list[StructFile] | None = None

    def open_file(self, name: str, **_options: object) -> StructFile:
        """Return a file of the generation, open for reading."""
        found = _InPlace((self._directory / name).open("rb"), name)
        if self._opened is not None:
            self._opened.append(found)
        return found

    @contextmanager
    def opening(self) -> Iterator[None]:
        """Close the files that Whoosh opened if it fails: it leaves a damaged one open."""
        opened = self._opened = []
        try:
            yield
        except BaseException:
            for each in opened:
                with suppress(Exception):
                    each.close()
            raise
        finally:
            self._opened = None

    def lock(self, name: str) -> _NoLock:
        """Return a lock that is always free."""
        return _NoLock()


def opened(directory: Path) -> FileIndex:
    """Return the index in a directory."""
    storage = Storage(str(directory))
    with storage.opening():
        return storage.open_index()
