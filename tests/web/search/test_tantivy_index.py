"""The folder of the Tantivy index: damage, failed and killed writes, other processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cop.search.engines.tantivy import index as tantivy_index
from cop.search.engines.tantivy.index import TantivyIndex
from cop.search.language.query import parse
from cop.search.port import IndexBroken, Query
from tests.web.search.passages import PASSAGES, document, found

ROOT = Path(__file__).resolve().parents[3]

WRITER = """
import sys
from pathlib import Path
from cop.search.engines.tantivy.index import TantivyIndex
from tests.web.search.passages import document
index = TantivyIndex(Path(sys.argv[1]))
for number in range(1000, 100_000):
    index.upsert([document(number, "เขียนไม่หยุด")])
    print(number, flush=True)
"""


@pytest.fixture
def index(tmp_path):
    made = TantivyIndex(tmp_path / "index")
    made.rebuild(document(number, body) for number, body in enumerate(PASSAGES))
    yield made
    made.close()


def _files(root: Path) -> list[Path]:
    (directory,) = root.glob("g*")
    return [path for path in directory.iterdir() if path.suffix != ".lock"]


def _damaged(path: Path, damage: str) -> None:
    content = path.read_bytes()
    middle = len(content) // 2
    if damage == "removed":
        path.unlink()
    else:
        flipped = bytes([content[middle] ^ 0x55]) if content else b""
        path.write_bytes(
            {
                "emptied": b"",
                "zeroed": bytes(len(content)),
                "cut": content[:middle],
                "flipped": content[:middle] + flipped + content[middle + 1 :],
            }[damage]
        )


def _is_broken_until_rebuilt(folder: Path) -> None:
    index = TantivyIndex(folder)
    assert not index.ready()
    with pytest.raises(IndexBroken):
        index.find(parse("ข่าว").query, None, 5)
    with pytest.raises(IndexBroken):
        index.upsert([document(1, "ข่าว")])
    with pytest.raises(IndexBroken):
        index.replace(["lesson:1"], [document(1, "ข่าว")])
    index.rebuild([document(1, "ข่าว")])
    assert index.ready()
    assert found(index, "ข่าว") == ["1"]
    index.close()


@pytest.mark.parametrize("damage", ["emptied", "zeroed", "cut", "removed"])
def test_a_damaged_index_is_reported_as_broken(index, tmp_path, damage):
    index.close()
    for path in _files(tmp_path / "index"):
        _damaged(path, damage)
    _is_broken_until_rebuilt(tmp_path / "index")


@pytest.mark.parametrize("suffix", [".term", ".idx", ".pos", ".store", ".fast", ".fieldnorm"])
@pytest.mark.parametrize("damage", ["emptied", "cut", "removed", "flipped"])
def test_damage_to_a_single_file_is_noticed(index, tmp_path, suffix, damage):
    index.close()
    for path in _files(tmp_path / "index"):
        if path.suffix == suffix:
            _damaged(path, damage)
    _is_broken_until_rebuilt(tmp_path / "index")


def test_damage_to_the_list_of_what_was_taken_out_is_noticed(index, tmp_path):
    index.delete([("lesson", "1")])
    index.close()
    (path,) = (tmp_path / "index").rglob("*.del")
    _damaged(path, "flipped")
    _is_broken_until_rebuilt(tmp_path / "index")


def test_a_write_that_fails_halfway_leaves_the_index_as_it_was(index, monkeypatch):
    def failing(_writer):
        message = "no space left"
        raise OSError(message)

    with monkeypatch.context() as patch:
        patch.setattr(tantivy_index, "commit", failing)
        with pytest.raises(IndexBroken):
            index.upsert([document(1, "เขียนไม่สำเร็จ")])
    index.refresh()
    assert found(index, "ข่าว") == ["1"]
    index.upsert([document(10, "เขียนสำเร็จ")])
    index.refresh()
    assert found(index, "สำเร็จ") == ["10"]


def test_a_damaged_pointer_is_reported_as_broken(index, tmp_path):
    (tmp_path / "index" / "current.json").write_text("not json")
    index.refresh()
    assert not index.ready()
    assert index.analysis_version() is None
    index.rebuild([])
    assert index.ready()


def test_an_index_of_an_older_schema_asks_for_a_rebuild(index, tmp_path, monkeypatch):
    assert index.analysis_version() is not None
    monkeypatch.setattr(tantivy_index, "SCHEMA_VERSION", 999)
    assert TantivyIndex(tmp_path / "index").analysis_version() is None


def test_old_generations_go_when_nobody_reads_them(index, tmp_path):
    folder = tmp_path / "index"
    assert found(index, "ข่าว") == ["1"]
    index.rebuild([document(1, "สอง")])
    assert len(list(folder.glob("g*"))) == 2
    assert found(index, "สอง") == ["1"]
    index.rebuild([document(1, "สาม")])
    assert len(list(folder.glob("g*"))) == 2
    index.close()
    index.rebuild([])
    assert len(list(folder.glob("g*"))) == 1


def _writing(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_writer_killed_at_any_time_leaves_all_that_it_had_written(index, tmp_path):
    for pause in (0.0, 0.03, 0.06, 0.09, 0.12):
        with _writing(tmp_path / "index") as writer:
            assert writer.stdout is not None
            written = [writer.stdout.readline() for _ in range(3)][-1]
            time.sleep(pause)
            os.kill(writer.pid, signal.SIGKILL)
            written = (writer.stdout.read().splitlines() or [written])[-1]
        fresh = TantivyIndex(tmp_path / "index")
        held = {key for _, key, _ in fresh.versions()}
        assert {str(number) for number in range(1000, int(written) + 1)} <= held
        assert found(fresh, "ข่าว") == ["1"]
        fresh.upsert([document(5, "พายเรือต่อได้")])
        assert found(fresh, "พายเรือ") == ["5"]
        fresh.close()


def test_a_reader_sees_what_another_process_wrote_within_half_a_second(index, tmp_path):
    assert found(index, "เขียน") == []
    with _writing(tmp_path / "index") as writer:
        assert writer.stdout is not None
        number = writer.stdout.readline().strip()
        edge = time.monotonic() + 0.5
        seen: list[str] = []
        while number not in seen and time.monotonic() < edge:
            seen = found(index, "เขียนไม่หยุด")
            time.sleep(0.02)
        writer.kill()
    assert number in seen


def test_the_writer_keeps_to_one_thread_for_documents_and_gives_all_back(index):
    before = len(list(Path("/proc/self/task").iterdir()))
    index.upsert([document(11, "เขียน")])
    index.find(Query(), None, 5)
    edge = time.monotonic() + 5
    while len(list(Path("/proc/self/task").iterdir())) > before and time.monotonic() < edge:
        time.sleep(0.05)
    assert len(list(Path("/proc/self/task").iterdir())) <= before


def test_a_forked_process_opens_the_index_for_itself(index):
    assert found(index, "ข่าว") == ["1"]
    child = os.fork()
    if not child:
        try:
            index.refresh()
            os._exit(0 if found(index, "ข่าว") == ["1"] and index._process == os.getpid() else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
