"""Vectors made for documents that have none, by the worker: never while somebody waits.

A passage takes some tenths of a second, so this goes on in a thread beside other work, a document
a transaction. What was begun and not ended is simply found missing the next time.
"""

import logging
import os
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress

from flask import Flask
from flask.globals import app_ctx

from cop.db import db
from cop.search.engine import index, meaning
from cop.search.meaning import vectors
from cop.search.meaning.model import Model
from cop.search.meaning.weighing import made_with
from cop.search.meaning.windows import packed, windows
from cop.search.port import Document, IndexBroken
from cop.search.sources import SOURCES, thing_id

SECONDS_AT_ONCE = 100.0
_POLITE = 10
_filling = threading.Lock()
log = logging.getLogger(__name__)


def missing() -> int:
    """Return how many documents of the index have no vectors of their present version.

    0 where the ranking by meaning is off or its model is not there.
    """
    return sum(1 for _ in _wanted(_model()))


def fill(seconds: float | None = None) -> int:
    """Make vectors that are missing, for so long or to the end; return of how many documents."""
    model, made = _model(), 0
    if model is None:
        return 0
    until = None if seconds is None else time.monotonic() + seconds
    for kind, identity, version in list(_wanted(model)):
        if until is not None and time.monotonic() > until:
            return made
        made += _make(model, kind, identity, version)
    vectors.forget_all_but({f"{kind}:{one}" for kind, one, _ in index().versions()})
    return made


def fill_beside() -> threading.Thread | None:
    """Fill for a while in a thread of its own; None while another one does, or nothing is to do."""
    if _model() is None or not _filling.acquire(blocking=False):
        return None
    thread = threading.Thread(target=_fill, args=(app_ctx.app,), daemon=True)
    thread.start()
    return thread


def _fill(app: Flask) -> None:
    try:
        with suppress(OSError, AttributeError):
            # Of this thread alone: whoever waits for a page goes first.
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _POLITE)
        with app.app_context():
            try:
                fill(SECONDS_AT_ONCE)
            finally:
                db.session.remove()
    except IndexBroken:
        log.warning("no vectors are made while the index is broken")
    except Exception:
        log.exception("vectors could not be made")
    finally:
        _filling.release()


def _model() -> Model | None:
    found = meaning()
    return found.model() if found else None


def _wanted(model: Model | None) -> Iterator[tuple[str, str, int]]:
    """Give kind, id and version of the documents whose vectors are missing."""
    if model is None:
        return
    held = vectors.versions(made_with(model))
    db.session.rollback()
    for kind, identity, version in index().versions():
        if held.get(f"{kind}:{identity}") != version:
            yield kind, identity, version


def _make(model: Model, kind: str, identity: str, version: int) -> bool:
    document = _document(kind, identity)
    db.session.rollback()  # reading must not hold anybody up while the model is at work
    if document is None:
        return False
    name, texts = f"{kind}:{identity}", windows(document)
    text_hash = zlib.crc32("\n".join(texts).encode("utf-8", "replace")) >> 1
    if not vectors.keep(name, made_with(model), version, text_hash):
        made = packed(model.passages(texts)) if texts else b""
        vectors.put(name, made_with(model), version, text_hash, made)
    return True


def _document(kind: str, identity: str) -> Document | None:
    of_thing = SOURCES[kind].documents([thing_id(identity)])
    return next((one for one in of_thing if one.id == identity), None)
