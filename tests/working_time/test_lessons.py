"""Traps that other systems fell into (spec: lessons), each with a test that fails without our guard."""

import inspect
from datetime import date, datetime, time

import holidays
import pytest

from motcua.law.refusals import Refusal
from motcua.working_time import due_dates, limits
from motcua.working_time.calendar import DayKind, Session, SpecialDay, WorkingCalendar
from motcua.working_time.due_dates import DueDate, Outcome
from motcua.working_time.official_days import WEEKLY, official_days
from tests.working_time.moments import CALENDAR, at, promise


def hours(*bounds: int) -> tuple[Session, ...]:
    return tuple(Session(time(opens), time(closes)) for opens, closes in zip(bounds[::2], bounds[1::2], strict=True))


def test_lesson_1_five_days_do_not_drift_in_an_office_of_seven_hours():
    seven = WorkingCalendar(
        weekly=dict.fromkeys(range(5), hours(7, 11, 13, 16)), days=official_days(), years=(2018, 2027)
    )

    by_hours = promise("2026-06-15 09:00", "5 working days", method="hours", calendar=seven)

    assert by_hours.due_at == at(
        "2026-06-22 09:00"
    )  # a week later at the same hour; eight hours a day would give 14:00
    assert promise("2026-06-15 09:00", "5 working days", calendar=seven).due_at == at("2026-06-22 16:00")
    assert promise("2026-06-15 07:00", "0.5 working day", calendar=seven).due_at == at("2026-06-15 10:30")


def test_lesson_1_a_short_friday_does_not_drift_either():
    short_friday = dict.fromkeys(range(4), hours(7, 11, 13, 17)) | {4: hours(7, 11, 13, 14)}
    office = WorkingCalendar(weekly=short_friday, days=official_days(), years=(2018, 2027))

    assert promise("2026-06-15 09:00", "10 working days", method="hours", calendar=office).due_at == at(
        "2026-06-29 09:00"
    )


@pytest.mark.parametrize("received", ["2026-04-30 00:00", "2026-04-30 10:30", "2026-04-30 23:59"])
def test_lesson_2_a_holiday_on_the_day_of_reception_is_seen_at_any_hour(received):
    assert promise(received, "1 working day").due_at == at("2026-05-05 17:00")
    assert promise(received, "4 working hours").due_at == at("2026-05-04 11:00")


def test_lesson_3_a_make_up_saturday_right_after_a_day_off_is_worked():
    friday_off = SpecialDay(date(2026, 6, 19), DayKind.SWAP_OFF, "nghỉ hoán đổi")
    saturday = SpecialDay(date(2026, 6, 20), DayKind.MAKE_UP, "làm bù", makes_up_for=date(2026, 6, 19))
    office = WorkingCalendar(weekly=WEEKLY, days=[friday_off, saturday], years=(2026, 2026))

    assert promise("2026-06-18 09:00", "1 working day", calendar=office).due_at == at("2026-06-20 17:00")


def test_lesson_3_it_takes_the_hours_of_the_day_it_makes_up_for_and_not_mondays():
    weekly = dict.fromkeys(range(4), hours(7, 11, 13, 17)) | {4: hours(8, 12)}
    friday, saturday = date(2026, 1, 2), date(2026, 1, 10)
    day = SpecialDay(saturday, DayKind.MAKE_UP, "làm bù", makes_up_for=friday)

    office = WorkingCalendar(weekly=weekly, days=[day], years=(2026, 2026))
    of_its_own = WorkingCalendar(weekly=weekly, days=[day._replace(sessions=hours(9, 11))], years=(2026, 2026))

    assert office.sessions_on(saturday) == hours(8, 12)
    assert of_its_own.sessions_on(saturday) == hours(9, 11)


@pytest.mark.parametrize(
    "question",
    [
        lambda: promise("2026-06-15 09:00", ""),
        lambda: promise("2026-06-15 09:00", "3 weeks"),
        lambda: promise("2026-06-15 09:00", "9999 working days"),
        lambda: promise("2018-06-20 09:00", "3 working days"),
        lambda: promise("2028-01-03 09:00", "3 working days"),
        lambda: promise("2026-06-15 09:00", "3 working days", method="guess"),
        lambda: promise("2026-06-15 09:00", "3 working days", stopped=(("2026-06-17 09:00", "2026-06-16 09:00"),)),
    ],
)
def test_lesson_4_a_calculation_that_fails_says_so_and_never_leaves_the_date_empty(question):
    with pytest.raises(Refusal) as refusal:
        question()

    assert refusal.value.code
    assert str(refusal.value).endswith(".")


