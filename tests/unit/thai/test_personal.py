"""Personal data is noticed in running Thai, and numbers of other kinds are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.thai.personal import is_citizen_id, spots


def kinds(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in spots(text)]


@pytest.mark.parametrize(
    "written",
    [
        "1101700230708",
        "1-1017-00230-70-8",
        "1 1017 00230 70 8",
        "๑๑๐๑๗๐๐๒๓๐๗๐๘",
        "1–1017–00230–70–8",
    ],
)
def test_a_citizen_number_is_noticed_however_it_is_written(written: str) -> None:
    assert kinds(f"เลขบัตร{written}ของผู้ยื่นคำขอ") == [("citizen_id", written)]


def test_a_wrong_check_digit_is_no_citizen_number() -> None:
    assert is_citizen_id("1101700230708")
    assert not is_citizen_id("1101700230709")
    assert not is_citizen_id("110170023070")
    assert kinds("รหัส 1101700230709 ของครุภัณฑ์") == []


@pytest.mark.parametrize(
    "written",
    ["0812345678", "081-234-5678", "๐๘๑-๒๓๔-๕๖๗๘", "02-123-4567", "056-411-234", "+66 81 234 5678"],
)
def test_a_telephone_number_is_noticed(written: str) -> None:
    assert kinds(f"โทร {written} ในเวลาราชการ") == [("phone", written)]


def test_an_address_is_noticed() -> None:
    assert kinds("ส่งไปที่somchai.j@example.go.thก่อนเที่ยง") == [("email", "somchai.j@example.go.th")]


@pytest.mark.parametrize(
    "text",
    [
        "ประชุม 9 กรกฎาคม 2563 เวลา 09.30-12.00 น.",
        "หนังสือ มท 0211.4/ว 1234 ลงวันที่ 1/7/2563",
        "งบประมาณ 1,234,567,890,123 บาท และ 0.812345678 ส่วน",
        "สายด่วน 1567 และ 191",
        "บทเรียน LL-2563-0001",
        "@ทุกคน",
        "",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_the_place_is_told_with_its_neighbours_and_within_the_line() -> None:
    (spot,) = spots("บรรทัดแรก\nผู้แจ้งชื่อสมชาย โทร 0812345678 แจ้งเมื่อเช้า\nบรรทัดท้าย")
    assert spot.before == "ผู้แจ้งชื่อสมชาย โทร "
    assert spot.after == " แจ้งเมื่อเช้า"


@given(st.text(alphabet="0123456789๐๑๒ -.@กa\n", max_size=300))
def test_any_text_is_read_and_places_do_not_overlap(text: str) -> None:
    found = list(spots(text))
    assert all(one.text in text for one in found)
    assert sum(len(one.text) for one in found) <= len(text)
