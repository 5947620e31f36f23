"""The application, a browser without scripts, and a clean database for every test.

Every test that uses the database runs on SQLite, and again on PostgreSQL when COP_TEST_DATABASE_URL
is set or the standard local server answers.
"""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

import config
from cop.app import create_app
from cop.db import Base, db
from cop.search.queries import nearby
from tests.browser_without_scripts import Browser

settings.register_profile(
    "project", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50
)
settings.load_profile("project")

STANDARD_SERVER = "postgresql+psycopg://postgres@127.0.0.1/test"


def _postgresql() -> str | None:
    """Return the address of the PostgreSQL lane, or None where no server answers."""
    address = os.environ.get("COP_TEST_DATABASE_URL", STANDARD_SERVER)
    if address == "off":
        return None
    engine = create_engine(address, connect_args={"connect_timeout": 2})
    try:
        with engine.connect():
            return address
    except OperationalError:
        if "COP_TEST_DATABASE_URL" in os.environ or os.environ.get("CI") == "true":
            raise
        return None
    finally:
        engine.dispose()


POSTGRESQL = _postgresql()
LANES = ["sqlite", "postgresql"] if POSTGRESQL else ["sqlite"]


def pytest_report_header() -> str:
    if POSTGRESQL:
        return "database lanes: sqlite, postgresql"
    return "database lanes: sqlite (no PostgreSQL server answered)"


def site_settings(folder: Path, **over: object) -> dict[str, object]:
    return config.load(
        {
            "DATA_DIR": str(folder),
            "SECRET_KEY": "for tests only, long enough, 0123456789",
            "RATE_LIMITS": "off",
            "JOBS": "immediate",
            "TESTING": True,
            **over,
        }
    )


def _lane_settings(lane: str, worker: str) -> dict[str, object]:
    if lane == "sqlite":
        return {"DATABASE_URL": ""}
    schema = f"cop_{worker}_{os.getpid()}"  # several runs may share one server
    engine = create_engine(str(POSTGRESQL))
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    engine.dispose()
    options = f"-csearch_path={schema} -csynchronous_commit=off"
    return {
        "DATABASE_URL": POSTGRESQL,
        "TEST_SCHEMA": schema,
        "SQLALCHEMY_ENGINE_OPTIONS": {"connect_args": {"options": options}},
    }


@pytest.fixture(scope="session", params=LANES)
def _site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """One application per lane, with its tables made."""
    folder = tmp_path_factory.mktemp("site")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    app = create_app(site_settings(folder, **_lane_settings(request.param, worker)))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        db.session.remove()
    yield app
    with app.app_context():
        db.session.remove()
        if schema := app.config.get("TEST_SCHEMA"):
            with db.engine.begin() as connection:
                connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        db.engine.dispose()


@pytest.fixture(scope="session")
def _pristine(_site: Flask) -> Iterator[sqlite3.Connection | None]:
    """A copy of the empty SQLite database, from which every test starts."""
    if _site.config["DATABASE_URL"]:
        yield None
        return
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    source = sqlite3.connect(Path(_site.config["DATA_DIR"]) / "cop.db")
    source.backup(copy)
    source.close()
    yield copy
    copy.close()


@pytest.fixture
def app(_site: Flask, _pristine: sqlite3.Connection | None) -> Iterator[Flask]:
    """The application with empty tables and an empty index."""
    with _site.app_context():
        _empty(_site, _pristine)
        _site.extensions["search_index"].clear()
        yield _site
        db.session.rollback()
        db.session.remove()


def _empty(site: Flask, pristine: sqlite3.Connection | None) -> None:
    db.session.remove()
    # Weights from what an earlier test had published would be kept for a quarter of an hour.
    nearby._Known.until = 0.0
    if pristine is not None:
        raw = sqlite3.connect(Path(site.config["DATA_DIR"]) / "cop.db")
        pristine.backup(raw)
        raw.close()
        return
    wipe = "; ".join(f'DELETE FROM "{t.name}"' for t in Base.metadata.sorted_tables)
    with db.engine.begin() as connection:
        connection.execute(text(f"SET LOCAL session_replication_role = replica; {wipe}"))


@pytest.fixture
def client(app: Flask) -> Browser:
    """A fresh browser, signed out."""
    return Browser(app)
