"""The engine that the settings name; the rest of the site sees the port only."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask, current_app

from cop.search.engines import index_folder
from cop.search.engines.finding_times import FindingTimes, Pace
from cop.search.meaning.model import Lazily
from cop.search.meaning.weighing import Meaning
from cop.search.port import SearchIndex
from cop.search.ranking.ranked_index import RankedIndex

Settings = Mapping[str, Any]

FOLDERS = {"whoosh": "index", "tantivy": "index-tantivy"}
"""Where in the data folder an engine keeps its index."""


def _whoosh(settings: Settings) -> SearchIndex:
    made: SearchIndex = import_module("cop.search.engines.whoosh.timed_index").TimedWhooshIndex(
        _folder(settings, "whoosh"), finding_times(settings)
    )
    return made


def _tantivy(settings: Settings) -> SearchIndex:
    made: SearchIndex = import_module("cop.search.engines.tantivy.index").TantivyIndex(
        _folder(settings, "tantivy")
    )
    return made


def _postgresql(settings: Settings) -> SearchIndex:
    made: SearchIndex = import_module("cop.search.engines.postgres.index").PostgresIndex(
        str(settings["DATABASE_URL"])
    )
    return made


# Modules of engines are imported when they are chosen: Tantivy's takes 8 MB.
ENGINES: Mapping[str, Callable[[Settings], SearchIndex]] = {
    "whoosh": _whoosh,
    "tantivy": _tantivy,
    "postgresql": _postgresql,
}
"""An engine by the scheme of COP_SEARCH_URL; `cop.core.settings` refuses all other schemes."""


def init_search(app: Flask) -> None:
    """Open the index of this site."""
    engine = ENGINES[chosen(app.config)](app.config)
    weighing = Meaning(Lazily()) if app.config.get("SEMANTIC") else None
    app.extensions["search_index"] = RankedIndex(engine, weighing)


def index() -> SearchIndex:
    """Return the index of the present application."""
    found: SearchIndex = current_app.extensions["search_index"]
    return found


def meaning() -> Meaning | None:
    """Return what weighs answers by their meaning in the present application; None while off."""
    found: RankedIndex = current_app.extensions["search_index"]
    return found.meaning


def chosen(settings: Settings) -> str:
    """Return the name of the engine that the settings choose."""
    return str(settings["SEARCH_URL"]).partition(":")[0]


def finding_times(settings: Settings) -> FindingTimes:
    """Return where the processes of this site note how long finding took."""
    return FindingTimes(Path(settings["DATA_DIR"]) / "finding-times")


def whoosh_pace(settings: Settings) -> Pace | None:
    """Return how fast Whoosh finds on this machine; None with another engine, or nothing to say."""
    return finding_times(settings).pace() if chosen(settings) == "whoosh" else None


def leave_others() -> None:
    """Have every other engine build its index anew should it be chosen again."""
    for engine in FOLDERS.keys() - {chosen(current_app.config)}:
        index_folder.leave(_folder(current_app.config, engine))
    address = str(current_app.config["DATABASE_URL"])
    if address.startswith("postgresql") and chosen(current_app.config) != "postgresql":
        import_module("cop.search.engines.postgres.index").leave(address)


def _folder(settings: Settings, engine: str) -> Path:
    return Path(settings["DATA_DIR"]) / FOLDERS[engine]
