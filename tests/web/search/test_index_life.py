"""An index that is damaged, missing or foreign: search goes on, and a new one comes unasked."""

import json
import logging
import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from cop.core.clock import now
from cop.db import db
from cop.operations import setup
from cop.search import indexing, jobs
from cop.search.engine import index
from cop.search.engines import folder_index
from cop.search.models import IndexBuild
from cop.search.port import IndexBroken
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import make_community
from tests.make.lessons import make_lesson
from tests.make.sessions import make_material, make_recording, make_session
from tests.make.threads import make_thread


@pytest.fixture(autouse=True)
def _never_asked():
    jobs._asked.clear()
    yield
    jobs._asked.clear()


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """What the worker is asked, which it does not do."""
    found: list[str] = []
    monkeypatch.setattr(jobs.rebuild_broken, "later", found.append)
    return found


@pytest.fixture
def broken(monkeypatch) -> None:
    def find(*_args: object) -> None:
        raise IndexBroken("gone")

    monkeypatch.setattr(type(index()), "find", find)


def test_without_an_index_the_database_answers(client: Browser, broken, asked) -> None:
    old = make_lesson(title_th="บัตรคิวกระดาษ")
    new = make_thread(title="ถามเรื่องอื่น", body="ใครเคยใช้บัตรคิวกระดาษแล้วบ้าง")
    page = client.as_(make_member()).see("/search?q=บัตรคิวกระดาษ")
    assert page.status == 200
    assert page.hits == [("thread", str(new.id)), ("lesson", old.number)]
    assert page.total == 2
    assert "กำลังจัดทำดัชนีค้นหาใหม่" in page.text
    assert client.see("/search?q=บัตรคิวกระดาษ&kind=lesson").hits == [("lesson", old.number)]


def test_plainly_all_kinds_are_found_and_all_words_wanted(client: Browser, broken, asked) -> None:
    session = make_session(title_th="เสวนา ฝายชะลอน้ำ ปี ๒๕๖๓")
    make_recording(session, title="ฝายชะลอน้ำ ตอน 2563")
    make_material(session, title="คู่มือ 2563 ฝายชะลอน้ำ")
    make_lesson(title_th="ฝายชะลอน้ำ")
    client.as_(make_member())
    kinds = sorted(kind for kind, _ in client.see("/search?q=ฝายชะลอนํ้า+2563").hits)
    assert kinds == ["material", "recording", "session"]
    assert client.see('/search?q="ฝายชะลอน้ำ"').total == 4
    assert client.see("/search?q=100%25_").total == 0


def test_plainly_nobody_sees_more_than_else(client: Browser, broken, asked) -> None:
    inside, outside = make_member(), make_member()
    closed = make_community(kind="members", members=(inside,))
    make_thread(closed, inside, title="บัตรคิวในห้องปิด")
    make_lesson(community=closed, author=inside, title_th="บัตรคิวของชุมชนปิด")
    make_lesson("draft", author=inside, title_th="บัตรคิวที่ยังเป็นร่าง")
    assert client.as_(inside).see("/search?q=บัตรคิว").total == 2
    page = client.as_(outside).see("/search?q=บัตรคิว")
    assert page.total == 0
    assert "ห้องปิด" not in page.text


def test_the_worker_is_asked_once_and_not_by_every_search(client: Browser, broken, asked) -> None:
    client.as_(make_member())
    for _ in range(5):
        client.see("/search?q=บัตรคิว")
    assert len(asked) == 1


def test_it_is_asked_again_when_a_minute_has_gone(client: Browser, broken, asked, monkeypatch):
    client.as_(make_member()).see("/search?q=บัตรคิว")
    monkeypatch.setattr(jobs, "SECONDS_BETWEEN_ASKING", 0.0)
    client.see("/search?q=บัตรคิว")
    assert len(asked) == 2


def test_what_was_rebuilt_since_is_not_rebuilt_again(app: Flask) -> None:
    before = now().isoformat()
    jobs.rebuild_broken(before)
    builds = _builds()
    jobs.rebuild_broken(before)
    assert _builds() == builds
    jobs.rebuild_broken(now().isoformat())
    assert _builds() == builds + 1


def _builds() -> int:
    db.session.remove()
    return len(db.session.scalars(select(IndexBuild.id)).all())


