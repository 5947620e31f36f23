"""The engine is chosen by a setting, and each has an index of its own."""

import os
import shutil
from pathlib import Path

import pytest
from flask import Flask

from cop.core.settings import SEARCH_ENGINES, BadSettings, check
from cop.operations import doctor, setup
from cop.search import engine, indexing
from cop.search.engines.finding_times import FindingTimes
from cop.search.engines.tantivy.index import TantivyIndex
from cop.search.engines.whoosh.timed_index import TimedWhooshIndex
from cop.search.language.query import parse
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.lessons import make_lesson


@pytest.fixture
def lesson_id(app: Flask) -> str:
    make_lesson("draft")
    return str(make_lesson().id)


@pytest.fixture
def switched(app: Flask):
    """The site on Tantivy for one test, started for the first time."""
    shutil.rmtree(Path(app.config["DATA_DIR"]) / "index-tantivy", ignore_errors=True)
    before = app.extensions["search_index"]
    app.config["SEARCH_URL"] = "tantivy:"
    engine.init_search(app)
    yield app
    app.extensions["search_index"].engine.close()
    app.config["SEARCH_URL"] = "whoosh:"
    app.extensions["search_index"] = before
    indexing.rebuild()


def test_every_engine_of_the_settings_can_be_opened(app: Flask, tmp_path: Path) -> None:
    assert set(engine.ENGINES) == set(SEARCH_ENGINES)
    kinds = {"whoosh": TimedWhooshIndex, "tantivy": TantivyIndex}
    for name, kind in kinds.items():
        site = Flask("site")
        site.config.update(SEARCH_URL=f"{name}:", DATA_DIR=str(tmp_path))
        engine.init_search(site)
        assert isinstance(site.extensions["search_index"].engine, kind)
    assert {path.name for path in tmp_path.iterdir()} == {"index", "index-tantivy"}


@pytest.mark.parametrize("url", ["tantivy", "tantivy:/elsewhere", "", "Whoosh:"])
def test_other_addresses_are_refused_with_those_that_are_not(url: str, app: Flask) -> None:
    with pytest.raises(BadSettings, match="COP_SEARCH_URL: use whoosh: or tantivy:"):
        check({**app.config, "SEARCH_URL": url})


def test_the_next_start_after_a_switch_builds_that_engines_index(
    lesson_id: str, switched: Flask
) -> None:
    assert not engine.index().ready()
    assert setup.renew_index().startswith("search index built: ")
    assert setup.renew_index() == "search index is ready"
    found = {(kind, one) for kind, one, _ in engine.index().versions()}
    assert found == {("lesson", lesson_id)}
    assert indexing.drift().count == 0


def test_an_engine_that_was_left_builds_anew_when_it_is_chosen_again(switched: Flask) -> None:
    indexing.rebuild()
    make_lesson()
    switched.config["SEARCH_URL"] = "whoosh:"
    engine.init_search(switched)
    assert engine.index().ready()
    assert engine.index().analysis_version() is None
    assert setup.renew_index() == "search index built: 1 documents"
    switched.config["SEARCH_URL"] = "tantivy:"


def _advice() -> list[str]:
    return [one.what for one in doctor.examine() if "searching takes long" in one.what]


@pytest.fixture
def times(app: Flask):
    """Where the site notes its times, empty before and after."""
    folder = Path(app.config["DATA_DIR"]) / "finding-times"

    def empty() -> None:
        for path in folder.glob("*"):
            path.unlink()

    empty()
    yield engine.finding_times(app.config)
    empty()


def _note(times: FindingTimes, fast: int, slow: int) -> None:
    for took in [5.0] * fast + [400.0] * slow:
        times.note(took)


def test_doctor_advises_tantivy_when_one_in_twenty_searches_is_slow(times: FindingTimes) -> None:
    _note(times, fast=160, slow=40)
    (advice,) = _advice()
    assert "last 200 searches" in advice
    assert "COP_SEARCH_URL=tantivy:" in advice


@pytest.mark.parametrize(("fast", "slow"), [(200, 0), (196, 4), (0, 40)])
def test_doctor_is_quiet_about_fast_or_few_searches(
    times: FindingTimes, fast: int, slow: int
) -> None:
    _note(times, fast, slow)
    assert _advice() == []


def test_administrators_see_how_fast_search_is_and_when_to_change(
    client: Browser, times: FindingTimes
) -> None:
    admin = client.as_(make_member(role="admin"))
    assert "ครั้งล่าสุด" not in admin.see("/admin/words").text
    _note(times, fast=200, slow=0)
    page = admin.see("/admin/words").text
    assert "19 ใน 20 ครั้งหาเสร็จใน 6 มิลลิวินาที" in page
    assert "Tantivy" not in page
    _note(times, fast=160, slow=40)
    page = admin.see("/admin/words").text
    assert "มี 1 ใน 20 ครั้งที่ใช้เวลาเกิน 400 มิลลิวินาที" in page
    assert "COP_SEARCH_URL=tantivy:" in page


def test_doctor_is_quiet_once_tantivy_is_chosen(times: FindingTimes, switched: Flask) -> None:
    indexing.rebuild()
    _note(times, fast=0, slow=200)
    assert _advice() == []


def test_finding_with_whoosh_is_timed(app: Flask, times: FindingTimes) -> None:
    make_lesson()
    for _ in range(20):
        engine.index().find(parse("น้ำ").query, None, 5)
    assert len(times.recent()) >= 20
    assert all(0 < one < 10_000 for one in times.recent())


def test_times_are_the_last_200_and_old_ones_are_forgotten(tmp_path: Path) -> None:
    times = FindingTimes(tmp_path / "times")
    _note(times, fast=200, slow=200)
    assert times.recent() == [400.0] * 200
    (file,) = (tmp_path / "times").glob("*.json")
    os.utime(file, (0, 0))
    assert times.recent() == []
    other = file.with_name("1.json")
    file.rename(other)
    os.utime(other, (0, 0))
    _note(times, fast=20, slow=0)
    assert not other.exists()
    file.write_text("not json")
    assert times.recent() == []
