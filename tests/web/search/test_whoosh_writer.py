"""Segments are the same to the byte as Whoosh's own writer makes them, in less time and memory."""

from pathlib import Path

import pytest
from whoosh.codec.whoosh3 import W3Codec

from cop.search.engines.whoosh import lists
from cop.search.engines.whoosh.codec import BLOCK
from cop.search.engines.whoosh.folder import Storage, opened
from cop.search.engines.whoosh.lists import Lists
from cop.search.engines.whoosh.schema import SCHEMA, entry
from cop.search.engines.whoosh.writer import Writer
from tests.web.search.passages import PASSAGES, document

MORE_THAN_A_BLOCK = BLOCK + 50
ENTRIES = [
    entry(document(number, f"{PASSAGES[number % len(PASSAGES)]} ครั้งที่ {number} " * (number % 3 + 1)))
    for number in range(200)
]


def _index(folder: Path):
    folder.mkdir()
    return Storage(str(folder)).create_index(SCHEMA)


def _own(folder: Path, entries: list) -> dict[str, bytes]:
    writer = Writer(_index(folder), folder)
    for one in entries:
        writer.add_entry(one)
    writer.commit()
    return _files(folder)


def _of_whoosh(folder: Path, entries: list) -> dict[str, bytes]:
    writer = _index(folder).writer(codec=W3Codec(blocklimit=BLOCK), compound=False)
    for one in entries:
        writer.add_document(**one)
    writer.commit()
    return _files(folder)


def _files(folder: Path) -> dict[str, bytes]:
    """Contents by the names without what is drawn for each segment."""
    segment = (path for path in folder.iterdir() if path.name.startswith("MAIN_"))
    return {path.name.partition(".")[2]: path.read_bytes() for path in segment}


def test_what_is_written_is_what_whoosh_writes(tmp_path):
    ours, theirs = _own(tmp_path / "ours", ENTRIES), _of_whoosh(tmp_path / "theirs", ENTRIES)
    assert {"pst", "trm", "_body_len.col", "text.col"} <= ours.keys()
    assert ours == theirs


def test_lists_of_several_blocks_are_the_same(tmp_path):
    common = [
        {"key": {b"lesson:%d" % number: 1}, "body": {b"common": number % 7 + 1, b"ever": 2}}
        for number in range(MORE_THAN_A_BLOCK)
    ]
    assert _own(tmp_path / "ours", common) == _of_whoosh(tmp_path / "theirs", common)


def test_what_memory_does_not_hold_is_the_same(tmp_path, monkeypatch):
    theirs = _of_whoosh(tmp_path / "theirs", ENTRIES)
    aside = []
    put = lists._Field.put_aside
    monkeypatch.setattr(
        lists._Field,
        "put_aside",
        lambda field, folder: (aside.append(field), put(field, folder)),
    )
    monkeypatch.setattr(Lists.__init__, "__defaults__", (1_000,))
    assert _own(tmp_path / "ours", ENTRIES) == theirs
    assert aside


def test_merged_segments_are_the_same(tmp_path):
    made = []
    for name in ("ours", "theirs"):
        folder = tmp_path / name
        index = _index(folder)
        for start in range(0, 60, 20):
            if name == "ours":
                writer, add = (found := Writer(opened(folder), folder)), found.add_entry
            else:
                writer = opened(folder).writer(codec=W3Codec(blocklimit=BLOCK), compound=False)
                add = _adding(writer)
            for one in ENTRIES[start : start + 20]:
                add(one)
            if start:
                writer.delete_document(start - 5)
            writer.commit(optimize=True)
        assert opened(folder).reader().doc_count() == 58
        made.append(_files(folder))
        index.close()
    assert made[0] == made[1]


def _adding(writer):
    return lambda one: writer.add_document(**one)


@pytest.mark.parametrize("entries", [[], ENTRIES[:1]])
def test_few_documents_are_the_same(tmp_path, entries):
    assert _own(tmp_path / "ours", entries) == _of_whoosh(tmp_path / "theirs", entries)
