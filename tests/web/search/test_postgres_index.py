"""The tables of the PostgreSQL index: generations, segments, many connections, odd texts."""

import os
import threading

import pytest

from cop.search.engines.postgres.index import PostgresIndex
from cop.search.engines.whoosh.index import WhooshIndex
from cop.search.language.query import parse
from cop.search.port import IndexBroken, Query
from tests.conftest import POSTGRESQL
from tests.web.search.passages import PASSAGES, TRUTHS, document, found
from tests.web.search.postgres_schemas import address, opened, run

ENGINES = [opened] if POSTGRESQL else []
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"


@pytest.fixture(params=ENGINES, ids=["postgresql"] if ENGINES else [])
def index(request, tmp_path):
    made = request.param(tmp_path / "index")
    made.rebuild(document(number, body) for number, body in enumerate(PASSAGES))
    yield made
    made.close()


@pytest.fixture
def where(tmp_path):
    return address(tmp_path / "index")


@pytest.fixture
def _small_segments(monkeypatch):
    """Every few documents become a segment, every few segments another."""
    monkeypatch.setattr("cop.search.engines.postgres.writing._MOST_FRESH", 2)
    monkeypatch.setattr("cop.search.engines.postgres.writing._SEGMENTS_TO_MERGE", 3)
    monkeypatch.setattr("cop.search.engines.postgres.writing._DOCUMENTS_AT_ONCE", 4)


QUESTIONS = [
    *TRUTHS, "ตลาด รายได้", "พายุ แม่บ้าน", "รัฐบาลเปิดเผยข้อมูล", "lessons 2563", "น้ำท่วม บ้าน",
    "ชาวบ้านย้ายเครื่องสูบน้ำไปไว้ที่ไหนก่อนที่พายุจะเข้าหมู่บ้าน", '"ตลาดชุมชน"', "กระบือ ตลาด รายได้ ชุมชน ข่าว",
]  # fmt: skip


def test_answers_and_scores_are_those_of_the_other_engine(index, tmp_path):
    other = WhooshIndex(tmp_path / "whoosh")
    other.rebuild(document(number, body) for number, body in enumerate(PASSAGES))
    for question in QUESTIONS:
        query = parse(question).query
        ours, theirs = index.find(query, None, 20), other.find(query, None, 20)
        assert [hit.id for hit in ours.hits] == [hit.id for hit in theirs.hits], question
        assert [hit.id for hit in ours.more] == [hit.id for hit in theirs.more], question
        assert (ours.total, ours.all_words) == (theirs.total, theirs.all_words)
        scores = [hit.score for hit in (*theirs.hits, *theirs.more)]
        # Whoosh keeps the lengths of fields roughly.
        assert [hit.score for hit in (*ours.hits, *ours.more)] == pytest.approx(scores, rel=0.05)
    other.close()


@pytest.mark.usefixtures("_small_segments")
def test_segments_are_merged_and_keep_everything(index, where):
    for number in range(100, 140):
        index.upsert([document(number, f"สวนผลไม้แปลงที่ {number}")])
        index.delete([("lesson", str(number - 2))])
    assert set(found(index, "สวนผลไม้")) == {"138", "139"}
    assert {int(one) for one in found(index, "บ้าน")} == TRUTHS["บ้าน"]
    assert {int(one) for one in found(index, "รัฐ")} == TRUTHS["รัฐ"]
    term = parse("แปลง").query.words[0].term
    assert dict(index.vocabulary())[term] == 2
    ((generation,),) = run("SELECT generation FROM cop_search_state", where)
    ((segments,),) = run(f"SELECT count(*) FROM cop_search_segments_{generation}", where)
    assert 1 <= segments <= 8
    fresh = PostgresIndex(where)
    assert {int(one) for one in found(fresh, "บ้าน")} == TRUTHS["บ้าน"]
    fresh.close()


@pytest.mark.usefixtures("_small_segments")
def test_a_rebuild_of_several_batches_holds_all(index):
    assert index.rebuild(document(n, f"ทุ่งนาแปลงที่ {n}") for n in range(30)) == 30
    assert index.find(parse("ทุ่งนา").query, None, 50).total == 30
    assert found(index, "ทุ่งนา 17")[0] == "17"


