"""How much a request may bring: files from people with an account, of everybody else only words."""

from flask import Flask, current_app, request, session

MOST_WRITTEN = 4_000_000
"""Bytes. A Thai letter takes nine of them in a form; the longest form holds 160,000 letters.

Werkzeug's own limit for words, MAX_FORM_MEMORY_SIZE, is for forms with files alone: it takes any
other form whole into memory and holds up every thread while it reads it, half a second for each
five megabytes.
"""


def init_sizes(app: Flask) -> None:
    """Answer 413 to more than that, before anything reads what was sent."""
    app.before_request(_bound)


def _bound() -> None:
    # Set by whoever signed in; whether the account still stands is asked later, by the page.
    brings_files = request.mimetype == "multipart/form-data" and "_user_id" in session
    if not brings_files:
        request.max_content_length = min(MOST_WRITTEN, current_app.config["MAX_CONTENT_LENGTH"])
