"""The second ranking above an engine, and its arrays beside the records."""

import numpy as np
import pytest
from sqlalchemy import select, update

from cop.db import db, transaction
from cop.search.language.query import parse
from cop.search.port import Query
from cop.search.ranking import arrays
from cop.search.ranking.grams import packed, unpacked
from cop.search.ranking.ranked_index import RankedIndex
from tests.web.search.passages import PASSAGES, document


@pytest.fixture
def ranked(app, index):
    made = RankedIndex(index)
    made.rebuild(document(number, body) for number, body in enumerate(PASSAGES))
    return made


def kept() -> dict[str, bytes]:
    db.session.rollback()
    rows = db.session.execute(select(arrays.PackedPairs.name, arrays.PackedPairs.pairs))
    return {row.name: row.pairs for row in rows}


def counted() -> tuple[int, int, list[int]]:
    db.session.rollback()
    row = db.session.execute(
        select(arrays.PairCounts.documents, arrays.PairCounts.clusters, arrays.PairCounts.having)
    ).one()
    return row.documents, row.clusters, list(np.frombuffer(row.having, "<u4"))


def recounted() -> tuple[int, int, list[int]]:
    having = np.zeros(65_536, int)
    found = [unpacked(pairs) for pairs in kept().values()]
    for one in found:
        having[np.unique(one)] += 1
    return len(found), sum(map(len, found)), list(having)


def test_arrays_and_counters_follow_every_write(ranked):
    assert set(kept()) == {f"lesson:{number}" for number in range(len(PASSAGES))}
    assert counted() == recounted()
    ranked.upsert([document(2, "ฟาร์มไก่ไข่"), document(50, "สวนส้ม"), document(50, "สวนส้มโอ")])
    assert kept()["lesson:50"] == packed("เรื่องที่ 50\nสวนส้มโอ")
    assert counted() == recounted()
    parts = [document(0, "ความเห็น", kind="thread", id=f"12.p{part}") for part in (1, 2)]
    ranked.upsert([document(0, "กระทู้", kind="thread", id="12"), *parts])
    ranked.upsert([document(0, "กระทู้อื่น", kind="thread", id="121")])
    ranked.replace(["thread:12"], [parts[1]])
    assert {name for name in kept() if name.startswith("thread")} == {"thread:12.p2", "thread:121"}
    ranked.delete([("lesson", "3"), ("lesson", "unknown")])
    assert "lesson:3" not in kept()
    assert counted() == recounted()


def test_a_rebuild_leaves_the_arrays_of_its_documents_alone(ranked):
    ranked.upsert([document(90, "ของเก่า")])
    assert ranked.rebuild([document(1, "ข่าวเช้า"), document(2, "ข้าวกล้อง")]) == 2
    assert set(kept()) == {"lesson:1", "lesson:2"}
    assert counted() == recounted()


def test_a_misspelt_question_brings_the_right_text_first(ranked):
    ranked.upsert(
        [
            document(60, "ตรวจเอกสารก่อนรับบัตรคิวที่สำนักทะเบียน ช่วยให้คนไม่ต้องกลับมาใหม่"),
            document(61, "บัตรคิวหมดเร็ว เพราะคนมาก่อนเวลา ควรเพิ่มรอบบ่าย"),
        ]
    )
    ranked.refresh()
    found = ranked.find(parse("ตรวจเอกสานก่อนรับบัตรคิว สำนักทะเบียร").query, None, 5)
    assert found.hits[0].id == "60"
    assert [hit.score for hit in found.hits] == sorted(
        (hit.score for hit in found.hits), reverse=True
    )


def test_documents_with_less_of_the_question_follow_only_near_the_best(ranked):
    words = "กระบือ โคนม แพะแกะ สุกรขุน"
    near, far = f"{words} ตัวผู้", "โคนม"
    ranked.upsert([document(70, f"{words} ไก่ชน"), document(71, near), document(72, far)])
    ranked.refresh()
    found = ranked.find(parse(f"{words} ไก่ชน").query, None, 20)
    ids = [hit.id for hit in found.hits]
    assert ids[0] == "70"
    assert "72" not in ids
    assert found.total == len(ids)


def test_without_all_arrays_the_order_of_the_engine_stays(ranked):
    question = parse("ตลาด ชุมชน").query
    plain = ranked.engine.find(question, None, 10)
    with transaction():
        db.session.execute(update(arrays.PackedPairs).values(made_with=0))
    assert [hit.score for hit in ranked.find(question, None, 10).hits] == [
        hit.score for hit in plain.hits
    ]


@pytest.mark.parametrize("query", [Query(sort="newest"), Query(), parse('"ตลาดชุมชน"').query])
def test_what_is_not_ranked_by_words_keeps_its_order(ranked, query):
    plain = ranked.engine.find(query, None, 10)
    if query.words:
        assert {hit.id for hit in ranked.find(query, None, 10).hits} == {
            hit.id for hit in plain.hits
        }
    else:
        assert ranked.find(query, None, 10).hits == plain.hits


def test_the_audience_is_asked_before_anything_is_ranked(ranked):
    ranked.upsert([document(80, "ลับสุดยอด เรื่องบัตรคิว", audience=("m1",))])
    ranked.refresh()
    words = parse("ลับสุดยอด เรื่องบัตรคิว").query
    assert "80" not in [hit.id for hit in ranked.find(words, frozenset({"all"}), 20).hits]
    assert ranked.find(words, frozenset({"m1"}), 20).hits[0].id == "80"
