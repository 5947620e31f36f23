import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.search.analyzer import analysis_version, stem, terms, tokens
from cop.thai.folding import fold
from cop.thai.words import dictionary_version


def terms_of(text):
    return [token.term for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("บทเรียนนวัตกรรม ปี ๒๕๖๓", ["บทเรียน", "นวัตกรรม", "ปี", "2563"]),
        ("เด็กๆ กรุงเทพฯ ฯลฯ", ["เด็ก", "กรุงเทพ"]),
        ("1,000 บาท 1,250.50", ["1000", "บาท", "1250.50"]),
        ("LL-2563-0001", ["ll-2563-0001", "ll", "2563", "0001"]),
        ("COVID-19", ["covid-19", "covid", "19"]),
        ("covid19 h1n1", ["covid19", "covid", "19", "h1n1"]),
        ("running lessons don't", ["run", "lesson", "don't"]),
        ("ก.พ.ร. กพร", ["กพร", "กพร"]),
        ("อบต. อบต", ["อบต", "อบต"]),
        ("สป.มท.", ["สปมท", "สป", "มท"]),
        ("9 ม.ค. 2563", ["9", "มค", "2563"]),
        ("โควิด-19", ["โควิด", "19"]),
        ("นวัต\u200bกรรม", ["นวัตกรรม"]),
        ("— !? 😀", []),
        ("", []),
    ],
)
def test_terms_of_a_text(text, found):
    assert terms_of(text) == found


def test_two_spellings_of_water_are_one_term():
    assert terms_of("น\u0e4d\u0e49า") == terms_of("น้\u0e4dา") == ["น้ำ"]


def test_places_lead_to_the_original_text():
    text = "น\u0e4d\u0e49า ข้าว ๒๕๖๓"
    assert [text[token.start : token.end] for token in tokens(text)] == [
        "น\u0e4d\u0e49า", "ข้าว", "๒๕๖๓",
    ]  # fmt: skip


def test_positions_count_words_and_a_code_stands_with_its_first_part():
    assert [(token.term, token.position, token.whole) for token in tokens("ข่าว a-1 ดี")] == [
        ("ข่าว", 0, False),
        ("a-1", 1, True),
        ("a", 1, False),
        ("1", 2, False),
        ("ดี", 3, False),
    ]


@given(st.text(alphabet="กรตมนวาะเ้ัิ์ๆฯ ab1,.-2\n\u200b'", max_size=60))
def test_any_text_has_terms_inside_it(text):
    found = tokens(text)
    assert [token.term for token in found] == terms(fold(text))
    for token in found:
        assert token.term
        assert 0 <= token.start < token.end <= len(text)


def test_stems_are_of_english_only():
    assert stem("communities") == stem("community")
    assert stem("café") == "café"
    assert stem("2563") == "2563"


def test_the_version_changes_with_the_dictionary():
    assert analysis_version().endswith(dictionary_version())
