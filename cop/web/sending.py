"""Kept bytes on their way out: never run, never guessed at."""

from flask import Response, send_file

from cop import files
from cop.core.errors import Gone

_LOCKED = "default-src 'none'; sandbox"


def send_kept(digest: str, content_type: str, *, name: str = "", attach: bool) -> Response:
    """Return the bytes, or the range that was asked for. Raises Gone when they are lost."""
    path = files.path_of(digest)
    if not path.is_file():
        raise Gone
    response = send_file(
        path,
        mimetype=content_type,
        as_attachment=attach,
        download_name=name or None,
        conditional=True,
        etag=digest,
        max_age=None,
    )
    response.headers["Content-Security-Policy"] = _LOCKED
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
