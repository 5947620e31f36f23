"""Thai dictionary order."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.thai.collation import thai_key
from cop.thai.numerals import to_arabic, to_thai

# The order of ICU 78.2 (CLDR 48): Intl.Collator("th").
ICU = """
10 9 กก ก๊ก ก.พ. กพร. กระบี่ กรุงเทพมหานคร เกง เก่ง ไก่ ขา ข่า ข้า เขา เข่า เข้า โขน ไข ไข่ คน ครู
ความรู้ เครือข่าย โครงการ ใคร จัน จันทน์ จันทร์ ใจ ชุมชน เชียงราย เชียงใหม่ ทะ ทั้งที ทั้งๆที่ ทัน ทา
ทำ ที ที่ บทเรียน ปทุมธานี พะเยา พิจิตร เพชรบุรี เพชรบูรณ์ แพร่ แม่ฮ่องสอน รัก เรียน ฤดู ฤๅษี ลา
ลำปาง ลำพูน เลย แลกเปลี่ยน สงขลา สระบุรี อ่างทอง อำนาจเจริญ อุดรธานี
""".split()  # noqa: SIM905 - a list of words reads as a text

TEXT = st.text(st.sampled_from("กขคเแโใไะาำิีุู็่้๊๋์ํๅๆฯ 0๐9๙aAzZ-./(\u200b\t"), max_size=12)

# Any storable text; `st.text()` would first build tables of all of Unicode for some seconds.
ANY_LETTER = st.builds(chr, st.integers(0, 0xD7FF) | st.integers(0xE000, 0x10FFFF))
ANY_TEXT = st.lists(ANY_LETTER, max_size=40).map("".join)


def test_words_stand_as_icu_puts_them():
    assert sorted(set(ICU), key=thai_key) == ICU


def test_order_agrees_with_pythainlp(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHAINLP_DATA", str(tmp_path))
    from pythainlp.corpus import thai_words  # noqa: PLC0415 - reads the variable when imported
    from pythainlp.util import collate  # noqa: PLC0415

    plain = re.compile("[ก-ฮะ-ูเ-ไ็-์]+")
    words = collate(sorted(word for word in thai_words() if plain.fullmatch(word))[::20])
    wrong = [pair for pair in pairwise(words) if thai_key(pair[0]) > thai_key(pair[1])]
    # It writes the tone behind the word, so that ต้อ follows ตอก; ICU and we put it before.
    assert len(words) > 2500
    assert len(wrong) < len(words) * 0.03
    assert all(re.search("[็-์]", "".join(pair)) for pair in wrong)


def test_order_of_bytes_is_the_order_of_text():
    assert sorted(ICU, key=lambda word: thai_key(word).encode()) == ICU


def test_people_of_one_given_name_stand_together():
    people = ["กนก จันทร์ดี", "กนก วงศ์ใหญ่", "กนกพร กาญจนา", "กนกวรรณ แก้ว"]
    assert sorted(set(people), key=thai_key) == people


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("น้ำ", "น้ํา"),
        ("น้ำ", "นํ้า"),
        ("น้ำ", "นำ้"),
        ("แม่", "เเม่"),
        ("ที่", "ท่ี"),
        ("สิทธิ์", "สิทธ์ิ"),
        ("ปู่", "ปู่"),
        ("บท\u200bเรียน", "บทเรียน"),
        ("  สมชาย\u00a0 ใจดี ", "สมชาย ใจดี"),
        ("COP ๒๕๖๓", "cop 2563"),
        ("cafe\u0301", "CAFÉ"),
        ("ก\x00ข\x01", "กข"),
    ],
)
def test_spellings_that_look_alike_have_one_key(one, other):
    assert thai_key(one) == thai_key(other)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", "ก"),
        ("9", "ก"),
        ("z", "ก"),
        ("ต่าง", "ต่าง ๆ"),
        ("ต่าง ๆ กัน", "ต่างจาก"),
        ("“ก่อน”", "ขวา"),
        ("(ร่าง) แนวทาง", "รายงาน"),
        ("1/2563", "12"),
        ("ฤๅษี", "ลา"),
    ],
)
def test_first_stands_before_second(first, second):
    assert thai_key(first) < thai_key(second)


@given(TEXT)
def test_digits_and_case_do_not_matter(text):
    assert thai_key(to_thai(text)) == thai_key(to_arabic(text)) == thai_key(text)
    assert thai_key(text.upper()) == thai_key(text.lower())


@given(TEXT, TEXT)
def test_only_texts_that_fold_alike_share_a_key(one, other):
    def folded(text: str) -> str:
        return thai_key(text).split("\x01", 1)[1]

    assert (thai_key(one) == thai_key(other)) == (folded(one) == folded(other))


@given(ANY_TEXT, ANY_TEXT)
def test_key_can_be_stored_and_compared_anywhere(one, other):
    first, second = thai_key(one), thai_key(other)
    assert first.count("\x01") == 1
    assert "\x00" not in first
    assert (first < second) == (first.encode() < second.encode())
