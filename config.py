"""Every setting: its default, its unit, and why. Read by wsgi.py, the commands and the tests.

Order: the values here, then `settings.toml` in the data folder, then COP_* in the environment.
"""

import os
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent

# Settings that outsiders may set as COP_<NAME>; the README explains each.
DEFAULTS: dict[str, object] = {
    # "development" or "production"; production refuses to start on weak settings.
    "ENV": "development",
    # Folder of the database, index, uploads and queue.
    "DATA_DIR": "",
    # Empty: SQLite in the data folder. Else postgresql+psycopg://...
    "DATABASE_URL": "",
    # Empty: queue file and per-process rate counts. Else redis://..., shared by several machines.
    "REDIS_URL": "",
    # The search engine, with its index in the data folder: "whoosh:", or "tantivy:" when many
    # documents make the other slow.
    "SEARCH_URL": "whoosh:",
    # Answers to whole questions are put in order by their meaning too. Needs the package of
    # requirements/semantic.txt and time of the worker.
    "SEMANTIC": False,
    # What is public may be read signed out. The demo switches it on.
    "PUBLIC_READING": False,
    # "on" or "off"; off is refused in production.
    "RATE_LIMITS": "on",
    # The address people use, such as https://cop.example.go.th; compulsory in production.
    "BASE_URL": "",
    # At least 32 characters; made on first start in development.
    "SECRET_KEY": "",
    # The greatest size of one uploaded material, MB.
    "MATERIAL_MB": 200,
    # The greatest size of one uploaded recording file, MB.
    "RECORDING_MB": 2048,
    # How long a sign-in lasts without use, minutes: members, and holders of the admin role.
    "IDLE_MINUTES": 480,
    "ADMIN_IDLE_MINUTES": 30,
    # How many proxies in front of the site may be believed about the client's address.
    "TRUSTED_PROXIES": 0,
}


def load(overrides: dict[str, object] | None = None) -> dict[str, object]:
    """Return the settings in force. `overrides` win; tests pass them."""
    settings = dict(DEFAULTS)
    overrides = overrides or {}
    folder = overrides.get("DATA_DIR") or os.environ.get("COP_DATA_DIR") or HERE / "instance"
    settings["DATA_DIR"] = str(Path(str(folder)).resolve())
    file = Path(str(settings["DATA_DIR"])) / "settings.toml"
    if file.exists():
        stored = tomllib.loads(file.read_text(encoding="utf-8"))
        settings.update({name.upper(): value for name, value in stored.items()})
    for name, default in DEFAULTS.items():
        if name != "DATA_DIR" and (given := os.environ.get(f"COP_{name}")) is not None:
            settings[name] = _typed(given, default)
    settings.update(overrides)
    return settings


def _typed(text: str, default: object) -> object:
    if isinstance(default, bool):
        return text.strip().lower() in {"1", "true", "yes", "on"}
    if isinstance(default, int):
        return int(text)
    return text
