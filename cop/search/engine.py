"""The engine that the settings name; the rest of the site sees the port only."""

from pathlib import Path

from flask import Flask, current_app

from cop.search.port import SearchIndex
from cop.search.ranked_index import RankedIndex
from cop.search.whoosh_index import WhooshIndex


def init_search(app: Flask) -> None:
    """Open the index of this site."""
    engine = WhooshIndex(Path(app.config["DATA_DIR"]) / "index")
    app.extensions["search_index"] = RankedIndex(engine)


def index() -> SearchIndex:
    """Return the index of the present application."""
    found: SearchIndex = current_app.extensions["search_index"]
    return found
