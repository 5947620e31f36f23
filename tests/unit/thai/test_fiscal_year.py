"""The fiscal year: 1 October to 30 September, named after the Buddhist year of its end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.thai.fiscal_year import (
    BANGKOK,
    bangkok_day,
    bounds,
    first_day,
    fiscal_quarter,
    fiscal_year,
    fiscal_years_back,
    in_bangkok,
    last_day,
)

YEARS = st.integers(2443, 2700)
DAYS = st.dates(date(1900, 1, 1), date(2157, 12, 31))


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2019, 9, 30), 2562, 4),
        (date(2019, 10, 1), 2563, 1),
        (date(2019, 12, 31), 2563, 1),
        (date(2020, 1, 1), 2563, 2),
        (date(2020, 4, 1), 2563, 3),
        (date(2020, 7, 9), 2563, 4),
        (date(2020, 10, 1), 2564, 1),
        (date(2026, 11, 22), 2570, 1),
    ],
)
def test_day_belongs_to_its_fiscal_year_and_quarter(day, year, quarter):
    assert (fiscal_year(day), fiscal_quarter(day)) == (year, quarter)


def test_bangkok_decides_the_year_of_an_instant():
    late = datetime(2020, 9, 30, 23, 30, tzinfo=UTC)
    assert bangkok_day(late) == date(2020, 10, 1)
    assert in_bangkok(late).hour == 6
    assert (fiscal_year(late), fiscal_quarter(late)) == (2564, 1)
    assert fiscal_year(datetime(2020, 9, 30, 16, 59, tzinfo=UTC)) == 2563


def test_bangkok_has_a_name_and_no_summer_time():
    assert BANGKOK.tzname(None) == "Asia/Bangkok"
    assert BANGKOK.utcoffset(None) == timedelta(hours=7)


@pytest.mark.parametrize("read", [fiscal_year, fiscal_quarter, bangkok_day, in_bangkok])
def test_instant_without_zone_is_refused(read):
    with pytest.raises(ValueError, match="time zone"):
        read(datetime(2020, 7, 9, 13, 15))  # noqa: DTZ001 - the fault under test


def test_bounds_are_utc_instants():
    assert first_day(2563) == date(2019, 10, 1)
    assert last_day(2563) == date(2020, 9, 30)
    start, end = bounds(2563)
    assert start == datetime(2019, 9, 30, 17, tzinfo=UTC)
    assert end == datetime(2020, 9, 30, 17, tzinfo=UTC)
    assert start.tzinfo is UTC
    assert end.tzinfo is UTC


def test_years_back_begin_with_the_current_one():
    assert fiscal_years_back(date(2020, 7, 9), 3) == [2563, 2562, 2561]
    assert fiscal_years_back(date(2020, 7, 9), 0) == []


@given(YEARS)
def test_years_touch_without_gap_or_overlap(year):
    start, end = bounds(year)
    assert end == bounds(year + 1)[0]
    assert last_day(year) + timedelta(days=1) == first_day(year + 1)
    tick = timedelta(microseconds=1)
    assert [fiscal_year(at) for at in (start - tick, start, end - tick, end)] == [
        year - 1,
        year,
        year,
        year + 1,
    ]


@given(DAYS)
def test_each_day_lies_within_its_year(day):
    year = fiscal_year(day)
    assert first_day(year) <= day <= last_day(year)
    assert fiscal_quarter(day) == (day.month + 2) // 3 % 4 + 1
