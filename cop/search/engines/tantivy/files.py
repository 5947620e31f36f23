"""Whether the files of a Tantivy index are as they were written.

Tantivy notes a checksum at the end of each file but looks at it only on demand, and a damaged file
can make it read anywhere. Files never change once written, so each is checked once a process.
"""

import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

from cop.search.port import IndexBroken

_STAMP = (1337).to_bytes(4, "little")
_CHUNK = 1 << 20
_PARTS = (".term", ".idx", ".pos", ".store", ".fast", ".fieldnorm")

Sums = set[tuple[str, int, int]]
"""Name, size and time of the files that were found whole."""


def check(directory: Path, known: Sums) -> None:
    """Return quietly when all files of the last commit are whole. Raises IndexBroken."""
    for path in _files(directory):
        status = path.stat()
        state = (str(path), status.st_size, status.st_mtime_ns)
        if state not in known:
            if not _is_whole(path, status.st_size):
                msg = f"{path.name} is damaged"
                raise IndexBroken(msg)
            known.add(state)


def commit_of(directory: Path) -> tuple[int, int]:
    """Return what changes with every commit."""
    status = (directory / "meta.json").stat()
    return status.st_ino, status.st_mtime_ns


def _files(directory: Path) -> Iterator[Path]:
    """Give the files of the committed segments; others may be half written."""
    meta = json.loads((directory / "meta.json").read_text("utf-8"))
    for segment in meta["segments"]:
        name = segment["segment_id"].replace("-", "")
        for part in _PARTS:
            yield directory / f"{name}{part}"
        if deletes := segment.get("deletes"):
            yield directory / f"{name}.{deletes['opstamp']}.del"


def _is_whole(path: Path, size: int) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, size - 8))
        ending = file.read(8)
        if len(ending) < 8 or ending[4:] != _STAMP:
            return False
        length = int.from_bytes(ending[:4], "little")
        body = size - 8 - length
        if body < 0:
            return False
        file.seek(body)
        noted = json.loads(file.read(length))["crc"]
        file.seek(0)
        return _sum(file.fileno(), body) == int(noted)


def _sum(handle: int, length: int) -> int:
    found, at = 0, 0
    while at < length:
        chunk = os.pread(handle, min(_CHUNK, length - at), at)
        if not chunk:
            return -1
        found = zlib.crc32(chunk, found)
        at += len(chunk)
    return found
