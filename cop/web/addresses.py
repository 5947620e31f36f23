"""Addresses in templates: the same link is built once and then remembered.

A page links to some thirty places; building each takes Werkzeug about 15 microseconds, and most are
the same on every page.
"""

from typing import Any

from flask import Flask, current_app, request, url_for

MOST = 20_000


def init_addresses(app: Flask) -> None:
    """Give templates a `url_for` that remembers."""
    known: dict[tuple[object, ...], str] = {}

    def address(endpoint: str, **values: Any) -> str:  # noqa: ANN401 - url_for's own
        if endpoint.startswith(".") or "_external" in values:
            return url_for(endpoint, **values)
        try:
            key = (request.script_root, endpoint, *values.items())
            found = known.get(key)
        except TypeError:  # a list among the values
            return url_for(endpoint, **values)
        if found is None:
            if len(known) > MOST:
                known.clear()
            found = known[key] = url_for(endpoint, **values)
        return found

    app.jinja_env.globals["url_for"] = address
    app.jinja_env.globals["way_back"] = way_back


def way_back() -> str:
    """Return the address to come back to: this page's own, as far as it can be opened.

    A form with errors may stand at an address that only takes forms; then it is that of the thing.
    """
    if request.method in {"GET", "HEAD"}:
        return request.full_path if request.query_string else request.path
    addresses, path = current_app.create_url_adapter(request), request.path
    while path and addresses is not None and not addresses.test(path, "GET"):
        path = path.rpartition("/")[0]
    return path or "/"