def test_old_tables_go_and_a_failed_rebuild_leaves_none(index, where):
    def breaking():
        yield document(1, "หัวข้อใหม่")
        message = "the disk is full"
        raise RuntimeError(message)

    before = set(run(TABLES, where))
    with pytest.raises(RuntimeError):
        index.rebuild(breaking())
    assert set(run(TABLES, where)) == before
    index.rebuild([document(1, "หัวข้อใหม่")])
    after = set(run(TABLES, where))
    assert len(after) == len(before)
    assert after & before == {("cop_search_state",)}


@pytest.mark.usefixtures("_small_segments")
def test_a_reader_never_sees_half_of_a_write(index, where):
    other, done, seen = PostgresIndex(where), threading.Event(), []
    index.upsert([document(500, "เรือพาย")])

    def write():
        for turn in range(40):
            other.upsert([document(500, "เรือพาย" if turn % 2 else "จักรยาน", version=turn)])
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while not done.is_set():
            answer = index.find(parse("เรือพาย จักรยาน").query, None, 5)
            seen.append(([hit.id for hit in answer.hits], index.find(Query(), None, 1).total))
    finally:
        writer.join()
        other.close()
    assert seen
    assert all(one == (["500"], len(PASSAGES) + 1) for one in seen)


def test_writers_on_several_connections_lose_nothing(index, where):
    others = [PostgresIndex(where) for _ in range(3)]

    def write(turn, one):
        for number in range(5):
            one.upsert([document(600 + turn * 10 + number, "สะพานไม้")])

    writers = [threading.Thread(target=write, args=each) for each in enumerate(others)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert index.find(parse("สะพานไม้").query, None, 50).total == 15
    for each in others:
        each.close()


def test_a_process_after_a_fork_has_connections_of_its_own(index):
    assert found(index, "ข่าว") == ["1"]
    child = os.fork()
    if not child:
        os._exit(0 if found(index, "ข่าว") == ["1"] else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert found(index, "ข่าว") == ["1"]


def test_odd_texts_are_kept_and_found(index):
    word = "a" * 5_000
    odd = document(
        700,
        f"{word} \0 \ud800 ชลประทาน 漢字 🙂",
        title="มี\0ศูนย์",
        keywords=("x" * 3_000,),
        facets={"topic": ("T\0", "ย" * 2_000)},
        audience=("all", "\0"),
    )
    index.upsert([odd])
    assert found(index, "ชลประทาน") == ["700"]
    assert found(index, '"漢字"') == ["700"]
    hits = index.find(Query(filters={"topic": ("T\0",)}), frozenset({"\0"}), 5).hits
    assert [dict(hit.facets) for hit in hits] == [dict(odd.facets)]
    assert index.find(Query(filters={"topic": ("ย" * 2_000,)}), None, 5).total == 1
    assert index.find(Query(filters={"topic": ("ย" * 1_999,)}), None, 5).total == 0
    assert word not in dict(index.vocabulary())
    assert index.find(Query(excluded=("", " ")), None, 50).total == len(PASSAGES) + 1
    index.rebuild([odd])
    assert found(index, "ชลประทาน") == ["700"]


def test_lists_of_what_is_gone_ask_for_a_rebuild(index, monkeypatch):
    monkeypatch.setattr("cop.search.engines.postgres.writing._DEAD_TO_SPARE", 5)
    for version in range(20):
        index.upsert([document(1, "ข่าวใหม่", version=version)])
    assert index.analysis_version() is None
    index.rebuild([document(1, "ข่าวใหม่")])
    assert index.analysis_version() is not None


def test_a_write_that_fails_halfway_leaves_the_index_as_it_was(index, monkeypatch):
    def failing(*_args, **_kwargs):
        message = "no space left"
        raise OSError(message)

    with monkeypatch.context() as patch:
        patch.setattr("cop.search.engines.postgres.writing.Writer.add", failing)
        with pytest.raises(IndexBroken):
            index.upsert([document(1, "เขียนไม่สำเร็จ")])
    assert found(index, "ข่าว") == ["1"]
    index.upsert([document(10, "เขียนสำเร็จ")])
    assert found(index, "สำเร็จ") == ["10"]
