"""What a question that finds little may have meant."""

import re
from pathlib import Path

import pytest

from cop.search.analyzer import terms
from cop.search.mending.repairing import Repair, has_crumbs, other_layout, repairs
from cop.search.mending.spelling import Speller
from cop.thai.folding import fold, tidy_line
from cop.thai.keyboard import to_latin, to_thai
from tests.unit.search.words_of_demo import counted, speller, text

QUESTIONS = (Path(__file__).parents[2] / "data" / "english_questions.txt").read_text("utf-8")
ENGLISH = QUESTIONS.splitlines()


@pytest.mark.parametrize("text", ["นวตกรรม", "องกรค์", "ประชุม นวตกรรม"])
def test_pieces_that_are_no_words_are_crumbs(text: str) -> None:
    assert has_crumbs(text)


@pytest.mark.parametrize(
    "text", ["นวัตกรรม", "ประชุมทางไกล", "ผู้ว่าราชการจังหวัดชัยนาท", "covid-19", "2563", "กทม.", ""]
)
def test_words_of_the_language_are_none(text: str) -> None:
    assert not has_crumbs(text)


def _thai_phrases() -> list[str]:
    """Return stretches of the demo content as somebody might type them."""
    return list(dict.fromkeys(re.findall("[ก-ฮเ-ไ][ก-๎]{7,40}", text())))[:400]


def test_thai_on_the_english_layout_is_read_right() -> None:
    phrases = _thai_phrases()
    right = 0
    for phrase in phrases:
        other = other_layout(tidy_line(to_latin(phrase)), speller())
        right += other is not None and terms(fold(other)) == terms(fold(phrase))
    assert len(phrases) >= 200
    assert right / len(phrases) >= 0.95


def test_plain_english_is_left_alone() -> None:
    assert len(ENGLISH) == len(set(ENGLISH)) >= 200
    offered = [one for one in ENGLISH if other_layout(one, speller())]
    assert len(offered) / len(ENGLISH) < 0.01


def test_plain_thai_is_left_alone() -> None:
    assert not [phrase for phrase in _thai_phrases() if other_layout(phrase, speller())]


def test_english_on_the_thai_layout_is_read_right() -> None:
    vocabulary = Speller([*counted().items(), *((term, 3) for term in terms(fold(QUESTIONS)))])
    plain = [one for one in ENGLISH if re.fullmatch("[A-Za-z ]{8,}", one)]
    right = [other_layout(to_thai(one), vocabulary) == one for one in plain]
    assert sum(right) / len(right) >= 0.95


def test_numbers_and_words_of_the_index_stay_as_typed() -> None:
    vocabulary = Speller([("งบประมาณ", 9), ("ปี", 9), ("zoom", 4)])
    typed = to_latin("งบประมาณ ปี") + " 2563 zoom"
    assert other_layout(typed, vocabulary) == "งบประมาณ ปี 2563 zoom"
    assert repairs(typed, vocabulary) == [Repair("layout", "งบประมาณ ปี 2563 zoom")]


@pytest.mark.parametrize(
    ("typed", "kind", "meant"),
    [
        ("นวตกรรมภาครัฐ", "spelling", "นวัตกรรมภาครัฐ"),
        ("งบประมานภาครัฐ", "spelling", "งบประมาณภาครัฐ"),
        ("การจัดการน้ำทวม", "spelling", "การจัดการน้ำท่วม"),
        ("ครูทีระ", "sound", "ครูธีระ"),
        ("Comunity 2563", "spelling", "community 2563"),
    ],
)
def test_a_slip_is_mended_inside_an_unbroken_phrase(typed: str, kind: str, meant: str) -> None:
    words = [
        "นวัตกรรม",
        "ภาครัฐ",
        "งบประมาณ",
        "การ",
        "จัดการ",
        "น้ำท่วม",
        "น้ำ",
        "ครู",
        "ธีระ",
        "communiti",
    ]
    found = repairs(typed, Speller([(word, 20) for word in words]))
    assert [(one.kind, one.text) for one in found[:1]] == [(kind, meant)]


def test_known_words_blanks_and_long_lines_bring_nothing() -> None:
    assert repairs("", speller()) == repairs("   ", speller()) == []
    assert repairs("นวัตกรรม", Speller([("นวัตกรรม", 5), ("นวัตกรรน", 50)])) == []
    assert len(repairs("กข" * 4000 + " qqq", speller())) <= 3
