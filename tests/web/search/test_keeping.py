"""What every engine behind the search port keeps, through writes and rebuilds."""

import threading

import pytest

from cop.search.analyzer import analysis_version
from cop.search.language.query import parse
from cop.search.port import IndexBroken, Query
from tests.web.search.passages import PASSAGES, TRUTHS, document, found


def test_an_update_takes_the_place_of_the_old_text(index):
    index.upsert([document(2, "ฟาร์มไก่ไข่", version=2)])
    index.refresh()
    assert found(index, "ข้าว") == []
    assert found(index, "ไก่") == ["2"]
    assert ("lesson", "2", 2) in set(index.versions())
    assert len(list(index.versions())) == len(PASSAGES)


def test_the_last_of_two_versions_in_one_batch_stays(index):
    index.upsert([document(2, "ฟาร์มไก่", version=2), document(2, "ฟาร์มเป็ด", version=3)])
    index.refresh()
    assert found(index, "ไก่") == []
    assert found(index, "เป็ด") == ["2"]


def test_what_is_deleted_is_not_found(index):
    index.delete([("lesson", "1"), ("lesson", "unknown")])
    index.refresh()
    assert found(index, "ข่าว") == []
    assert len(list(index.versions())) == len(PASSAGES) - 1


def test_a_thing_is_replaced_with_its_parts(index):
    parts = [document(0, "ความเห็นแรก", kind="thread", id=f"12.{part}") for part in (1, 2)]
    index.upsert([document(0, "กระทู้เรื่องสวน", kind="thread", id="12"), *parts])
    index.upsert([document(0, "กระทู้อื่น", kind="thread", id="121")])
    index.replace(["thread:12"], [parts[0]])
    index.refresh()
    assert {key for kind, key, _ in index.versions() if kind == "thread"} == {"12.1", "121"}
    index.replace(["thread:99"], [])
    index.replace(["thread:12"], [])
    index.refresh()
    assert {key for kind, key, _ in index.versions() if kind == "thread"} == {"121"}


def test_a_cleared_index_is_empty_and_ready(index):
    index.clear()
    assert index.ready()
    assert list(index.versions()) == []


def test_many_small_writes_keep_everything_right(index):
    for number in range(100, 112):
        index.upsert([document(number, f"สวนผลไม้แปลงที่ {number}")])
        index.delete([("lesson", str(number - 3))])
    index.refresh()
    assert set(found(index, "สวนผลไม้")) == {"109", "110", "111"}
    assert found(index, "ข้าว") == ["2"]
    assert index.find(Query(), None, 1).total == len(list(index.versions()))


def test_a_new_index_replaces_the_old_one(index):
    assert index.rebuild([document(1, "หัวข้อใหม่")]) == 1
    assert found(index, "ข่าว") == []
    assert found(index, "หัวข้อ") == ["1"]
    assert index.analysis_version() == analysis_version()


def test_searching_goes_on_while_the_index_is_rebuilt(index, engine, tmp_path):
    reached, go_on = threading.Event(), threading.Event()

    def slowly():
        yield document(1, "หัวข้อใหม่")
        reached.set()
        assert go_on.wait(30)
        yield document(2, "หัวข้อใหม่")

    builder = threading.Thread(target=index.rebuild, args=(slowly(),))
    other = engine(tmp_path / "index")
    try:
        assert found(other, "ข่าว") == ["1"]
        builder.start()
        assert reached.wait(30)
        assert found(index, "ข่าว") == ["1"]
        assert found(other, "หัวข้อ") == []
        go_on.set()
        builder.join(60)
        assert found(index, "หัวข้อ") == ["2", "1"]
        other.refresh()
        assert found(other, "หัวข้อ") == ["2", "1"]
    finally:
        go_on.set()
        other.close()


def test_a_failed_rebuild_leaves_the_old_index(index):
    def breaking():
        yield document(1, "หัวข้อใหม่")
        message = "the database went away"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="database"):
        index.rebuild(breaking())
    index.refresh()
    assert found(index, "ข่าว") == ["1"]
    index.upsert([document(30, "เขียนต่อได้")])
    index.refresh()
    assert found(index, "เขียนต่อ") == ["30"]


def test_threads_share_one_index(index):
    wrong: list[str] = []

    def ask():
        asked = ("ข่าว", "นวัตกรรม", "น้ำ", "บ้าน")
        wrong.extend(word for word in asked if set(map(int, found(index, word))) != TRUTHS[word])

    def write():
        for number in range(200, 204):
            index.upsert([document(number, "เรื่องอื่น")])
            index.refresh()

    threads = [threading.Thread(target=ask) for _ in range(4)] + [threading.Thread(target=write)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert wrong == []
    index.refresh()
    assert index.find(Query(), None, 1).total == len(PASSAGES) + 4


def test_another_process_sees_what_was_written(index, engine, tmp_path):
    other = engine(tmp_path / "index")
    try:
        assert found(other, "ข่าว") == ["1"]
        index.upsert([document(20, "ข่าวใหม่")])
        other.refresh()
        assert set(found(other, "ข่าว")) == {"1", "20"}
    finally:
        other.close()


def test_an_empty_index_is_ready_and_finds_nothing(engine, tmp_path):
    index = engine(tmp_path / "empty")
    index.rebuild([])
    assert index.ready()
    assert index.find(parse("ข่าว").query, None, 5).total == 0
    assert index.find(Query(), None, 5).total == 0
    assert index.suggest("ข่าว", None, 5) == ()
    assert list(index.versions()) == []
    index.close()


def test_without_an_index_searching_says_so(engine, tmp_path):
    index = engine(tmp_path / "none")
    assert not index.ready()
    assert index.analysis_version() is None
    with pytest.raises(IndexBroken):
        index.find(Query(), None, 5)


def test_an_index_begun_by_a_single_document_asks_for_a_rebuild(engine, tmp_path):
    index = engine(tmp_path / "begun")
    index.upsert([document(1, "ข่าว")])
    assert found(index, "ข่าว") == ["1"]
    assert index.analysis_version() is None
    index.close()
