"""Requests that no person types are refused before any page reads them."""

from flask import Flask, request
from flask.typing import ResponseReturnValue

from cop.web.errors import problem

ZERO = "\0"
"""A character that PostgreSQL does not store and HTML does not show."""


def init_input(app: Flask) -> None:
    """Answer 400 to text with a zero character, in the address or in a form."""
    app.before_request(_refuse)


def _refuse() -> ResponseReturnValue | None:
    asked = ZERO in request.path or b"%00" in request.query_string
    if asked or any(ZERO in text for text in _sent()):
        return problem(400)
    return None


def _sent() -> list[str]:
    if request.method in {"GET", "HEAD"}:
        return []
    return [text for pair in request.form.items(multi=True) for text in pair]
