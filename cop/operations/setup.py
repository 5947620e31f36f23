"""A site made ready: schema, reference data, index."""

from pathlib import Path

from flask import current_app

from cop.accounts import services as accounts
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.operations.schema import upgrade
from cop.search import indexing
from cop.sessions import services as sessions
from cop.terms import services as terms


def prepare() -> list[str]:
    """Migrate, load reference data, make or renew the index; return what was done, in words."""
    done = []
    Path(current_app.config["DATA_DIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    upgrade()
    db.session.remove()
    done.append("database is at the newest schema")
    at = now()
    with transaction():
        accounts.load_reference(by=SYSTEM, at=at)
        terms.load_reference(by=SYSTEM, at=at)
        sessions.load_reference(by=SYSTEM, at=at)
    done.append("reference data loaded: provinces, agencies, halls, terms, synonyms")
    done.append(renew_index())
    return done


def renew_index() -> str:
    """Rebuild the index when there is none or another analyser made it; return what was done."""
    if indexing.is_as_wanted():
        return "search index is ready"
    return f"search index built: {indexing.rebuild()} documents"
