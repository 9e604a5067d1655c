"""Which promises are in danger: the pure rule."""

from datetime import date, datetime

import pytest

from motcua.reporting.risk import Ahead, Course, ahead, is_at_risk
from motcua.working_time.official_days import official_calendar
from tests.factories import vn

CALENDAR = official_calendar()
MONDAY = vn("2018-10-22 09:00")


def course(due: str, *, step_due: str | None = None, after: int = 0, sent: bool = False) -> Course:
    return Course(vn(due), vn(step_due) if step_due else None, half_days_after=after, is_sent=sent)


def danger(of: Course, at: datetime = MONDAY) -> bool:
    return is_at_risk(of, at=at, calendar=CALENDAR)


def test_the_next_five_working_days_begin_today() -> None:
    days = tuple(date(2018, 10, day) for day in range(22, 27))

    assert ahead(MONDAY, CALENDAR) == Ahead(days=days, tomorrow=date(2018, 10, 23))


def test_from_a_sunday_they_begin_on_monday_and_tomorrow_is_that_monday() -> None:
    found = ahead(vn("2018-10-21 20:00"), CALENDAR)

    assert found.days[0] == found.tomorrow == date(2018, 10, 22)


def test_a_holiday_is_stepped_over() -> None:
    found = ahead(vn("2018-08-31 09:00"), CALENDAR)  # a Friday; National Day on Sunday makes Monday 3 September off

    assert found.days == (
        date(2018, 8, 31), date(2018, 9, 4), date(2018, 9, 5), date(2018, 9, 6), date(2018, 9, 7),
    )  # fmt: skip
    assert found.tomorrow == date(2018, 9, 4)


@pytest.mark.parametrize("due", ["2018-10-22 17:00", "2018-10-23 17:00"])
def test_what_is_due_by_tomorrow_and_not_sent_for_signature_is_in_danger(due: str) -> None:
    assert danger(course(due))
    assert not danger(course(due, step_due="2018-10-22 11:00", sent=True))


def test_on_a_friday_tomorrow_is_monday() -> None:
    friday = vn("2018-10-26 09:00")

    assert danger(course("2018-10-29 17:00"), friday)
    assert not danger(course("2018-10-30 17:00"), friday)


def test_steps_that_fit_into_the_time_left_are_no_danger() -> None:
    assert not danger(course("2018-10-25 17:00", step_due="2018-10-24 09:00", after=1))


def test_steps_that_do_not_fit_are() -> None:
    # the step under way ends on Thursday at eleven, signing takes half a day more, six hours are left
    assert not danger(course("2018-10-25 17:00", step_due="2018-10-25 11:00", after=1))
    assert danger(course("2018-10-25 17:00", step_due="2018-10-25 14:00", after=1))
    assert danger(course("2018-10-25 17:00", step_due="2018-10-25 11:00", after=2))


def test_a_step_that_is_late_itself_ends_now_at_the_earliest() -> None:
    assert danger(course("2018-10-25 17:00", step_due="2018-10-19 17:00", after=8))  # four days of work from Monday
    assert not danger(course("2018-10-25 17:00", step_due="2018-10-19 17:00", after=7))


def test_a_leader_who_is_behind_is_in_danger_too() -> None:
    assert danger(course("2018-10-24 10:00", step_due="2018-10-24 14:00", sent=True))


def test_what_is_late_already_is_in_danger() -> None:
    assert danger(course("2018-10-22 08:59", sent=True))
