import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.search.port import Word
from cop.search.query import LONGEST_QUERY, parse


def required(text):
    return [word.term for word in parse(text).query.words if not word.optional]


def test_words_are_read_as_documents_are():
    assert required("บทเรียนนวัตกรรม") == ["บทเรียน", "นวัตกรรม"]
    assert required("น\u0e4d\u0e49า น้ำ ท่วม") == ["น้ำ", "ท่วม"]


def test_a_year_is_searched_in_both_eras_and_offered_as_a_filter():
    parsed = parse("ปี ๒๕๖๓")
    assert parsed.query.words[1] == Word("2563", "2563", twins=("2020",))
    assert parsed.suggested_fiscal_year == 2563
    assert parse("ปี 2020").query.words[1].twins == ("2563",)
    assert parse("ปี 2020").suggested_fiscal_year == 2563
    assert parse("เลขที่ 0001 1500").suggested_fiscal_year is None


def test_joining_words_are_not_required():
    assert required("การรับมือของจังหวัดในฤดูฝน") == ["รับมือ", "จังหวัด", "ฤดูฝน"]
    assert "ของ" not in parse("การรับมือของจังหวัด").highlight_terms


def test_joining_words_alone_are_required():
    assert required("ที่ของ") == ["ที่", "ของ"]


def test_a_code_is_found_by_its_parts_and_the_whole_only_helps():
    assert required("LL-2563-0001") == ["ll", "2563", "0001"]
    whole = parse("LL-2563-0001").query.words[0]
    assert (whole.term, whole.optional) == ("ll-2563-0001", True)


def test_quoted_text_is_a_phrase():
    parsed = parse('สรุป "แผน  ซ้อม" “น้ำท่วม”')
    assert parsed.query.phrases == ("แผน ซ้อม", "น้ำท่วม")
    assert "แผน ซ้อม" in parsed.highlight_terms


@pytest.mark.parametrize("text", ['"', '""', '"a', "“ข่าว"])
def test_quotation_marks_that_close_nothing_are_no_phrases(text):
    assert parse(text).query.phrases == ()


def test_the_words_to_mark_are_folded_and_hold_both_eras_and_stems():
    assert parse("Lessons 2563").highlight_terms == ("lessons", "lesson", "2563", "2020")


def test_filters_kinds_and_order_are_passed_on():
    query = parse("ข่าว", filters={"agency": ("3",)}, kinds=("lesson",), sort="newest").query
    assert query.filters == {"agency": ("3",)}
    assert (query.kinds, query.sort) == (("lesson",), "newest")


@pytest.mark.parametrize(
    "text",
    ["[" * 5000, "(" * 1000, "NOT " * 100, "\x00\ud800", "กรอ" * 9000, "a:b^2~ *?", '"(' * 80, "ๆ"],
)
def test_hostile_text_is_cut_and_read(text):
    parsed = parse(text)
    assert len(parsed.query.text) <= LONGEST_QUERY
    assert len(parsed.query.words) <= 40


@given(st.text(max_size=250))
def test_any_text_is_a_query(text):
    parsed = parse(text)
    assert all(term.strip() for term in parsed.highlight_terms)
    assert parse(parsed.query.text).query.words == parsed.query.words
