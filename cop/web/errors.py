"""Errors to answers, once: HTML for people, problem+json for programs."""

import logging

from flask import Flask, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from cop.core.errors import Gone, Invalid, Missing, Refused, Stale
from cop.db import db
from cop.web.kept import show_kept
from cop.web.messages import message

log = logging.getLogger(__name__)
PAGES = {400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503}


def init_errors(app: Flask) -> None:
    """Answer every expected failure with a page that says what to do."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Missing, lambda _error: problem(404))
    app.register_error_handler(Gone, lambda _error: problem(410))
    app.register_error_handler(Stale, lambda _error: problem(409, "stale"))
    app.register_error_handler(Invalid, _invalid)
    app.register_error_handler(CSRFError, _no_token)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(500, _unexpected)


def problem(status: int, code: str = "", **details: object) -> ResponseReturnValue:
    """Return the page, or the JSON, of a failure."""
    text = message(code, **details) if code else ""
    if _wants_json():
        body = jsonify(status=status, code=code or f"http_{status}", detail=text)
        body.content_type = "application/problem+json"
        return body, status
    shown = status if status in PAGES else (400 if status < 500 else 500)
    return render_template(f"errors/{shown}.html", text=text), status


def _refused(error: Refused) -> ResponseReturnValue:
    return problem(403, error.reason)


def _invalid(error: Invalid) -> ResponseReturnValue:
    first = next(iter(error.problems.values()), "")
    return problem(422, first, **error.details)


def _no_token(error: CSRFError) -> ResponseReturnValue:
    log.info("form without a good token: %s", error.description)
    return show_kept() or problem(400, "form_too_old")


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    response = make_response(problem(status))
    if retry := error.get_response().headers.get("Retry-After"):
        response.headers["Retry-After"] = retry
    return response


def _database(error: OperationalError) -> ResponseReturnValue:
    db.session.rollback()
    log.error("database: %s", error.orig)
    body, status = render_template("errors/503.html", text=""), 503
    return body, status, {"Retry-After": "5"}


def _unexpected(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    log.error("unexpected: %s", error)
    return render_template("errors/500.html", text=""), 500


def _wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json" and request.accept_mimetypes[best] > 0
