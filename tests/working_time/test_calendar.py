"""A calendar as a value: which days, which hours, and where it ends."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from motcua.working_time.calendar import (
    CalendarEnds,
    DayKind,
    ImpossibleCalendar,
    Session,
    SpecialDay,
    WorkingCalendar,
)
from motcua.working_time.official_days import OFFICE_HOURS, WEEKLY, official_calendar, official_days
from tests.working_time.moments import CALENDAR, at

MONDAY, SATURDAY = date(2026, 6, 15), date(2026, 6, 20)
MORNING = (Session(time(7), time(11)),)


def calendar(*days: SpecialDay, weekly=WEEKLY, years=(2026, 2026)) -> WorkingCalendar:
    return WorkingCalendar(weekly=weekly, days=days, years=years)


def test_the_office_works_two_sessions_on_weekdays():
    assert CALENDAR.sessions_on(MONDAY) == OFFICE_HOURS
    assert CALENDAR.sessions_on(SATURDAY) == ()
    assert CALENDAR.minutes_per_day == 480


def test_a_working_day_is_followed_by_the_next_one():
    assert CALENDAR.next_working_day(MONDAY) == MONDAY + timedelta(days=1)
    assert CALENDAR.next_working_day(date(2026, 2, 13)) == date(2026, 2, 23)  # over Tết
    assert CALENDAR.next_working_day(SATURDAY) == date(2026, 6, 22)
    assert CALENDAR.working_day_on_or_after(SATURDAY) == date(2026, 6, 22)
    assert CALENDAR.working_day_on_or_after(MONDAY) == MONDAY


def test_working_days_are_counted_forwards_and_backwards():
    assert CALENDAR.working_day_after(MONDAY, 5) == date(2026, 6, 22)
    assert CALENDAR.working_day_after(MONDAY, -1) == date(2026, 6, 12)
    assert CALENDAR.working_day_after(SATURDAY, 1) == date(2026, 6, 22)
    assert CALENDAR.working_day_after(SATURDAY, -1) == date(2026, 6, 19)
    assert CALENDAR.working_days_between(MONDAY, date(2026, 6, 22)) == 5
    assert CALENDAR.working_days_between(date(2026, 6, 22), MONDAY) == -5
    assert CALENDAR.working_days_between(SATURDAY, date(2026, 6, 21)) == 0


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-06-15 05:00", "2026-06-15"),  # before opening
        ("2026-06-15 12:00", "2026-06-15"),  # at lunch
        ("2026-06-15 17:00", "2026-06-15"),  # at closing
        ("2026-06-15 17:01", "2026-06-16"),
        ("2026-06-19 17:01", "2026-06-22"),  # Friday evening
        ("2026-06-20 09:00", "2026-06-22"),  # Saturday
        ("2026-08-22 09:00", "2026-08-22"),  # a Saturday worked
    ],
)
def test_a_moment_outside_the_office_counts_for_the_next_working_day(moment, day):
    assert CALENDAR.received_on(at(moment)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        ("2026-06-15 09:00", 240, "2026-06-15 15:00"),
        ("2026-06-15 09:00", 120, "2026-06-15 11:00"),  # the end of the morning, not the start of the afternoon
        ("2026-06-15 09:00", 121, "2026-06-15 13:01"),
        ("2026-06-15 12:00", 1, "2026-06-15 13:01"),
        ("2026-06-19 16:30", 480, "2026-06-22 16:30"),
        ("2026-06-15 09:00", 0, "2026-06-15 09:00"),
        ("2026-06-15 12:00", 0, "2026-06-15 13:00"),
        ("2026-06-15 17:00", 0, "2026-06-15 17:00"),
        ("2026-06-15 17:01", 0, "2026-06-16 07:00"),
        ("2026-06-20 09:00", 0, "2026-06-22 07:00"),
        ("2026-06-15 09:00:59", 60, "2026-06-15 10:00"),  # seconds are cut off
    ],
)
def test_working_minutes_pass_only_while_the_office_works(start, minutes, expected):
    assert CALENDAR.add_working(at(start), minutes) == at(expected)


def test_working_minutes_between_are_negative_backwards():
    assert CALENDAR.between(at("2026-06-15 09:00"), at("2026-06-16 09:00")) == 480
    assert CALENDAR.between(at("2026-06-16 09:00"), at("2026-06-15 09:00")) == -480
    assert CALENDAR.between(at("2026-06-20 09:00"), at("2026-06-21 09:00")) == 0


@pytest.mark.parametrize(
    ("clock", "minutes"),
    [
        ("06:59", 0),
        ("07:00", 0),
        ("07:01", 1),
        ("11:00", 240),
        ("12:59", 240),
        ("13:01", 241),
        ("17:00", 480),
        ("23:59", 480),
    ],
)
def test_the_working_minutes_of_a_day_pass_in_its_two_sessions(clock, minutes):
    assert CALENDAR.between(at("2026-06-15 00:00"), at(f"2026-06-15 {clock}")) == minutes


def test_negative_minutes_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working(at("2026-06-15 09:00"), -1)


def test_moments_of_other_zones_are_read_on_vietnamese_clocks():
    two_in_the_morning_utc = datetime(2026, 6, 15, 2, tzinfo=UTC)

    assert CALENDAR.add_working(two_in_the_morning_utc, 60) == at("2026-06-15 10:00")
    assert CALENDAR.received_on(datetime(2026, 6, 14, 23, 30, tzinfo=UTC)) == MONDAY
    assert CALENDAR.closing_after(two_in_the_morning_utc, 1) == at("2026-06-16 17:00")


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.received_on(datetime(2026, 6, 15, 9))


@pytest.mark.parametrize(
    "question",
    [
        lambda: CALENDAR.is_working_day(date(2028, 1, 3)),
        lambda: CALENDAR.is_working_day(date(2017, 12, 29)),
        lambda: CALENDAR.sessions_on(date(2028, 1, 3)),
        lambda: CALENDAR.received_on(at("2028-01-03 09:00")),
        lambda: CALENDAR.received_on(at("2017-12-29 09:00")),
        lambda: CALENDAR.received_on(at("2027-12-31 18:00")),
        lambda: CALENDAR.next_working_day(date(2027, 12, 31)),
        lambda: CALENDAR.working_day_after(date(2018, 1, 3), -5),
        lambda: CALENDAR.closing_after(at("2027-12-30 09:00"), 2),
        lambda: CALENDAR.closing_after(at("2017-12-29 09:00"), 2),
        lambda: CALENDAR.closing_days_after(at("2027-12-30 09:00"), 2),
        lambda: CALENDAR.add_working(at("2027-12-31 16:00"), 61),
        lambda: CALENDAR.add_working(at("2027-12-31 18:00"), 0),
        lambda: CALENDAR.between(at("2027-12-31 16:00"), at("2028-01-03 09:00")),
    ],
)
def test_an_unknown_year_is_not_a_year_without_holidays(question):
    with pytest.raises(CalendarEnds, match="01/01/2018 đến 31/12/2027"):
        question()


def test_the_last_minute_covered_is_still_answered():
    assert CALENDAR.add_working(at("2027-12-31 16:00"), 60) == at("2027-12-31 17:00")
    assert CALENDAR.closing_after(at("2027-12-30 09:00"), 1) == at("2027-12-31 17:00")


def test_the_version_changes_with_anything_an_answer_depends_on():
    swap = SpecialDay(date(2026, 1, 10), DayKind.MAKE_UP, "làm bù", makes_up_for=date(2026, 1, 2))
    versions = {
        calendar().version,
        calendar(years=(2026, 2027)).version,
        calendar(weekly={0: OFFICE_HOURS}).version,
        calendar(swap).version,
        calendar(swap._replace(reason="làm bù thứ Sáu")).version,
        calendar(swap._replace(sessions=MORNING)).version,
    }

    assert len(versions) == 6
    assert calendar(swap).version == calendar(swap).version


def test_the_official_version_is_a_matter_of_the_data_only():
    again = WorkingCalendar(weekly=WEEKLY, days=reversed(official_days()), years=(2018, 2027))

    assert again.version == official_calendar().version
    assert again.version.startswith("2018-2027-")


def test_an_agency_may_keep_other_hours_each_weekday():
    office = calendar(weekly={0: MORNING, 1: OFFICE_HOURS, 5: MORNING})

    assert office.sessions_on(SATURDAY) == MORNING
    assert office.add_working(at("2026-06-15 10:00"), 90) == at("2026-06-16 07:30")
    assert office.closing_of(SATURDAY) == at("2026-06-20 11:00")
    assert not office.is_working_day(date(2026, 6, 17))


def test_a_holiday_on_a_saturday_closes_an_office_that_works_on_saturdays():
    works_on_saturdays = WEEKLY | {5: MORNING}
    office = WorkingCalendar(weekly=works_on_saturdays, days=official_days(), years=(2018, 2027))

    assert office.is_working_day(date(2022, 4, 23))
    assert not office.is_working_day(date(2022, 4, 30))


@pytest.mark.parametrize(
    ("code", "broken"),
    [
        ("idle", lambda: calendar(weekly={})),
        ("idle", lambda: calendar(weekly={0: ()})),
        ("session", lambda: calendar(weekly={0: (Session(time(11), time(7)),)})),
        ("session", lambda: calendar(weekly={0: (Session(time(7), time(12)), Session(time(11), time(17)))})),
        ("twice", lambda: calendar(*[SpecialDay(MONDAY, DayKind.HOLIDAY, "nghỉ")] * 2)),
        ("years", lambda: calendar(SpecialDay(date(2027, 1, 1), DayKind.HOLIDAY, "Tết Dương lịch"))),
        ("make_up", lambda: calendar(SpecialDay(SATURDAY, DayKind.MAKE_UP, "làm bù"))),
    ],
)
def test_a_calendar_that_contradicts_itself_is_not_built(code, broken):
    with pytest.raises(ImpossibleCalendar) as refusal:
        broken()

    assert refusal.value.code == code
