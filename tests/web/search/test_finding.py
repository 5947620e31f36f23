"""What every engine behind the search port finds, and in which order."""

import pytest

from cop.search.language.query import parse
from cop.search.port import Query
from tests.web.search.passages import PASSAGES, TRUTHS, document, found


@pytest.mark.parametrize("word", TRUTHS)
def test_words_are_found_inside_longer_words_and_nothing_else_is(index, word):
    answer = index.find(parse(word).query, None, 20)
    assert {int(hit.id) for hit in answer.hits} == TRUTHS[word]
    assert answer.total == len(TRUTHS[word])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2563", "๒๕๖๓"),
        ("2563", "2020"),
        ("น\u0e4d\u0e49าท่วม", "น้ำท่วม"),
        ("1000", "๑,๐๐๐"),
        ("นวัต\u200bกรรม", "นวัตกรรม"),
        ("เเหล่งน้ำ", "แหล่งน้ำ"),
        ("LL-2563-0001", "ll-2563-0001"),
        ("covid19", "COVID-19"),
    ],
)
def test_two_spellings_find_the_same(index, one, other):
    assert found(index, one)
    assert sorted(found(index, one)) == sorted(found(index, other))


def test_a_whole_word_ranks_before_a_part_of_one(index):
    index.upsert([document(90, "รัฐกับประชาชนทำงานร่วมกัน"), document(91, "ภาครัฐและเอกชนร่วมกัน")])
    index.refresh()
    assert found(index, "รัฐ")[0] == "90"


def test_few_words_are_all_required_when_something_has_them(index):
    answer = index.find(parse("ตลาด รายได้").query, None, 10)
    assert [hit.id for hit in answer.hits] == ["2"]
    assert answer.total == 1
    assert answer.all_words


def test_any_word_will_do_when_nothing_has_them_all(index):
    answer = index.find(parse("พายุ แม่บ้าน").query, None, 10)
    assert {hit.id for hit in answer.hits} == {"7", "2"}
    assert answer.total == 2
    assert not answer.all_words


def test_a_long_question_finds_what_answers_it(index):
    assert found(index, "ชาวบ้านย้ายเครื่องสูบน้ำไปไว้ที่ไหนก่อนที่พายุจะเข้าหมู่บ้าน")[0] == "7"


def test_quoted_text_must_stand_in_the_document(index):
    assert found(index, '"ตลาดชุมชน"') == ["2"]
    assert found(index, '"ชุมชนตลาด"') == []
    assert found(index, '"lessons board" 2563') == ["9"]


def test_titles_and_keywords_count_for_more_than_bodies(index):
    index.upsert(
        [
            document(80, "ข้อความเรื่องชลประทานทั่วไป", title="บันทึก"),
            document(81, "ข้อความทั่วไป", title="ชลประทานขนาดเล็ก"),
            document(82, "ข้อความทั่วไป", title="บันทึก", keywords=("ชลประทาน",)),
        ]
    )
    index.refresh()
    assert found(index, "ชลประทาน")[0] == "81"
    assert set(found(index, "ชลประทาน")) == {"80", "81", "82"}


def test_weight_lifts_a_document(index):
    index.upsert([document(70, "เหมืองเก่า"), document(71, "เหมืองเก่า", weight=1.5)])
    index.refresh()
    assert found(index, "เหมือง") == ["71", "70"]


def test_no_words_finds_everything_newest_first(index):
    answer = index.find(Query(), None, 3)
    assert [hit.id for hit in answer.hits] == ["9", "8", "7"]
    assert answer.total == len(PASSAGES)


def test_signs_alone_find_nothing(index):
    assert index.find(parse("((( ???").query, None, 5).total == 0


def test_newest_orders_by_time(index):
    assert [hit.id for hit in index.find(parse("น้ำ", sort="newest").query, None, 5).hits] == [
        "7",
        "1",
    ]


def test_filters_and_kinds_narrow_the_answer(index):
    index.upsert(
        [
            document(60, "สะพานไม้", facets={"agency": ("a",), "fiscal_year": ("2563",)}),
            document(61, "สะพานไม้", facets={"agency": ("b",), "fiscal_year": ("2563",)}),
            document(62, "สะพานไม้", kind="thread", facets={"agency": ("a", "c")}),
        ]
    )
    index.refresh()

    def ids(**over):
        query = parse("สะพาน", **over).query
        return {hit.id for hit in index.find(query, None, 9).hits}

    assert ids(filters={"agency": ("a",)}) == {"60", "62"}
    assert ids(filters={"agency": ("b", "c")}) == {"61", "62"}
    assert ids(filters={"agency": ("a",), "fiscal_year": ("2563",)}) == {"60"}
    assert ids(kinds=("thread",)) == {"62"}
    assert ids(filters={"agency": ("nobody",)}) == set()


def test_the_audience_hides_documents_and_their_number(index):
    index.upsert(
        [
            document(50, "แผนลับเรื่องเขื่อน", audience=("community:1", "member:7")),
            document(51, "แผนเปิดเรื่องเขื่อน", audience=("all",)),
        ]
    )
    index.refresh()
    outside = index.find(parse("เขื่อน").query, frozenset({"all"}), 9)
    assert ([hit.id for hit in outside.hits], outside.total) == (["51"], 1)
    inside = index.find(parse("เขื่อน").query, frozenset({"all", "member:7"}), 9)
    assert inside.total == 2
    assert index.find(parse("เขื่อน").query, frozenset(), 9).total == 0
    assert index.find(parse('"แผนลับ"').query, frozenset({"all"}), 9).total == 0
    assert index.suggest("เรื่องที่ 50", frozenset({"all"}), 9) == ()
    assert [hit.id for hit in index.suggest("เรื่องที่ 50", None, 9)] == ["50"]


def test_limit_cuts_the_hits_and_not_the_total(index):
    answer = index.find(parse("บ้าน").query, None, 2)
    assert (len(answer.hits), answer.total) == (2, 4)


def test_titles_are_suggested_from_unfinished_words(index):
    index.upsert(
        [
            document(40, "", title="บทเรียนองค์กรนวัตกรรม"),
            document(41, "", title="บทเรียนน้ำท่วม"),
            document(42, "", title="Community of practice"),
        ]
    )
    index.refresh()

    def suggested(prefix):
        return [hit.id for hit in index.suggest(prefix, None, 5)]

    assert suggested("บทเรียน") == ["41", "40"]
    assert suggested("นวัต") == ["40"]
    assert suggested("องค์กรนวัตก") == ["40"]
    assert suggested("บทเรียนน้ำ") == ["41"]
    assert suggested("น้ำ บทเรียน") == ["41"]
    assert suggested("commu") == ["42"]
    assert suggested("munity") == []
    assert suggested("") == []
    assert suggested("ไม่มีคำนี้") == []
