"""The check at start: wrong settings stop the site with a list of all that is wrong."""

from collections.abc import Mapping
from urllib.parse import urlsplit

WEAK_KEYS = {"dev", "secret", "changeme", "change-me", "development", "test"}
DATABASES = ("sqlite", "postgresql+psycopg")
SEARCH_ENGINES = ("whoosh", "tantivy", "postgresql")
SHORTEST_KEY = 32


class BadSettings(Exception):
    """The settings cannot be used; the message lists every problem, a line each."""


def check(settings: Mapping[str, object]) -> None:
    """Return quietly when the settings can be used. Raises BadSettings with all problems."""
    problems = [*_everywhere(settings)]
    if settings["ENV"] == "production":
        problems += _in_production(settings)
    if problems:
        raise BadSettings("\n".join(problems))


def _everywhere(settings: Mapping[str, object]) -> list[str]:
    problems = []
    if settings["ENV"] not in {"development", "production"}:
        problems.append("COP_ENV: use development or production")
    if settings["RATE_LIMITS"] not in {"on", "off"}:
        problems.append("COP_RATE_LIMITS: use on or off")
    address = str(settings["DATABASE_URL"])
    if address and not address.startswith(DATABASES):
        problems.append("COP_DATABASE_URL: use postgresql+psycopg://... or leave it empty")
    problems += _of_search(str(settings["SEARCH_URL"]), address)
    problems += [
        f"COP_{name}: use a whole number above 0"
        for name in ("MATERIAL_MB", "RECORDING_MB", "IDLE_MINUTES", "ADMIN_IDLE_MINUTES")
        if not _is_count(settings[name])
    ]
    return problems


def _of_search(engine: str, database: str) -> list[str]:
    if engine not in {f"{name}:" for name in SEARCH_ENGINES}:
        names = " or ".join(f"{name}:" for name in SEARCH_ENGINES)
        return [f"COP_SEARCH_URL: use {names}"]
    if engine == "postgresql:" and not database.startswith("postgresql"):
        missing = "set COP_DATABASE_URL=postgresql+psycopg://... or use another engine"
        return [f"COP_SEARCH_URL: postgresql: is kept in the site's own database: {missing}"]
    return []


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _in_production(settings: Mapping[str, object]) -> list[str]:
    problems = []
    key = str(settings["SECRET_KEY"])
    if len(key) < SHORTEST_KEY or key.lower() in WEAK_KEYS or len(set(key)) < 10:
        problems.append("COP_SECRET_KEY: set at least 32 random characters")
    base = urlsplit(str(settings["BASE_URL"]))
    if base.scheme not in {"http", "https"} or not base.netloc:
        problems.append("COP_BASE_URL: set the address that people use, with https://")
    if settings["RATE_LIMITS"] == "off":
        problems.append("COP_RATE_LIMITS: must be on in production")
    if settings.get("DEBUG"):
        problems.append("debug must be off in production")
    return problems
