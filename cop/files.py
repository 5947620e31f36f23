"""Uploaded bytes, kept under the hash of what they are; the only file that knows the disk."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flask import current_app

CHUNK_BYTES = 1 << 20
SWEEP_AFTER_SECONDS = 86_400


class TooLarge(Exception):
    """More bytes than allowed; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes on disk: their SHA-256 as 64 hex digits, and how many there are."""

    digest: str
    size_bytes: int


def keep(stream: BinaryIO, max_bytes: int) -> Stored:
    """Keep the bytes under their hash and return it. Raises TooLarge beyond `max_bytes`."""
    folder = _folder()
    handle, name = tempfile.mkstemp(dir=folder, prefix=".part-")
    sha, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as part:
            while chunk := stream.read(CHUNK_BYTES):
                size += len(chunk)
                if size > max_bytes:
                    raise TooLarge
                sha.update(chunk)
                part.write(chunk)
            part.flush()
            os.fsync(part.fileno())
        target = path_of(sha.hexdigest())
        target.parent.mkdir(exist_ok=True)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Stored(sha.hexdigest(), size)


def path_of(digest: str) -> Path:
    """Return where the bytes of this hash stand. Raises ValueError for anything but a hash."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256 digest")
    return _folder() / digest[:2] / digest


def digests() -> Iterable[str]:
    """Yield the hash of everything that is kept."""
    for shelf in sorted(_folder().iterdir()):
        if shelf.is_dir() and len(shelf.name) == 2:
            yield from sorted(path.name for path in shelf.iterdir())


def sweep(named: set[str]) -> int:
    """Delete bytes that no row names and that are older than a day; return how many files."""
    edge, gone = time.time() - SWEEP_AFTER_SECONDS, 0
    for digest in list(digests()):
        path = path_of(digest)
        if digest not in named and path.stat().st_mtime < edge:
            path.unlink(missing_ok=True)
            gone += 1
    for part in _folder().glob(".part-*"):
        if part.stat().st_mtime < edge:
            part.unlink(missing_ok=True)
    return gone


def _folder() -> Path:
    folder = Path(current_app.config["DATA_DIR"]) / "files"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
