"""What every engine behind the search port understands besides words."""

from datetime import timedelta

import pytest

from cop.core.clock import now
from cop.search.language.query import parse
from cop.search.port import Query, Word
from tests.web.search.passages import PASSAGES, document


def ids(index, query: Query, audience=None) -> list[str]:
    index.refresh()
    return [hit.id for hit in index.find(query, audience, 50).hits]


def test_a_word_of_the_title_is_looked_for_there_alone(index):
    index.upsert(
        [
            document(50, "ระเบียบพัสดุฉบับใหม่", title="ถามเรื่องอื่น"),
            document(51, "เรื่องอื่น", title="คู่มือพัสดุเบื้องต้น"),
        ]
    )
    assert set(ids(index, parse("พัสดุ").query)) == {"50", "51"}
    assert ids(index, Query(words=(Word("พัสดุ", "พัสดุ", field="title"),))) == ["51"]


def test_excluded_text_takes_documents_out_wherever_it_stands(index):
    index.upsert([document(50, "ตลาดนัดเช้า"), document(51, "ตลาดน้ำยามเย็น")])
    found = parse("ตลาด").query
    assert {"50", "51"} <= set(ids(index, found))
    left = Query(found.text, found.words, excluded=("นัดเช้า",))
    assert "50" not in ids(index, left)
    assert "51" in ids(index, left)
    assert "50" not in ids(index, Query(excluded=("นัด",)))


def test_text_excluded_from_the_title_may_stand_elsewhere(index):
    index.upsert(
        [
            document(50, "ตลาดนัดเช้า", title="เรื่องของตลาด"),
            document(51, "ตลาดน้ำยามเย็น", title="เรื่องอื่น"),
        ]
    )
    left = ids(index, Query("ตลาด", parse("ตลาด").query.words, excluded_in_title=("ตลาด",)))
    assert "51" in left
    assert "50" not in left


def test_a_kind_can_be_left_out(index):
    index.upsert([document(50, "สวน", kind="thread"), document(51, "สวน")])
    assert ids(index, Query("สวน", parse("สวน").query.words, without={"kind": ("thread",)})) == [
        "51"
    ]


def test_a_word_may_be_had_in_other_ways(index):
    index.upsert(
        [
            document(50, "สถาบันพัฒนาเกษตรกรเปิดอบรม"),
            document(51, "รายงานของ สพก. ฉบับแรก"),
            document(52, "รหัส สพก ในแบบฟอร์ม"),
            document(53, "The video\nconference room"),
            document(54, "A conference about video"),
        ]
    )

    def by(*ways):
        word = Word("ศศศ", "ศศศ", ways=ways)
        return set(ids(index, Query("ศศศ", (word,))))

    assert by("สถาบันพัฒนาเกษตรกร") == {"50"}
    assert by("สพก.") == {"51"}, "an abbreviation counts with its stop"
    assert by("video conference") == {"53"}
    assert by("สพก.", "video conference") == {"51", "53"}


def test_the_word_itself_weighs_more_than_another_way(index):
    index.upsert([document(50, "รายงานของ สพก. ฉบับแรก"), document(51, "รายงานของ สถาบัน ฉบับแรก")])
    word = Word("สถาบัน", "สถาบัน", ways=("สพก.",))
    assert ids(index, Query("สถาบัน", (word,)))[:2] == ["51", "50"]


def test_excluded_values_take_documents_out(index):
    index.upsert(
        [
            document(50, "สวน", facets={"topic": ("T01",)}),
            document(51, "สวน", facets={"topic": ("T02", "T01")}),
            document(52, "สวน", facets={"topic": ("T02",)}),
        ]
    )
    query = parse("สวน").query
    assert ids(index, Query(query.text, query.words, without={"topic": ("T01",)})) == ["52"]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [(None, None, {"60", "61"}), (5, None, {"61"}), (None, 5, {"60"}), (20, None, set())],
)
def test_dates_have_a_first_day_and_a_day_after_the_last(index, since, until, expected):
    start = now().replace(microsecond=0)
    index.upsert(
        [
            document(60, "ถนนสายใหม่", at=start),
            document(61, "ถนนสายใหม่", at=start + timedelta(days=10)),
        ]
    )
    days = {
        name: start + timedelta(days=after)
        for name, after in (("since", since), ("until", until))
        if after is not None
    }
    words = parse("ถนนสายใหม่").query.words
    assert set(ids(index, Query("ถนนสายใหม่", words, **days))) == expected


def test_a_hit_brings_its_facets(index):
    facets = {"topic": ("T01", "T02"), "outcome": ("mixed",)}
    index.upsert([document(50, "สวนสมเด็จ", facets=facets)])
    index.refresh()
    (hit,) = index.find(parse("สวนสมเด็จ").query, None, 5).hits
    assert dict(hit.facets) == facets


def test_similar_documents_share_telling_words_and_are_other_things(index):
    index.upsert(
        [
            document(70, "ซ่อมถนนลูกรังในฤดูฝน น้ำท่วมผิวจราจร", kind="thread", id="70"),
            document(70, "น้ำท่วมถนนลูกรัง ต้องซ่อมทุกปี", kind="thread", id="70.p1"),
            document(71, "ถนนลูกรังชำรุดเพราะน้ำท่วมผิวจราจร"),
            document(72, "จัดตลาดนัดชุมชน"),
        ]
    )
    index.refresh()
    alike = index.similar(("thread", "70"), None, 3)
    assert alike
    assert alike[0].id == "71"
    assert not [hit for hit in alike if hit.id.startswith("70")]
    assert index.similar(("thread", "70"), frozenset(), 3) == ()
    assert index.similar(("thread", "999"), None, 3) == ()


def test_the_vocabulary_counts_documents(index):
    index.upsert([document(50, "จักรยานยนต์ จักรยานยนต์"), document(51, "จักรยานยนต์")])
    index.refresh()
    counted = dict(index.vocabulary())
    term = parse("จักรยานยนต์").query.words[0].term
    assert counted[term] >= 2
    assert len(counted) > len(PASSAGES)


def test_a_hit_brings_its_weight_which_is_in_its_score(index):
    index.upsert([document(50, "เรือนจำ", weight=0.5), document(51, "เรือนจำ")])
    index.refresh()
    full, half = index.find(parse("เรือนจำ").query, None, 5).hits
    assert (full.id, full.weight, half.id, half.weight) == ("51", 1.0, "50", 0.5)
    assert half.score == pytest.approx(full.score / 2, rel=0.02)


def test_a_long_question_brings_documents_with_less_of_it_beside_the_answer(index):
    words = "กระบือ โคนม แพะแกะ สุกรขุน"
    index.upsert([document(50, words), document(51, f"เลี้ยง{words.split(maxsplit=1)[0]}")])
    index.refresh()
    answer = index.find(parse(f"{words} ไก่ชน เป็ดเทศ").query, frozenset({"all"}), 10)
    found = [hit.id for hit in answer.hits]
    assert found[0] == "50"
    assert "51" not in found
    assert answer.total == len(found)
    assert "51" in [hit.id for hit in answer.more]
    assert index.find(parse(words).query, frozenset(), 10).more == ()
