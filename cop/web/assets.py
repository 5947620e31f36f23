"""Static files under one version: `/static/<version>/css/base.css`, kept by browsers for a year.

The version is a hash over all files, so relative addresses inside CSS stay right and a changed
file is never taken from an old cache.
"""

import gzip
import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, request, send_from_directory

from cop.web.public import public

YEAR_SECONDS = 31_536_000


def init_assets(app: Flask) -> None:
    """Serve `static/` and give templates `asset()`."""
    folder = Path(str(app.static_folder))
    known = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    version = _version(folder, known)

    def asset(name: str) -> str:
        return f"/static/{version}/{name}"

    def static_file(version: str, name: str) -> Response:
        if name not in known and not (app.debug and (folder / name).is_file()):
            abort(404)
        packed = _packed(folder / name) if "gzip" in str(request.accept_encodings) else None
        if packed is None:
            response = send_from_directory(folder, name, max_age=YEAR_SECONDS, etag=True)
        else:
            response = Response(packed, mimetype=mimetypes.guess_type(name)[0])
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
        return response

    public(static_file)
    app.add_url_rule("/static/<string:version>/<path:name>", "asset_file", static_file)
    app.jinja_env.globals["asset"] = asset


@cache
def _packed(path: Path) -> bytes | None:
    """Return a text file as small as gzip makes it, packed once; None for other files."""
    if path.suffix not in {".css", ".js", ".svg", ".txt"}:
        return None
    return gzip.compress(path.read_bytes(), 9, mtime=0)


def _version(folder: Path, names: set[str]) -> str:
    sha = hashlib.sha256()
    for name in sorted(names):
        sha.update(name.encode())
        sha.update((folder / name).read_bytes())
    return sha.hexdigest()[:12]
