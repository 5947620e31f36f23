"""Security headers, caching and compression of every answer."""

import gzip
import io
import secrets

from flask import Flask, Response, g, request

COMPRESS_FROM_BYTES = 1_000
_TEXT = ("text/", "application/json", "application/javascript", "image/svg+xml")
_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "media-src": ["'self'"],
    "connect-src": ["'self'"],
    "frame-src": ["'none'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
}
_PLAIN_POLICY = "; ".join(f"{name} {' '.join(values)}" for name, values in _POLICY.items())
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def allow_source(directive: str, origin: str) -> None:
    """Let this one page load from an origin; `directive` is such as "frame-src"."""
    g.setdefault("extra_sources", []).append((directive, origin))


def init_headers(app: Flask) -> None:
    """Set the headers of every answer."""
    app.after_request(_finish)
    if app.config["ENV"] == "production":
        app.after_request(_strict_transport)


def _finish(response: Response) -> Response:
    headers = response.headers
    for name, value in _FIXED.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", _policy())
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-store"
    headers.add("Vary", "Cookie")
    return _compressed(response)


def _policy() -> str:
    extra: list[tuple[str, str]] = g.get("extra_sources", [])
    if not extra:
        return _PLAIN_POLICY
    policy = {name: list(values) for name, values in _POLICY.items()}
    for directive, origin in extra:
        values = [value for value in policy[directive] if value != "'none'"]
        policy[directive] = [*values, origin]
    return "; ".join(f"{name} {' '.join(values)}" for name, values in policy.items())


def _strict_transport(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def _compressed(response: Response) -> Response:
    if (
        "gzip" not in request.headers.get("Accept-Encoding", "")
        or response.status_code in {204, 206, 304}
        or "Content-Encoding" in response.headers
        or not (response.content_type or "").startswith(_TEXT)
    ):
        return response
    if response.direct_passthrough:
        response.direct_passthrough = False
    body = response.get_data()
    if len(body) < COMPRESS_FROM_BYTES:
        return response
    packed = io.BytesIO()
    # A file name of random length in the gzip header hides how well a secret compressed.
    name = "x" * (1 + secrets.randbelow(32))
    with gzip.GzipFile(name, "wb", compresslevel=5, fileobj=packed, mtime=0) as out:
        out.write(body)
    response.set_data(packed.getvalue())
    response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")
    return response
