"""The migrations make exactly the tables that the records describe, and take them away again."""

from pathlib import Path

import pytest
from alembic.util import CommandError
from flask import Flask
from sqlalchemy import inspect, text

from cop.app import create_app
from cop.db import db
from cop.operations.schema import check, downgrade, upgrade
from tests.conftest import LANES, _lane_settings, site_settings


@pytest.fixture(params=LANES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    """A site on an empty database."""
    return create_app(site_settings(tmp_path, **_lane_settings(request.param, "migrated")))


def test_migrations_and_records_agree_and_go_back(empty: Flask) -> None:
    with empty.app_context():
        upgrade()
        check()  # raises when anything differs
        tables = set(inspect(db.engine).get_table_names())
        assert {"lessons", "threads", "exchange_sessions", "members"} <= tables
        upgrade()
        downgrade("base")
        left = set(inspect(db.engine).get_table_names())
        assert left <= {"alembic_version"}
        if schema := empty.config.get("TEST_SCHEMA"):
            with db.engine.begin() as connection:
                connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        db.engine.dispose()


def test_tables_that_a_search_engine_made_are_not_missing_from_the_records(empty: Flask) -> None:
    with empty.app_context():
        upgrade()
        for name in ("cop_search_documents", "cop_searched"):
            db.session.execute(text(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY)"))
            db.session.commit()
            if name == "cop_search_documents":
                check()
            else:
                with pytest.raises(CommandError, match="cop_searched"):
                    check()
        db.session.execute(text("DROP TABLE cop_search_documents"))
        db.session.execute(text("DROP TABLE cop_searched"))
        db.session.commit()
        if schema := empty.config.get("TEST_SCHEMA"):
            with db.engine.begin() as connection:
                connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        db.engine.dispose()
