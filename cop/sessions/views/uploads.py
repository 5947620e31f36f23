"""Files that are sent: bytes first, outside the transaction, named by their hash."""

from typing import BinaryIO, cast

from flask import current_app
from werkzeug.datastructures import FileStorage

from cop import files
from cop.core.errors import Invalid
from cop.sessions.forms import uploads
from cop.sessions.services import StoredFile

MEGABYTE = 1_000_000


def sent(storage: object) -> FileStorage | None:
    """Return what a file field holds, or None where no file was chosen."""
    return storage if isinstance(storage, FileStorage) and storage.filename else None


def keep_material(storage: FileStorage) -> StoredFile:
    """Keep a material's bytes. Raises Invalid for `file`."""
    stream = _stream(storage)
    name = uploads.file_name(storage.filename)
    kind = uploads.material_type(stream, name)
    return _keep(stream, name, kind, "MATERIAL_MB", uploads.MATERIAL_KINDS)


def keep_recording(storage: FileStorage) -> StoredFile:
    """Keep a recording's bytes. Raises Invalid for `file`."""
    stream = _stream(storage)
    kind = uploads.recording_type(stream)
    name = uploads.file_name(storage.filename)
    return _keep(stream, name, kind, "RECORDING_MB", uploads.RECORDING_KINDS)


def _stream(storage: FileStorage) -> BinaryIO:
    stream = cast("BinaryIO", storage.stream)
    if uploads.is_empty(stream):
        raise Invalid({"file": "file_empty"})
    return stream


def _keep(stream: BinaryIO, name: str, kind: str | None, most: str, kinds: str) -> StoredFile:
    if kind is None:
        raise Invalid({"file": "file_kind"}, {"kinds": kinds})
    megabytes = int(current_app.config[most])
    try:
        stored = files.keep(stream, megabytes * MEGABYTE)
    except files.TooLarge:
        raise Invalid({"file": "file_too_large"}, {"most": megabytes}) from None
    return StoredFile(
        digest=stored.digest, size_bytes=stored.size_bytes, content_type=kind, name=name
    )


def status_of(error: Invalid) -> int:
    """Return 413 for a file that is too large, 422 for all else."""
    return 413 if "file_too_large" in error.problems.values() else 422
