"""Questions that no words answer, found by their letter clusters."""

from dataclasses import replace

import pytest

from cop.search.language.query import parse
from cop.search.port import Query
from tests.web.search.passages import PASSAGES, document


def _ids(index, text: str, audience=None, **more: object) -> list[str]:
    index.refresh()
    query: Query = replace(parse(text).query, loose=True, **more)
    return [hit.id for hit in index.find(query, audience, 20).hits]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("นวตกรรมภาครัฐ", "0"), ("หอกรจายข่าว", "1"), ("ข้าวกลอง", "2"), ("จองคิวอนไลน์", "3"),
        ("โรคติดชื้อระบาด", "4"), ("วิถชีวิตเดิม", "5"), ("จัดซือโปร่งใส", "6"), ("น้ำท่วซ้ำ", "7"),
        ("รถบรการเคลื่อนที่", "8"), ("the lesons board", "9"),
    ],
)  # fmt: skip
def test_a_letter_lost_still_leads_to_the_text(index, typed: str, meant: str) -> None:
    assert _ids(index, typed)[0] == meant


def test_every_passage_is_found_by_a_stretch_of_it_with_a_letter_lost(index) -> None:
    for number, body in enumerate(PASSAGES[:7]):
        stretch = body.split()[0][:24]
        for at in range(2, len(stretch) - 2, 3):
            assert _ids(index, stretch[:at] + stretch[at + 1 :])[0] == str(number)


def test_what_has_nothing_of_the_question_is_not_found(index) -> None:
    assert _ids(index, "ฌฆฏฎธฑฒฬฦ") == []
    assert _ids(index, "zzzqq") == []


def test_a_question_that_is_not_loose_finds_words_alone(index) -> None:
    typed = "หอกรจายข่ว"
    index.refresh()
    assert index.find(parse(typed).query, frozenset(), 20).total == 0
    strict = index.find(parse(typed).query, None, 20)
    assert _ids(index, typed)[0] == "1"
    assert strict.total <= len(_ids(index, typed))


def test_filters_readers_quotes_and_exclusions_hold_for_loose_questions(index) -> None:
    index.upsert(
        [
            document(50, "แผนปรับปรุงเขื่อนกันคลื่น", audience=("c1",), facets={"topic": ("T01",)}),
            document(51, "แผนปรับปรุงเขื่อนกันคลื่นอีกฉบับ", audience=("all",)),
        ]
    )
    typed = "ปรับปรุเขื่อนกันคลื่น"
    assert set(_ids(index, typed)[:2]) == {"50", "51"}
    assert _ids(index, typed, frozenset({"all"}))[0] == "51"
    assert "50" not in _ids(index, typed, frozenset({"all"}))
    assert _ids(index, typed, frozenset()) == []
    assert _ids(index, typed, filters={"topic": ("T01",)}) == ["50"]
    assert "51" not in _ids(index, typed, excluded=("อีกฉบับ",))
    assert _ids(index, f'{typed} "อีกฉบับ"') == ["51"]


def test_what_the_reader_may_not_see_changes_nothing(index) -> None:
    typed = "หอกรจายข่าวทุกเช้า"
    index.upsert([document(60, "กระจายข่าวช้า"), document(61, "หอกระจายเสียงทุกหมู่บ้าน")])
    before = set(_ids(index, typed, frozenset({"all"})))
    assert {"1", "60", "61"} <= before
    index.upsert([document(number, "กรจายข่าวทุกเช้า", audience=("c1",)) for number in range(70, 190)])
    assert set(_ids(index, typed, frozenset({"all"}))) == before
    assert len(_ids(index, typed, frozenset({"c1"}))) == 20
