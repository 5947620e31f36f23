"""The words that spelling proposes from: counted by the worker, mapped by every web process.

Only texts that every member may read are counted, and for visitors those that everybody may. A word
of closed content is therefore in no list: nothing that is proposed, its order or its time can
depend on one. Those who may read closed content are still led there by the loose search.

The worker writes a list to a file beside the index: counting takes about 3 ms an article, too long
for a page, and a file that is mapped costs the web processes of a machine its few megabytes once.
A page looks for a newer file at most every five seconds, which takes microseconds, and goes without
proposals where there is none yet. Lists are counted again each hour, and within five minutes when
the number of documents changed by a tenth.
"""

import logging
import mmap
import os
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app
from flask.globals import app_ctx

from cop.core.actor import Actor
from cop.db import db
from cop.search.analyzer import terms
from cop.search.engine import index
from cop.search.mending.spelling import Speller, Unreadable, packed
from cop.search.port import Document
from cop.search.sources import SOURCES
from cop.thai.folding import fold

_LISTS = {"members": frozenset({"org", "public"}), "visitors": frozenset({"public"})}
_SECONDS_BETWEEN_LOOKS = 5.0
_OLDEST_SECONDS = 3600
_CHANGED = 0.1
_BATCH = 50

log = logging.getLogger(__name__)
_counting = threading.Lock()


@dataclass(slots=True)
class _Open:
    looked_at: float
    written: tuple[int, int]
    words: Speller | None


_opened: dict[Path, _Open] = {}


def words_for(actor: Actor) -> Speller | None:
    """Return the words of all that readers like this one may read; None before the first count."""
    path = _path("members" if actor.is_member else "visitors")
    known = _opened.get(path)
    if known and time.monotonic() - known.looked_at < _SECONDS_BETWEEN_LOOKS:
        return known.words
    written = _written(path)
    if known is None or known.written != written:
        known = _opened[path] = _Open(0.0, written, _mapped(path))
    known.looked_at = time.monotonic()
    return known.words


def count_words(documents: Iterable[Document]) -> None:
    """Have both lists hold the words of these documents that their readers may read."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in _LISTS}
    number = 0
    for document in documents:
        number += 1
        found = None
        for name, audience in _LISTS.items():
            if not audience.isdisjoint(document.audience):
                found = found or set(terms(fold(f"{document.title}\n{document.body}")))
                counts[name].update(found)
    for name, counted in counts.items():
        _write(_path(name), packed(counted.items()))
    _write(_path("counted"), str(number).encode())
    forget()


def forget() -> None:
    """Look for new lists with the next question."""
    _opened.clear()


def everything() -> Iterator[Document]:
    """Give all documents of the site, a few at a time."""
    for source in SOURCES.values():
        ids = source.all_ids()
        for start in range(0, len(ids), _BATCH):
            yield from source.documents(ids[start : start + _BATCH])


def are_due() -> bool:
    """Return whether the lists are missing or old, or the index has grown or shrunk by a tenth."""
    try:
        age = time.time() - _path("members").stat().st_mtime
        counted = int(_path("counted").read_text())
    except (OSError, ValueError):
        return True
    held = sum(1 for _ in index().versions())
    return age > _OLDEST_SECONDS or abs(held - counted) > _CHANGED * counted


def count_beside() -> threading.Thread | None:
    """Count in a thread of its own, so that the worker goes on; None while another one counts."""
    if not _counting.acquire(blocking=False):
        return None
    thread = threading.Thread(target=_count, args=(app_ctx.app,), daemon=True)
    thread.start()
    return thread


def _count(app: Flask) -> None:
    try:
        with app.app_context():
            try:
                count_words(everything())
            finally:
                db.session.remove()
    except Exception:
        log.exception("the words for spelling could not be counted")
    finally:
        _counting.release()


def _path(name: str) -> Path:
    return Path(current_app.config["DATA_DIR"]) / "words" / name


def _written(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_ino


def _mapped(path: Path) -> Speller | None:
    try:
        with path.open("rb") as file:
            return Speller(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
    except (OSError, ValueError, Unreadable):
        return None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
