"""The official calendar, day by day, against two calendars made by others.

What differs is listed with its reason. A listed difference that disappears, or a new one, fails: then somebody has to
look at the announcement and not at the library.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import holidays
import numpy
import pytest

from motcua.working_time.calendar import DayKind
from motcua.working_time.official_days import YEARS, official_calendar, official_days
from tests.working_time import walking
from tests.working_time.moments import CALENDAR

#: Days that the PyPI package `holidays` 0.109 has otherwise
LIBRARY_IS_WRONG = {
    date(2026, 1, 2): "swapped off by letter 12729/VPCP-KGVX of 25/12/2025; the library has it as a working day",
    date(2026, 1, 10): "the Saturday worked for 2/1/2026; the library has it as weekend",
}
#: Days with a name in the library and none here, that change nothing about who works
LIBRARY_NAMES_MORE = {date(2025, 2, 1): "mùng bốn Tết, a Saturday; the five announced days were 27 to 31/1/2025"}
#: Days of the library that are swaps, not holidays; numpy knows only holidays and the weekend
NUMPY_KNOWS_NO_MAKE_UP_DAYS = {
    date(2019, 1, 5): "worked for 31/12/2018",
    date(2019, 5, 4): "worked for 29/4/2019",
    date(2024, 5, 4): "worked for 29/4/2024",
    date(2025, 4, 26): "worked for 2/5/2025",
    date(2026, 1, 10): "worked for 2/1/2026",
    date(2026, 8, 22): "worked for 31/8/2026",
}
#: Paid days off a year: the Labour Code of 2012, that of 2019 (National Day two days), the new holiday of 2026
LEGAL_DAYS_OFF = {2018: 10, 2019: 10, 2020: 10, 2021: 11, 2022: 11, 2023: 11, 2024: 11, 2025: 11, 2026: 12, 2027: 12}


@pytest.fixture(scope="module")
def library() -> holidays.HolidayBase:
    return holidays.country_holidays("VN", years=range(YEARS[0], YEARS[1] + 1), language="vi")


def every_day() -> Iterator[date]:
    day = CALENDAR.first_day
    while day <= CALENDAR.last_day:
        yield day
        day += timedelta(days=1)


def test_every_day_of_ten_years_is_as_the_library_has_it_but_for_the_listed_ones(library):
    different = {day for day in every_day() if library.is_working_day(day) != CALENDAR.is_working_day(day)}

    assert different == set(LIBRARY_IS_WRONG)


def test_every_named_day_off_is_named_by_the_library_but_for_the_listed_ones(library):
    named_here = {day.date for day in official_days() if day.kind != DayKind.MAKE_UP}

    assert set(library) - named_here == set(LIBRARY_NAMES_MORE)
    assert named_here - set(library) == {date(2026, 1, 2)}


def test_every_day_is_as_numpy_has_it_but_for_the_saturdays_worked(library):
    off = [day for day in library if not library.is_working_day(day)] + [date(2026, 1, 2)]
    theirs = numpy.busdaycalendar(holidays=numpy.array(off, dtype="datetime64[D]"))
    days = list(every_day())
    is_busday = numpy.is_busday(numpy.array(days, dtype="datetime64[D]"), busdaycal=theirs)

    different = {day for day, theirs in zip(days, is_busday, strict=True) if theirs != CALENDAR.is_working_day(day)}

    assert different == set(NUMPY_KNOWS_NO_MAKE_UP_DAYS)


@pytest.mark.parametrize("count", [1, 3, 5, 10, 20])
def test_the_nth_working_day_is_as_numpy_counts_it_while_no_saturday_is_worked(library, count):
    off = [day for day in library if not library.is_working_day(day)] + [date(2026, 1, 2)]
    theirs = numpy.busdaycalendar(holidays=numpy.array(off, dtype="datetime64[D]"))
    reach = timedelta(days=60)
    days = [day for day in every_day() if CALENDAR.is_working_day(day) and day + reach <= CALENDAR.last_day]
    days = [day for day in days if not any(day <= made_up <= day + reach for made_up in NUMPY_KNOWS_NO_MAKE_UP_DAYS)]

    expected = numpy.busday_offset(numpy.array(days, dtype="datetime64[D]"), count, busdaycal=theirs).tolist()

    assert len(days) > 2000
    assert [CALENDAR.working_day_after(day, count) for day in days] == expected


def test_every_day_is_as_a_walk_over_the_list_has_it():
    assert [day for day in every_day() if CALENDAR.is_working_day(day)] == list(
        filter(walking.is_working_day, every_day())
    )


def test_each_year_has_the_days_off_that_the_law_gives_and_the_swapped_ones():
    off = [day for day in official_days() if day.kind != DayKind.MAKE_UP and day.date.weekday() < 5]
    by_law = [day.date.year for day in off if day.kind != DayKind.SWAP_OFF]

    assert {year: by_law.count(year) for year in LEGAL_DAYS_OFF} == LEGAL_DAYS_OFF


def test_every_row_says_why_and_on_what_basis():
    assert all(day.reason and day.legal_basis for day in official_days())


def test_a_swap_gives_a_day_and_takes_one():
    swapped = {day.date for day in official_days() if day.kind == DayKind.SWAP_OFF}
    made_up = {day.makes_up_for: day for day in official_days() if day.kind == DayKind.MAKE_UP}

    assert set(made_up) == swapped
    assert all(day.date.weekday() == 5 for day in made_up.values())
    assert all(CALENDAR.is_working_day(day.date) for day in made_up.values())


def test_a_compensatory_day_is_a_weekday_near_a_holiday_of_the_weekend():
    weekend = {day.date for day in official_days() if day.kind == DayKind.HOLIDAY and day.date.weekday() >= 5}
    for day in official_days():
        if day.kind == DayKind.COMPENSATORY:
            assert day.date.weekday() < 5
            assert any(timedelta(0) < day.date - holiday <= timedelta(days=4) for holiday in weekend), day


def test_only_the_year_not_yet_announced_is_an_estimate():
    assert {day.date.year for day in official_days() if day.is_estimate} == {2027}
    assert all(day.is_estimate for day in official_days() if day.date.year == 2027)


def test_there_are_as_many_weekend_holidays_as_compensatory_days():
    weekend = [day for day in official_days() if day.kind == DayKind.HOLIDAY and day.date.weekday() >= 5]
    instead = [day for day in official_days() if day.kind == DayKind.COMPENSATORY]

    assert len(weekend) == len(instead)


def test_the_calendar_is_built_once():
    assert official_calendar() is official_calendar()


def test_every_basis_known_by_its_number_stands_in_the_table_of_the_law():
    table = (Path(__file__).resolve().parents[2] / "docs" / "law.md").read_text()
    used = {day.legal_basis for day in official_days() if "chưa kiểm" not in day.legal_basis}

    assert not {basis for basis in used if f"| {basis} |" not in table}
