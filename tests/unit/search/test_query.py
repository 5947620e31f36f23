import timeit
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.search.language.query import LONGEST_QUERY, MOST_BRACKETS, parse
from cop.search.language.synonyms import Pair, Synonyms
from cop.search.port import Word


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


@pytest.mark.parametrize(
    "text",
    ['"แผน ซ้อม"', "“แผน ซ้อม”", "„แผน ซ้อม“", "«แผน ซ้อม»", "＂แผน ซ้อม＂", "「แผน ซ้อม」", "'แผน ซ้อม'",
     "‘แผน ซ้อม’", "ดู“แผน ซ้อม”ที่นี่"],
)  # fmt: skip
def test_quotation_marks_of_any_kind_make_a_phrase(text):
    assert parse(text).query.phrases == ("แผน ซ้อม",)


def test_apostrophes_are_no_quotation_marks():
    assert parse("it's the people's plan").query.phrases == ()


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


PIECES = (
    *(
        "-",
        '"',
        "“",
        "”",
        "'",
        ":",
        "：",
        "(",
        ")",
        "[",
        " ",
        "\u200b",
        "\ud800",
        ".",
        "ๆ",
        "๒๕๖๓",
        "63",
    ),
    *("title:", "ชื่อ:", "-จังหวัด:", "before:", "หลัง:", "ปีงบ:", "kind:", "has:", "author:", "x:"),
    *("9 ก.ค. 2563", "น้ำท่วม", "มท.", "สดร.", "CoP", "กระทู้", "recording", "2020-07-09", "แผน"),
)
KNOWN = Synonyms(
    [
        Pair("มท.", "กระทรวงมหาดไทย", True),
        Pair("สดร.", "สถาบันดำรงราชานุภาพ"),
        Pair("สดร.", "สถาบันวิจัยดาราศาสตร์แห่งชาติ"),
        Pair("CoP", "ชุมชนนักปฏิบัติ", True),
    ]
)
garbage = st.text(max_size=250) | st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(garbage)
def test_any_text_is_a_query(text):
    parsed = parse(text, known=KNOWN)
    assert all(term.strip() for term in parsed.highlight_terms)
    assert all(piece.strip() for piece in parsed.query.excluded + parsed.query.phrases)
    assert len(parsed.text) <= LONGEST_QUERY
    assert sum(parsed.text.count(bracket) for bracket in "()[]{}<>") <= MOST_BRACKETS
    assert parse(parsed.text, known=KNOWN) == parsed
    for part in parsed.understood:
        assert part.text in parsed.text
        assert len(part.without_part) < len(parsed.text)


def test_the_longest_query_is_read_in_five_milliseconds():
    text = "".join(PIECES * 9)[:LONGEST_QUERY]
    rest = 'มท. -ข่าว "แผน" จังหวัด:เลย before:9 ก.ค. 63 ' * 9
    for line in (text, rest[:LONGEST_QUERY], "before:1 " * 22, "-" * 200, '"' * 200, "ก." * 100):
        parse(line, known=KNOWN)
        took = min(timeit.repeat(partial(parse, line, known=KNOWN), number=1, repeat=20))
        assert took < 0.005, line
