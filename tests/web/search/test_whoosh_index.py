"""The folder of the Whoosh index: damage, generations, failed writes."""

import threading
from pathlib import Path

import pytest

from cop.search.engines.index_folder import Folder
from cop.search.engines.whoosh.index import WhooshIndex
from cop.search.engines.whoosh.schema import entry
from cop.search.language.query import parse
from cop.search.port import IndexBroken
from tests.web.search.passages import PASSAGES, document, found


@pytest.fixture
def index(tmp_path):
    made = WhooshIndex(tmp_path / "index")
    made.rebuild(document(number, body) for number, body in enumerate(PASSAGES))
    yield made
    made.close()


def test_a_write_that_fails_halfway_leaves_the_index_as_it_was(index, monkeypatch):
    def failing(*_args, **_kwargs):
        message = "no space left"
        raise OSError(message)

    with monkeypatch.context() as patch:
        patch.setattr("whoosh.writing.SegmentWriter.commit", failing)
        with pytest.raises(IndexBroken):
            index.upsert([document(1, "เขียนไม่สำเร็จ")])
    index.refresh()
    assert found(index, "ข่าว") == ["1"]
    index.upsert([document(10, "เขียนสำเร็จ")])
    index.refresh()
    assert found(index, "สำเร็จ") == ["10"]


def _segments(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.suffix in {".seg", ".toc"}]


@pytest.mark.parametrize("damage", ["emptied", "zeroed", "cut", "removed"])
def test_a_damaged_index_is_reported_as_broken(tmp_path, damage):
    made = WhooshIndex(tmp_path / "index")
    made.rebuild(document(number, body) for number, body in enumerate(PASSAGES))
    made.close()
    for path in _segments(tmp_path / "index"):
        content = path.read_bytes()
        if damage == "removed":
            path.unlink()
        else:
            kept = {"emptied": 0, "zeroed": 0, "cut": len(content) // 2}[damage]
            zeros = len(content) if damage == "zeroed" else 0
            path.write_bytes(content[:kept] + bytes(zeros))
    index = WhooshIndex(tmp_path / "index")
    assert not index.ready()
    with pytest.raises(IndexBroken):
        index.find(parse("ข่าว").query, None, 5)
    with pytest.raises(IndexBroken):
        index.upsert([document(1, "ข่าว")])
    index.rebuild([document(1, "ข่าว")])
    assert index.ready()
    assert found(index, "ข่าว") == ["1"]
    index.close()


def test_a_damaged_pointer_is_reported_as_broken(tmp_path):
    index = WhooshIndex(tmp_path)
    index.rebuild([])
    (tmp_path / "current.json").write_text("not json")
    index.refresh()
    assert not index.ready()
    assert index.analysis_version() is None
    index.rebuild([])
    assert index.ready()
    index.close()


def test_an_index_of_an_older_schema_asks_for_a_rebuild(tmp_path, monkeypatch):
    index = WhooshIndex(tmp_path)
    index.rebuild([])
    assert index.analysis_version() is not None
    monkeypatch.setattr("cop.search.engines.whoosh.index.SCHEMA_VERSION", 999)
    assert WhooshIndex(tmp_path).analysis_version() is None
    index.close()


def test_the_folder_is_closed_to_other_accounts(tmp_path):
    Folder(tmp_path / "index", 1)
    assert (tmp_path / "index").stat().st_mode & 0o777 == 0o700


def test_old_generations_go_when_nobody_reads_them(tmp_path):
    index = WhooshIndex(tmp_path)
    index.rebuild([document(1, "หนึ่ง")])
    assert found(index, "หนึ่ง") == ["1"]
    index.rebuild([document(1, "สอง")])
    assert len(list(tmp_path.glob("g*"))) == 2
    assert found(index, "สอง") == ["1"]
    index.rebuild([document(1, "สาม")])
    assert len(list(tmp_path.glob("g*"))) == 2
    index.close()
    index.rebuild([])
    assert len(list(tmp_path.glob("g*"))) == 1
    index.close()


def test_a_state_stays_whole_when_later_commits_remove_its_files(tmp_path, monkeypatch):
    writing = WhooshIndex(tmp_path / "index")
    writing.rebuild(document(number, body) for number, body in enumerate(PASSAGES))
    reading = WhooshIndex(tmp_path / "index")
    reading.versions()
    before = set(_columns(tmp_path))
    monkeypatch.setattr("cop.search.engines.folder_index._SECONDS_BETWEEN_LOOKS", 1e9)
    with reading._reading() as snapshot:
        assert len(snapshot.leaves) == 1
    for number in range(10, 40):
        writing.upsert([document(number, "เวทีชุมชน")])
    assert before.isdisjoint(_columns(tmp_path))
    assert sorted(int(each[1]) for each in reading.versions()) == list(range(len(PASSAGES)))
    assert found(reading, '"ข่าวลือ"') == ["1"]
    assert reading._latest().titles()[7] == document(7, "").title
    reading.close()
    writing.close()


def test_reading_goes_on_while_every_commit_replaces_all_files(tmp_path):
    writing = WhooshIndex(tmp_path / "index")
    writing.rebuild(document(number, body) for number, body in enumerate(PASSAGES))
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with writing._folder.writing(), writing._writer() as writer:
                writer.optimize = True
                writer.add_entry(entry(document(100, "เวทีชุมชน")))
                writer.delete_document(0)

    other = threading.Thread(target=write)
    other.start()
    try:
        for _ in range(60):
            reading = WhooshIndex(tmp_path / "index")
            names = [each[1] for each in reading.versions()]
            assert len(names) == len(PASSAGES)
            assert all(name.isdecimal() for name in names)
            reading.close()
    finally:
        stop.set()
        other.join()
        writing.close()


def _columns(root: Path) -> list[Path]:
    return list(root.rglob("*.col"))
