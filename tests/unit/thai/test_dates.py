"""Dates and times as readers see them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from babel.dates import get_day_names, get_month_names

from cop.thai import dates
from cop.thai.fiscal_year import BANGKOK

JULY = date(2020, 7, 9)
NOW = datetime(2020, 7, 9, 13, 15, tzinfo=BANGKOK)

# Answers of ICU 78.2 (CLDR 48): Intl.DateTimeFormat("th-TH-u-ca-buddhist"), full and medium.
ICU = [
    ("1900-01-01", "วันจันทร์ที่ 1 มกราคม พ.ศ. 2443", "1 ม.ค. 2443"),
    ("1957-02-28", "วันพฤหัสบดีที่ 28 กุมภาพันธ์ พ.ศ. 2500", "28 ก.พ. 2500"),
    ("2000-02-29", "วันอังคารที่ 29 กุมภาพันธ์ พ.ศ. 2543", "29 ก.พ. 2543"),
    ("2019-03-31", "วันอาทิตย์ที่ 31 มีนาคม พ.ศ. 2562", "31 มี.ค. 2562"),
    ("2019-12-31", "วันอังคารที่ 31 ธันวาคม พ.ศ. 2562", "31 ธ.ค. 2562"),
    ("2020-02-29", "วันเสาร์ที่ 29 กุมภาพันธ์ พ.ศ. 2563", "29 ก.พ. 2563"),
    ("2020-04-13", "วันจันทร์ที่ 13 เมษายน พ.ศ. 2563", "13 เม.ย. 2563"),
    ("2020-05-06", "วันพุธที่ 6 พฤษภาคม พ.ศ. 2563", "6 พ.ค. 2563"),
    ("2020-06-30", "วันอังคารที่ 30 มิถุนายน พ.ศ. 2563", "30 มิ.ย. 2563"),
    ("2020-07-09", "วันพฤหัสบดีที่ 9 กรกฎาคม พ.ศ. 2563", "9 ก.ค. 2563"),
    ("2020-07-10", "วันศุกร์ที่ 10 กรกฎาคม พ.ศ. 2563", "10 ก.ค. 2563"),
    ("2020-08-12", "วันพุธที่ 12 สิงหาคม พ.ศ. 2563", "12 ส.ค. 2563"),
    ("2020-09-30", "วันพุธที่ 30 กันยายน พ.ศ. 2563", "30 ก.ย. 2563"),
    ("2020-10-01", "วันพฤหัสบดีที่ 1 ตุลาคม พ.ศ. 2563", "1 ต.ค. 2563"),
    ("2026-11-22", "วันอาทิตย์ที่ 22 พฤศจิกายน พ.ศ. 2569", "22 พ.ย. 2569"),
    ("2157-12-31", "วันเสาร์ที่ 31 ธันวาคม พ.ศ. 2700", "31 ธ.ค. 2700"),
]


@pytest.mark.parametrize(("iso", "full", "medium"), ICU)
def test_days_are_written_as_icu_writes_them(iso, full, medium):
    day = date.fromisoformat(iso)
    weekday, rest = full.split("ที่ ", 1)
    assert dates.day_era(day) == rest
    assert dates.day_full(day) == f"{weekday}ที่ {rest.replace('พ.ศ. ', '')}"
    assert dates.day_short(day) == medium


@pytest.mark.parametrize("language", ["th", "en"])
def test_names_are_those_of_cldr(language):
    full = get_month_names("wide", locale=language)
    short = get_month_names("abbreviated", locale=language)
    weekdays = get_day_names("wide", locale=language)
    for month in range(1, 13):
        assert dates.month_name(month, language) == full[month]
        assert dates.month_short(month, language) == short[month]
    for weekday in range(7):
        name = dates.weekday_name(weekday, language)
        assert f"{'วัน' if language == 'th' else ''}{name}" == weekdays[weekday]


@pytest.mark.parametrize(
    ("write", "thai", "english"),
    [
        (dates.day, "9 กรกฎาคม 2563", "9 July 2020"),
        (dates.day_full, "วันพฤหัสบดีที่ 9 กรกฎาคม 2563", "Thursday 9 July 2020"),
        (dates.day_era, "9 กรกฎาคม พ.ศ. 2563", "9 July 2020"),
        (dates.day_short, "9 ก.ค. 2563", "9 Jul 2020"),
        (dates.day_tiny, "9 ก.ค. 63", "9 Jul 2020"),
        (dates.clock, "13.15 น.", "13:15"),
        (dates.moment, "9 ก.ค. 2563 เวลา 13.15 น.", "9 Jul 2020, 13:15"),
    ],
)
def test_each_style_in_both_languages(write, thai, english):
    assert write(NOW) == write(NOW, "th") == thai
    assert write(NOW, "en") == english


def test_buddhist_year_is_that_of_bangkok():
    assert dates.year_be(JULY) == 2563
    assert dates.year_be(datetime(2019, 12, 31, 17, tzinfo=UTC)) == 2563
    assert dates.day_tiny(date(1957, 1, 1)) == "1 ม.ค. 00"


def test_instants_are_shown_in_bangkok():
    late = datetime(2020, 9, 30, 23, 5, tzinfo=UTC)
    assert dates.day(late) == "1 ตุลาคม 2563"
    assert dates.clock(late) == "6.05 น."
    assert dates.clock(late, "en") == "06:05"


@pytest.mark.parametrize("write", [dates.day, dates.clock, dates.moment, dates.year_be])
def test_time_without_zone_is_refused(write):
    with pytest.raises(ValueError, match="time zone"):
        write(datetime(2020, 7, 9, 13, 15))  # noqa: DTZ001 - the fault under test


@pytest.mark.parametrize(
    ("last", "thai", "english"),
    [
        (date(2020, 9, 29), "29 กันยายน 2563", "29 September 2020"),
        (date(2020, 9, 30), "29–30 กันยายน 2563", "29–30 September 2020"),
        (date(2020, 10, 1), "29 ก.ย. – 1 ต.ค. 2563", "29 Sep – 1 Oct 2020"),
        (date(2021, 9, 29), "29 ก.ย. 2563 – 29 ก.ย. 2564", "29 Sep 2020 – 29 Sep 2021"),
    ],
)
def test_range_writes_what_is_shared_once(last, thai, english):
    first = date(2020, 9, 29)
    assert dates.day_range(first, last) == thai
    assert dates.day_range(first, last, "en") == english


def test_range_of_instants_is_one_of_days():
    assert dates.day_range(NOW, NOW + timedelta(hours=2)) == "9 กรกฎาคม 2563"


def test_range_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="range"):
        dates.day_range(JULY, date(2020, 7, 8))


@pytest.mark.parametrize(
    ("passed", "thai", "english"),
    [
        (timedelta(minutes=-2), "9 ก.ค. 2563 เวลา 13.17 น.", "9 Jul 2020, 13:17"),
        (timedelta(seconds=-60), "เมื่อสักครู่", "just now"),
        (timedelta(seconds=59), "เมื่อสักครู่", "just now"),
        (timedelta(seconds=60), "1 นาทีก่อน", "1 minute ago"),
        (timedelta(minutes=5), "5 นาทีก่อน", "5 minutes ago"),
        (timedelta(minutes=59, seconds=59), "59 นาทีก่อน", "59 minutes ago"),
        (timedelta(hours=4, minutes=23), "วันนี้ 8.52 น.", "today 08:52"),
        (timedelta(hours=20, minutes=33), "เมื่อวาน 16.42 น.", "yesterday 16:42"),
        (timedelta(hours=37, minutes=14), "เมื่อวาน 0.01 น.", "yesterday 00:01"),
        (timedelta(hours=37, minutes=16), "2 วันก่อน", "2 days ago"),
        (timedelta(days=6), "6 วันก่อน", "6 days ago"),
        (timedelta(days=7), "2 ก.ค. 2563", "2 Jul 2020"),
    ],
)
def test_how_long_ago(passed, thai, english):
    at = (NOW - passed).astimezone(UTC)
    assert dates.ago(at, NOW) == thai
    assert dates.ago(at, NOW, "en") == english


def test_minutes_count_across_midnight():
    now = datetime(2020, 7, 9, 0, 3, tzinfo=BANGKOK)
    assert dates.ago(now - timedelta(minutes=5), now) == "5 นาทีก่อน"
    assert dates.ago(now - timedelta(minutes=61), now) == "เมื่อวาน 23.02 น."
