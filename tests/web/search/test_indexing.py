"""The index follows the database, and finds back to it after any accident."""

import shutil
from pathlib import Path

from flask import Flask

from cop import journal
from cop.search import indexing
from cop.search.engine import index
from tests.make.lessons import make_lesson
from tests.make.threads import make_replies, make_thread


def _held() -> set[tuple[str, str]]:
    index().refresh()
    return {(kind, one) for kind, one, _version in index().versions()}


def test_what_is_published_is_in_the_index(app: Flask) -> None:
    lesson = make_lesson()
    make_lesson("draft")
    assert _held() == {("lesson", str(lesson.id))}
    assert indexing.drift().count == 0


def test_rebuild_gives_the_same_index(app: Flask) -> None:
    make_lesson()
    thread = make_thread()
    make_replies(thread, 45)
    assert indexing.rebuild() == 5
    assert indexing.drift().count == 0
    assert ("thread", f"{thread.id}.p3") in _held()


def test_lost_documents_are_found_missing_and_mended(app: Flask) -> None:
    lesson = make_lesson()
    index().delete([("lesson", str(lesson.id))])
    index().refresh()
    assert indexing.drift().missing == {("lesson", lesson.id)}
    assert indexing.repair() == 1
    assert indexing.drift().count == 0


def test_documents_without_a_row_are_ghosts_and_go(app: Flask) -> None:
    lesson = make_lesson()
    ghost = indexing.SOURCES["lesson"].documents([lesson.id])[0]
    index().upsert([type(ghost)(**{**_fields(ghost), "id": "999999"})])
    index().refresh()
    assert indexing.drift().extra == {("lesson", "999999")}
    indexing.repair()
    assert indexing.drift().count == 0


def test_deleted_folder_is_built_anew(app: Flask) -> None:
    make_lesson()
    folder = Path(app.config["DATA_DIR"]) / "index"
    shutil.rmtree(folder)
    index().refresh()
    assert indexing.drift().broken
    indexing.repair()
    assert indexing.drift().count == 0
    assert index().ready()


def test_posting_works_while_the_index_is_gone(app: Flask) -> None:
    folder = Path(app.config["DATA_DIR"]) / "index"
    shutil.rmtree(folder)
    folder.write_text("not a folder")
    try:
        make_thread()
        assert journal.waiting() >= 1
    finally:
        folder.unlink()
    journal.offer_again()
    journal.dispatch()
    indexing.repair()
    assert indexing.drift().count == 0


def _fields(document: object) -> dict[str, object]:
    return {name: getattr(document, name) for name in document.__slots__}
