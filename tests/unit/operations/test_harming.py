"""Harmed questions: encodings look the same and are the same, slips are always the same slip."""

import pytest

from cop.operations.harming import HARMS
from cop.search.language.query import parse
from cop.thai.folding import fold

ENCODINGS = ("spaces", "digits", "order", "apart", "double", "encoded")
QUESTION = "แผนรับน้ำท่วมปี 2563 ที่แม่น้ำชี เปลี่ยนไปอย่างไรจากเดิม 4 ข้อ"


@pytest.mark.parametrize("harm", ENCODINGS)
def test_another_encoding_is_the_same_question(harm: str) -> None:
    harmed = HARMS[harm](QUESTION)
    assert harmed != QUESTION
    assert fold(harmed) == fold(QUESTION)
    assert parse(harmed).query.words == parse(QUESTION).query.words


@pytest.mark.parametrize(("harm", "letters"), [("lost", 1), ("lost-3", 3)])
def test_so_many_letters_are_lost_and_always_the_same(harm: str, letters: int) -> None:
    harmed = HARMS[harm](QUESTION)
    assert len(harmed) == len(QUESTION) - letters
    assert harmed == HARMS[harm](QUESTION)
    assert [one for one in harmed if one in "2563 "] == [one for one in QUESTION if one in "2563 "]


@pytest.mark.parametrize("text", ["", "ก", "video 2563", "?"])
def test_what_has_nothing_to_lose_stays(text: str) -> None:
    assert HARMS["lost-3"](text) == text
    assert HARMS["none"](text) == text
