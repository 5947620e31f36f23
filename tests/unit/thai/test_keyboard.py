"""The two layouts of one keyboard."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.thai.keyboard import neighbours, to_latin, to_thai

KEYS = string.digits + string.ascii_letters + string.punctuation
LETTERS = [chr(code) for code in (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E4E))]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("l;ylfu", "สวัสดี"),
        ("o;y9dii,", "นวัตกรรม"),
        ("ohemj;,", "น้ำท่วม"),
        ("g0hksohkmuj", "เจ้าหน้าที่"),
        ("-hv,^]", "ข้อมูล"),
        ("xu @&^#", "ปี ๑฿ู๒"),
        ("!@#$&*()_+", "+๑๒๓฿๕๖๗๘๙"),
        ("QWERTYUIOP{}|", '๐"ฎฑธ\u0e4d\u0e4aณฯญฐ,ฅ'),
        ('ASDFGHJKL:"', "ฤฆฏโฌ\u0e47\u0e4bษศซ."),
        ("ZXCVBNM<>?", "()ฉฮ\u0e3a\u0e4c?ฒฬฦ"),
    ],
)
def test_keys_give_the_letters_of_the_thai_layout(typed: str, meant: str) -> None:
    assert to_thai(typed) == meant
    assert to_latin(meant) == typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("สำหหนื", "lesson"), ("แนททีืระั", "community"), ("ฉฯฮณฏ", "COVID")],
)
def test_letters_give_the_keys_of_the_english_layout(typed: str, meant: str) -> None:
    assert to_latin(typed) == meant


def test_every_key_has_one_letter_in_both_shift_states() -> None:
    assert len({to_thai(key) for key in KEYS}) == len(KEYS) == 94
    assert all(to_latin(to_thai(key)) == key for key in KEYS)


@pytest.mark.parametrize("letter", [*LETTERS, *"๐๑๒๓๔๕๖๗๘๙"])
def test_every_thai_letter_mark_and_digit_is_on_the_layout(letter: str) -> None:
    assert to_thai(to_latin(letter)) == letter
    assert to_latin(letter) in KEYS


@given(st.text(alphabet=KEYS + " \n"))
def test_english_keys_come_back(text: str) -> None:
    assert to_latin(to_thai(text)) == text


def test_what_is_on_no_key_of_the_thai_layout_stays() -> None:
    assert to_latin("ปี 2563 EOC é") == "xu 2563 EOC é"


def test_neighbours_are_the_keys_around() -> None:
    assert {"d", "f", "q", "a", "W"} & neighbours("s") == {"d", "a", "W"}
    assert "w" in neighbours("s")
    assert {"ฆ", "ฟ", "ก", "ป"} <= neighbours("ห")
    assert "ว" not in neighbours("ห")
    assert "ห" not in neighbours("ห")
    assert neighbours("é") == neighbours("") == frozenset()
