"""Dates and times as people type them."""

import time
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.thai import dates
from cop.thai.date_reading import MAX_LENGTH, DateProblem, read_date, read_moment
from cop.thai.fiscal_year import BANGKOK
from cop.thai.numerals import to_thai

JULY = date(2020, 7, 9)
QUARTER_PAST_ONE = datetime(2020, 7, 9, 6, 15, tzinfo=UTC)
# The years that readers of each style can tell: all Buddhist ones, common ones, two digits.
BUDDHIST = st.dates(date(1900, 1, 1), date(2157, 12, 31))
COMMON = st.dates(date(1900, 1, 1), date(2100, 12, 31))
TWO_DIGITS = st.dates(date(1957, 1, 1), date(2056, 12, 31))

WRITINGS = """
9 ก.ค. 2563
๙ กรกฎาคม พ.ศ. ๒๕๖๓
9/7/2563
09/07/63
9-7-2563
2020-07-09
2563-07-09
2020/7/9
9.7.2563
9 7 2563
9 / 7 / 2563
9–7–2563
9/7/2020
9 กค 2563
9 ก.ค 63
9 ก. ค. 2563
9ก.ค.2563
9-ก.ค.-63
9-Jul-2020
9 กรกฎา 63
9 กรกฏาคม 2563
9 เดือนกรกฎาคม ปี 2563
9 กรกฎาคม พ.ศ.2563
9 ก.ค. พศ 2563
9 กรกฎาคม พุทธศักราช 2563
9 กรกฎาคม ค.ศ. 2020
9 กรกฎาคม คริสต์ศักราช 2020
9 July 2563 B.E.
9 July BE 2563
9 July 2020 A.D.
9 July 2020 C.E.
วันที่ 9 กรกฎาคม 2563
วันพฤหัสบดีที่ 9 กรกฎาคม 2563
วันพฤหัสบดี ที่ 9 กรกฎาคม 2563
พฤหัส 9 ก.ค. 63
พฤ. 9/7/63
9 July 2020
9 JULY 2020
9 jul, 2020
9th July 2020
July 9, 2020
Jul. 9 2020
Thursday 9 July 2020
Thu, July 9th, 2020
Thurs. 9 July 2020
9 กรกฎาคม 2563 (2020)
9 กรกฎาคม 2563 (ค.ศ. 2020)
9 ก.ค. 2563 / 2020
9 July 2020 (2563 B.E.)
9/7/2563 (2020)
""".strip().splitlines()


@pytest.mark.parametrize("text", WRITINGS)
def test_every_way_of_writing_is_read(text):
    assert read_date(text) == JULY
    assert read_date(to_thai(text)) == JULY


@pytest.mark.parametrize(
    "text", ["\u200b9\u00a0ก.ค.\u200b 2563\ufeff", "  9   ก.ค.\t2563\n", "9\u2009ก.ค.\u20602563"]
)
def test_spaces_and_invisible_characters_do_not_matter(text):
    assert read_date(text) == JULY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \u200b\u00a0", "empty"),
        ("พรุ่งนี้", "not_a_date"),
        ("2563", "not_a_date"),
        ("9 ก.ค.", "not_a_date"),
        ("9/7", "not_a_date"),
        ("13.15", "not_a_date"),
        ("20200709", "not_a_date"),
        ("2020/07/2563", "not_a_date"),
        ("9 ก.ค. 2563 13.15", "not_a_date"),
        ("9 ก.ค. 2563" + " " * MAX_LENGTH, "not_a_date"),
        ("9 ฟู. 2563", "month_unknown"),
        ("9 ก 2563", "month_unknown"),
        ("7/13/2563", "month_unknown"),
        ("9/0/2563", "month_unknown"),
        ("29 ก.พ. 2562", "no_such_day"),
        ("31/4/2563", "no_such_day"),
        ("0/4/2563", "no_such_day"),
        ("2563-02-30", "no_such_day"),
        ("วันศุกร์ที่ 9 กรกฎาคม 2563", "no_such_day"),
        ("9 กรกฎาคม พ.ศ. 2020", "era_mixed"),
        ("9 กรกฎาคม ค.ศ. 2563", "era_mixed"),
        ("9 July 2563 AD", "era_mixed"),
        ("9 กรกฎาคม พ.ศ. 2563 ค.ศ.", "era_mixed"),
        ("9 กรกฎาคม 2563 (2021)", "era_mixed"),
        ("9 ก.ค. 2563 / 2019", "era_mixed"),
        ("9 ก.ค. 2399", "year_out_of_range"),
        ("9 ก.ค. 2701", "year_out_of_range"),
        ("9 ก.ค. 1899", "year_out_of_range"),
        ("9 ก.ค. 2101", "year_out_of_range"),
        ("9 ก.ค. 563", "year_out_of_range"),
        ("9 ก.ค. 5", "year_out_of_range"),
        ("9 ก.ค. ค.ศ. 20", "year_out_of_range"),
    ],
)
def test_what_is_wrong_has_a_code(text, code):
    with pytest.raises(DateProblem) as problem:
        read_date(text)
    assert problem.value.code == code