@pytest.mark.parametrize("harm", ["deleted", "emptied", "garbled", "no pointer"])
def test_a_damaged_index_is_rebuilt_by_the_search_that_met_it(
    client: Browser, harm: str, caplog
) -> None:
    caplog.set_level(logging.CRITICAL)
    lesson = make_lesson(title_th="บัตรคิวกระดาษหน้าเคาน์เตอร์")
    client.as_(make_member())
    folder = Path(client.app.config["DATA_DIR"]) / "index"
    _harm(folder, harm)
    _forget_open_files()
    # The worker's statements count here, too: in tests it works within the request.
    first = client.see("/search?q=บัตรคิวกระดาษ", queries=60)
    assert first.hits == [("lesson", lesson.number)]
    second = client.see("/search?q=กระดาษ")
    assert second.hits == [("lesson", lesson.number)]
    assert "กำลังจัดทำดัชนีค้นหาใหม่" not in second.text
    assert indexing.drift().count == 0


def _harm(folder: Path, harm: str) -> None:
    if harm == "deleted":
        shutil.rmtree(folder)
        return
    if harm == "no pointer":
        (folder / "current.json").write_text("{")
        return
    for path in folder.rglob("*"):
        if path.is_file() and path.parent != folder:
            path.write_bytes(b"" if harm == "emptied" else b"\x00garbage" * 40)


def _forget_open_files() -> None:
    engine = index()
    getattr(engine, "engine", engine).close()
    engine.refresh()


def test_a_foreign_index_is_renewed(app: Flask) -> None:
    lesson = make_lesson()
    pointer = Path(app.config["DATA_DIR"]) / "index" / "current.json"
    said = json.loads(pointer.read_text())
    pointer.write_text(json.dumps({**said, "analysis": "0-another"}))
    assert indexing.drift().other_analysis
    assert not indexing.is_as_wanted()
    jobs.compare()
    assert indexing.is_as_wanted()
    assert (("lesson", str(lesson.id))) in {(k, i) for k, i, _ in index().versions()}


def test_preparing_a_site_leaves_a_good_index_alone(app: Flask) -> None:
    make_lesson()
    indexing.rebuild()
    builds = _builds()
    assert setup.renew_index() == "search index is ready"
    assert _builds() == builds


def test_progress_is_told_and_kept(app: Flask) -> None:
    for number in range(3):
        make_thread(title=f"เรื่องที่ {number}")
    told: list[tuple[int, int]] = []
    indexing.rebuild(lambda done, total: told.append((done, total)))
    assert told == [(3, 3)]
    last = db.session.scalars(select(IndexBuild).order_by(IndexBuild.id.desc()).limit(1)).one()
    assert (last.done, last.total, last.has_failed) == (3, 3, False)
    assert last.finished_at is not None


def test_a_building_that_fails_says_so_and_leaves_the_old_index(app: Flask, monkeypatch) -> None:
    make_lesson()
    held = set(index().versions())

    def fail(*_args: object) -> list[object]:
        raise OSError("disk full")

    source = indexing.SOURCES["lesson"]
    failing = type(source)(source.kind, source.all_ids, fail)
    monkeypatch.setitem(indexing.SOURCES, "lesson", failing)
    with pytest.raises((OSError, IndexBroken)):
        indexing.rebuild()
    last = db.session.scalars(select(IndexBuild).order_by(IndexBuild.id.desc()).limit(1)).one()
    assert last.has_failed
    assert set(index().versions()) == held


def test_progress_that_cannot_be_kept_spoils_no_index(app: Flask, monkeypatch, caplog) -> None:
    caplog.set_level(logging.CRITICAL)
    make_lesson()

    def fail(*_args: object, **_more: object) -> None:
        raise OSError("read only")

    monkeypatch.setattr(indexing.services, "note_progress", fail)
    monkeypatch.setattr(indexing.services, "end_build", fail)
    assert indexing.rebuild() == 1


def test_readers_look_for_news_twice_a_second() -> None:
    assert folder_index._SECONDS_BETWEEN_LOOKS <= 0.5


def test_the_command_says_how_far_it_is(app: Flask, monkeypatch) -> None:
    make_lesson()
    from cop import cli  # noqa: PLC0415

    monkeypatch.setattr(cli.sys.stderr, "isatty", lambda: True, raising=False)
    said = app.test_cli_runner().invoke(args=["cop", "reindex"])
    assert said.exit_code == 0, said.output
    assert "1 documents indexed" in said.output
