"""Names by sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.thai.sounds import same_sound, sound_key

ALIKE = [
    ("ณัฐ", "นัด"), ("ณัฐ", "ณัฏฐ์"), ("วิไล", "วิลัย"), ("วิไลย", "วิไล"), ("พงษ์", "พงศ์"),
    ("ธีระ", "ทีระ"), ("ธีระ", "ธิระ"), ("พรรณี", "พันนี"), ("วรรณา", "วันนา"), ("จันทร์", "จันทน์"),
    ("สิทธิ์", "สิทธ์"), ("ศักดิ์", "ศักย์"), ("สมศักดิ์", "สมสัก"), ("รัตน์", "รัตต์"), ("ภัทรา", "พัทรา"),
    ("อำไพ", "อัมไพ"), ("ใจดี", "ไจดี"), ("ชัยยุทธ", "ไชยยุทธ"), ("ฐิติ", "ธิติ"), ("ญาณี", "ยานี"),
    ("ลักษณ์", "ลักษมณ์"), ("เกษม", "เกสม"), ("เพ็ญศรี", "เพ็นศรี"), ("ธรรม", "ธัม"), ("สุพัฒน์", "สุพัตร์"),
]  # fmt: skip
OTHERS = [
    ("มานี", "มานะ"), ("สมชาย", "สมชัย"), ("สมชาย", "สมหญิง"), ("วิไล", "วิมล"), ("ธีระ", "ธีรา"),
    ("ณัฐ", "ณิช"), ("กานดา", "กัลยา"), ("ปรีชา", "ปรีดา"), ("บุญ", "บาน"), ("แดง", "ดง"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_spellings_of_one_name_sound_alike(first: str, second: str) -> None:
    assert sound_key(first) == sound_key(second)
    assert same_sound(first, second)


@pytest.mark.parametrize(("first", "second"), OTHERS)
def test_other_names_sound_otherwise(first: str, second: str) -> None:
    assert not same_sound(first, second)


def test_what_has_no_thai_sound_is_like_nothing() -> None:
    assert sound_key("2563 LL ๆ ฯ") == ""
    assert not same_sound("abc", "abc")
    assert not same_sound("", "")


def test_encodings_of_one_name_sound_alike() -> None:
    assert same_sound("อำไพ", "อ\u0e4dาไพ")
    assert same_sound("เเดง", "แดง")


@given(st.text(alphabet="กขณฐรศษสวหอะัาำิีุูเแโไใ็์่้ "))
def test_any_text_has_a_key(text: str) -> None:
    assert same_sound(text, text) == bool(sound_key(text))
