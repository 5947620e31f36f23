"""Digits in both systems."""

from hypothesis import given
from hypothesis import strategies as st

from cop.thai.numerals import digits, to_arabic, to_thai

MIXED = st.text(st.sampled_from("0123456789๐๑๒๓๔๕๖๗๘๙กะ่ .a–😀"))


def test_digits_change_and_nothing_else_does():
    assert to_arabic("ครั้งที่ ๔/๒๕๖๓ No. 7") == "ครั้งที่ 4/2563 No. 7"
    assert to_thai("ครั้งที่ 4/2563 a ๗") == "ครั้งที่ ๔/๒๕๖๓ a ๗"
    assert to_thai("0123456789") == "๐๑๒๓๔๕๖๗๘๙"


def test_reader_gets_the_system_that_was_chosen():
    assert digits("๙ ก.ค. 2563", "arabic") == "9 ก.ค. 2563"
    assert digits("๙ ก.ค. 2563", "thai") == "๙ ก.ค. ๒๕๖๓"


@given(MIXED)
def test_changing_twice_is_changing_once(text):
    assert to_arabic(to_arabic(text)) == to_arabic(text)
    assert to_thai(to_thai(text)) == to_thai(text)


@given(MIXED)
def test_one_system_comes_back_from_the_other(text):
    assert to_arabic(to_thai(text)) == to_arabic(text)
    assert to_thai(to_arabic(text)) == to_thai(text)
    assert len(to_thai(text)) == len(text)