def test_lesson_6_twice_supplemented_is_counted_twice_and_no_pause_double():
    once = (("2026-06-16 09:00", "2026-06-18 09:00"),)
    twice = (*once, ("2026-06-22 09:00", "2026-06-24 09:00"))
    again = (*twice, ("2026-06-22 10:00", "2026-06-23 09:00"))  # the second request entered a second time

    due = [promise("2026-06-15 09:00", "5 working days", stopped=stops).due_at for stops in ((), once, twice, again)]

    assert due == [at("2026-06-22 17:00"), at("2026-06-24 17:00"), at("2026-06-26 17:00"), at("2026-06-26 17:00")]


def test_lesson_7_lateness_is_compared_when_asked_and_stored_nowhere():
    finished_at = at("2026-06-25 09:00")
    promised = promise("2026-06-15 09:00", "5 working days")
    resumed = due_dates.resumed(promised, stopped_at=at("2026-06-16 09:00"), resumed_at=at("2026-06-19 09:00"))

    assert due_dates.classify(finished_at, promised.due_at) is Outcome.LATE
    assert due_dates.classify(finished_at, resumed.due_at) is Outcome.ON_TIME
    assert not [name for name in DueDate._fields if "late" in name or "overdue" in name]


def test_lesson_10_there_is_one_definition_of_late_and_no_setting_moves_it():
    parameters = list(inspect.signature(due_dates.classify).parameters)
    due_at = at("2026-06-18 17:00")

    assert parameters == ["finished_at", "due_at"]
    for finished_at in (at("2026-06-18 16:59"), due_at, at("2026-06-18 17:01"), at("2026-06-21 09:00")):
        assert (due_dates.classify(finished_at, due_at) is Outcome.LATE) == (finished_at > due_at)


def test_lesson_11_the_official_swap_of_2026_is_known_here_and_not_in_the_library():
    friday, saturday = date(2026, 1, 2), date(2026, 1, 10)
    library = holidays.country_holidays("VN", years=[2026])

    assert not CALENDAR.is_working_day(friday)
    assert CALENDAR.is_working_day(saturday)
    assert "12729/VPCP-KGVX" in CALENDAR.special[friday].legal_basis
    assert library.is_working_day(friday)
    assert not library.is_working_day(saturday)


def test_lesson_53_the_limit_is_working_time_and_not_wall_clock():
    wall_clock_hours = (promise("2026-02-13 09:00", "3 working days").due_at - at("2026-02-13 09:00")).days * 24

    assert wall_clock_hours > 10 * 24  # over Tết
    assert limits.parse("3 days") != limits.parse("3 working days")


def test_lesson_53_tet_falls_on_other_days_each_year():
    first_days = {
        year: min(day.date for day in official_days() if day.reason == "Tết Nguyên đán" and day.date.year == year)
        for year in range(2018, 2028)
    }

    assert len({(day.month, day.day) for day in first_days.values()}) >= 9
    assert all(not CALENDAR.is_working_day(day) for day in first_days.values())


def test_lesson_53_a_file_declared_incomplete_several_times_does_not_break_the_clock():
    promised = promise("2026-06-15 09:00", "5 working days")

    def asked_again(due_date: DueDate, asked_at: datetime, completed_at: datetime) -> DueDate:
        return due_dates.after_supplement(due_date, asked_at=asked_at, completed_at=completed_at).promised

    again = asked_again(promised, at("2026-06-16 09:00"), at("2026-06-18 09:00"))
    again = asked_again(again, at("2026-06-19 09:00"), at("2026-06-23 09:00"))
    again = asked_again(again, at("2026-06-24 09:00"), at("2026-06-25 09:00"))

    assert again.due_at == promise("2026-06-25 09:00", "5 working days").due_at
