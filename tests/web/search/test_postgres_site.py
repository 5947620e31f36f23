"""A whole site that keeps its index in its own PostgreSQL database."""

import pytest

from cop.app import create_app
from cop.core.settings import BadSettings
from cop.db import Base, db
from cop.operations import setup
from cop.search import engine, indexing
from cop.search.engines.postgres.index import PostgresIndex
from cop.search.language.query import parse
from cop.search.queries import answer
from tests.conftest import POSTGRESQL, site_settings
from tests.make.accounts import make_member
from tests.make.communities import actor_of
from tests.make.lessons import make_lesson
from tests.web.operations.test_search_eval import data_set, measured
from tests.web.search.postgres_schemas import address, run


@pytest.fixture(params=["postgresql"] if POSTGRESQL else [])
def where(tmp_path):
    return address(tmp_path)


@pytest.fixture
def site(where, tmp_path):
    app = create_app(site_settings(tmp_path, DATABASE_URL=where, SEARCH_URL="postgresql:"))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()
        app.extensions["search_index"].engine.close()


def test_what_is_published_is_found_there(site):
    assert isinstance(site.extensions["search_index"].engine, PostgresIndex)
    assert setup.renew_index().startswith("search index built: ")
    lesson = make_lesson()
    make_lesson("draft")
    reader = actor_of(make_member())
    found = answer(reader, parse(lesson.title).query, (), 1)
    assert [match.id for match in found.matches] == [lesson.id]
    assert indexing.drift().count == 0
    assert setup.renew_index() == "search index is ready"


def test_an_index_that_was_left_is_built_anew_when_it_is_chosen_again(site, where):
    indexing.rebuild()
    site.config["SEARCH_URL"] = "whoosh:"
    before = site.extensions["search_index"].engine
    engine.init_search(site)
    indexing.rebuild()
    assert before.ready()
    assert before.analysis_version() is None
    site.extensions["search_index"].engine.close()
    before.close()


def test_tables_that_vanish_are_mended_like_any_other_index(site, where):
    indexing.rebuild()
    lesson = make_lesson()
    run("DROP TABLE cop_search_state", where)
    assert indexing.drift().broken
    indexing.repair()
    assert indexing.drift().count == 0
    assert {one for _, one, _ in engine.index().versions()} == {str(lesson.id)}


def test_a_data_set_can_be_tried_and_leaves_nothing_behind(site, where, tmp_path):
    schemas = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'cop_evaluation_%'"
    before = run(schemas, where)
    folder = data_set(tmp_path / "set", [("1", "a", 1), ("2", "b", 1)])
    assert measured(site, str(folder), "--engine", "postgresql")["recall@10"] == 1.0
    assert run(schemas, where) == before


def test_trying_that_engine_takes_a_postgresql_database(tmp_path):
    app = create_app(site_settings(tmp_path, DATABASE_URL=""))
    folder = data_set(tmp_path / "set", [("1", "a", 1)])
    asked = ["cop", "search-eval", str(folder), "--engine", "postgresql"]
    result = app.test_cli_runner().invoke(args=asked)
    assert result.exit_code == 1
    assert "set COP_DATABASE_URL=postgresql" in result.stderr


def test_without_postgresql_the_site_does_not_start(tmp_path):
    with pytest.raises(BadSettings, match="set COP_DATABASE_URL=postgresql"):
        create_app(site_settings(tmp_path, DATABASE_URL="", SEARCH_URL="postgresql:"))