def test_problem_names_the_parts_at_fault():
    with pytest.raises(DateProblem) as problem:
        read_date("29 ก.พ. 2562")
    assert problem.value.details == {"day": 29, "month": 2, "year": 2019}


def test_leap_day_of_a_buddhist_year_is_a_day():
    assert read_date("29 ก.พ. 2563") == date(2020, 2, 29)
    assert read_date("29/2/63") == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("text", "year"), [("2400", 1857), ("2700", 2157), ("1900", 1900), ("2100", 2100), ("00", 1957)]
)
def test_edges_of_the_calendars(text, year):
    assert read_date(f"1/1/{text}") == date(year, 1, 1)


@given(BUDDHIST)
def test_thai_writing_is_read_back(day):
    styles = (dates.day, dates.day_full, dates.day_era, dates.day_short)
    for write in styles:
        assert read_date(write(day)) == read_date(to_thai(write(day))) == day
    year = dates.year_be(day)
    for text in (f"{day.day}/{day.month}/{year}", f"{year}-{day.month:02}-{day.day:02}"):
        assert read_date(text) == read_date(to_thai(text)) == day


@given(COMMON)
def test_english_writing_is_read_back(day):
    for write in (dates.day, dates.day_full, dates.day_short, dates.day_tiny):
        assert read_date(write(day, "en")) == day
    assert read_date(day.isoformat()) == day


@given(TWO_DIGITS)
def test_two_digits_are_read_back(day):
    assert read_date(dates.day_tiny(day)) == read_date(to_thai(dates.day_tiny(day))) == day


@given(st.datetimes(datetime(1900, 1, 2), datetime(2100, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001 - Hypothesis adds the zone
def test_moments_are_read_back(at):
    minute = at.replace(second=0, microsecond=0)
    for language in ("th", "en"):
        assert read_moment(dates.moment(at, language)) == minute
    assert read_moment(to_thai(dates.moment(at))) == minute
    assert read_moment(at.isoformat(timespec="minutes")) == minute
    assert read_moment(at.astimezone(BANGKOK).strftime("%Y-%m-%dT%H:%M")) == minute


@given(st.text(st.sampled_from("0129กคพศวันที่. /-,:()tบเวลา"), max_size=MAX_LENGTH))
def test_nothing_typed_ends_in_another_error(text):
    for read in (read_date, read_moment):
        with suppress(DateProblem):
            assert 1857 <= read(text).year <= 2157


@pytest.mark.parametrize(
    "text",
    [
        "9 ก.ค. 2563 13.15 น.",
        "9 ก.ค. 2563 เวลา 13:15",
        "9 กรกฎาคม 2563, 13.15",
        "9 ก.ค. 2563เวลา13.15น.",
        "๙ ก.ค. ๒๕๖๓ เวลา ๑๓.๑๕ น.",
        "9.7.2563 13.15",
        "2020-07-09T13:15",
        "2020-07-09 13:15:00",
        "2020-07-09T13:15+07:00",
        "2020-07-09T06:15:00.000Z",
        "2020-07-09T01:15-0500",
        "2020-07-09T15:45 +09:30",
        "9 Jul 2020, 13:15",
        "July 9, 2020 at 13:15",
    ],
)
def test_moments_are_of_bangkok_unless_they_say_so(text):
    moment = read_moment(text)
    assert moment == QUARTER_PAST_ONE
    assert moment.tzinfo is UTC


def test_full_hour_needs_no_minutes():
    assert read_moment("9 ก.ค. 2563 เวลา 9 น.") == datetime(2020, 7, 9, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("เวลา 13.15 น.", "empty"),
        ("9 ก.ค. 2563", "time_missing"),
        ("9.07.63", "time_missing"),
        ("9 ก.ค. 2563 24.00 น.", "no_such_time"),
        ("9 ก.ค. 2563 13.60", "no_such_time"),
        ("9 ก.ค. 2563 13.15.60", "no_such_time"),
        ("29 ก.พ. 2562 13.15", "no_such_day"),
        ("29 ก.พ. 2562", "no_such_day"),
        ("9 ก.ค. 2563 13.15 - 16.00 น.", "not_a_date"),
        ("9 ก.ค. 2563 บ่ายโมง", "not_a_date"),
    ],
)
def test_what_is_wrong_with_a_moment_has_a_code(text, code):
    with pytest.raises(DateProblem) as problem:
        read_moment(text)
    assert problem.value.code == code


@pytest.mark.parametrize(
    "text", ["9 " + "ก " * 39, "9 " + "b e " * 19, "9 " + "/" * 78, " 1" * 40, "ก" * 1_000_000]
)
def test_hostile_text_is_refused_at_once(text):
    begun = time.process_time()
    for read in (read_date, read_moment):
        with pytest.raises(DateProblem):
            read(text)
    assert time.process_time() - begun < 0.05
