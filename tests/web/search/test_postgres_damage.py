"""What may happen to the tables and connections of the PostgreSQL index, and how it heals."""

import pytest
from sqlalchemy import make_url

from cop.search.analyzer import analysis_version
from cop.search.engines.postgres.index import PostgresIndex
from cop.search.language.query import parse
from cop.search.port import IndexBroken
from tests.conftest import POSTGRESQL
from tests.web.search.passages import PASSAGES, document, found
from tests.web.search.postgres_schemas import address, opened, run

ENGINES = [opened] if POSTGRESQL else []
NAMES = ["documents", "gone", "fresh", "postings", "segments"]


@pytest.fixture(params=ENGINES, ids=["postgresql"] if ENGINES else [])
def index(request, tmp_path):
    made = request.param(tmp_path / "index")
    made.rebuild(document(number, body) for number, body in enumerate(PASSAGES))
    assert found(made, "ข่าว") == ["1"]
    yield made
    made.close()


@pytest.fixture
def where(tmp_path):
    return address(tmp_path / "index")


def table(name, where):
    ((generation,),) = run("SELECT generation FROM cop_search_state", where)
    return f"cop_search_{name}_{generation}"


def broken(index):
    with pytest.raises(IndexBroken):
        index.find(parse("ข่าว").query, None, 5)
    assert not index.ready()


def heals(index):
    index.rebuild(document(number, body) for number, body in enumerate(PASSAGES))
    assert index.ready()
    assert found(index, "ข่าว") == ["1"]
    assert index.analysis_version() == analysis_version()


@pytest.mark.parametrize("name", NAMES)
def test_a_table_dropped_while_running_is_noticed_and_comes_back(index, where, name):
    run(f"DROP TABLE {table(name, where)}", where)
    assert not index.ready()
    with pytest.raises(IndexBroken):
        list(index.versions())
    with pytest.raises(IndexBroken):
        index.upsert([document(number, "ข่าว") for number in range(200)])
    heals(index)


def test_lists_dropped_while_running_stop_searching(index, where):
    run(f"DROP TABLE {table('postings', where)}", where)
    broken(index)
    heals(index)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM cop_search_state", "DROP TABLE cop_search_state"]
)
def test_without_the_pointer_there_is_no_index(index, where, statement):
    run(statement, where)
    broken(index)
    assert index.analysis_version() is None
    with pytest.raises(IndexBroken):
        list(index.versions())
    index.upsert([document(1, "ข่าวแรก")])
    assert found(index, "ข่าว") == ["1"]
    assert index.analysis_version() is None, "a rebuild is due"
    heals(index)


def test_documents_that_vanished_are_noticed(index, where):
    run(f"DELETE FROM {table('documents', where)} WHERE number > 3", where)
    other = PostgresIndex(where)
    with pytest.raises(IndexBroken):
        other.find(parse("ข่าว").query, None, 5)
    other.close()
    assert len(list(index.versions())) == 4
    heals(index)


def test_tables_of_another_version_ask_for_a_rebuild(index, where):
    run("UPDATE cop_search_state SET schema_version = 999", where)
    broken(index)
    assert index.analysis_version() is None
    with pytest.raises(IndexBroken):
        index.upsert([document(1, "ข่าว")])
    heals(index)


def test_a_process_sees_that_everything_was_made_anew_by_another(index, where):
    for (name,) in run(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()", where
    ):
        run(f"DROP TABLE {name}", where)
    other = PostgresIndex(where)
    other.rebuild([document(1, "ตลาดนัด")])
    assert found(index, "ตลาดนัด") == ["1"]
    assert found(index, "ข่าว") == []
    other.close()


def test_lost_connections_are_made_again(index, where):
    ended = run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()",
        where,
    )
    assert ended
    assert found(index, "ข่าว") == ["1"]


def test_a_connection_lost_while_building_leaves_the_old_index(index, where):
    def cutting():
        yield document(1, "หัวข้อใหม่")
        run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state <> 'idle'"
            " AND application_name = current_setting('application_name')"
            " AND pid <> pg_backend_pid()",
            where,
        )

    with pytest.raises(IndexBroken):
        index.rebuild(cutting())
    assert found(index, "ข่าว") == ["1"]
    heals(index)


@pytest.mark.parametrize("act", ["find", "rebuild", "upsert", "versions", "suggest"])
def test_a_database_that_does_not_answer_is_a_broken_index(act):
    nowhere = make_url("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    index = PostgresIndex(nowhere.render_as_string())
    acts = {
        "find": lambda: index.find(parse("ข่าว").query, None, 5),
        "rebuild": lambda: index.rebuild([document(1, "ข่าว")]),
        "upsert": lambda: index.upsert([document(1, "ข่าว")]),
        "versions": lambda: list(index.versions()),
        "suggest": lambda: index.suggest("ข่าว", None, 5),
    }
    with pytest.raises(IndexBroken):
        acts[act]()
    assert not index.ready()
    assert index.analysis_version() is None
