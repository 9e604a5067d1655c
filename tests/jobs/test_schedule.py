"""When a job is due: values only."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.jobs.schedule import MONDAY, SUNDAY, Schedule, daily, every, weekly
from motcua.lib.clock import VIETNAM

MONDAY_7AM = datetime(2018, 10, 22, 7, tzinfo=VIETNAM)
REVIEW = weekly(MONDAY, at=time(6, 30))

moments = st.datetimes(min_value=datetime(2018, 1, 1), max_value=datetime(2027, 12, 31)).map(
    lambda naive: naive.replace(tzinfo=VIETNAM)
)
times = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
schedules = st.one_of(
    st.integers(1, 10_000).map(lambda minutes: every(minutes=minutes)),
    times.map(lambda at: daily(at=at)),
    st.builds(lambda weekday, at: weekly(weekday, at=at), st.integers(MONDAY, SUNDAY), times),
)


def test_the_weekly_review_was_due_half_an_hour_before_the_office_opened():
    assert REVIEW.latest(MONDAY_7AM) == datetime(2018, 10, 22, 6, 30, tzinfo=VIETNAM)


def test_before_its_hour_the_weekly_review_was_last_due_a_week_ago():
    assert REVIEW.latest(MONDAY_7AM - timedelta(minutes=31)) == datetime(2018, 10, 15, 6, 30, tzinfo=VIETNAM)


def test_a_job_is_due_at_the_very_moment_of_its_hour():
    half_past_six = datetime(2018, 10, 22, 6, 30, tzinfo=VIETNAM)

    assert REVIEW.latest(half_past_six) == half_past_six
    assert list(REVIEW.due_between(half_past_six, MONDAY_7AM)) == []


def test_three_missed_weeks_are_three_due_moments():
    due = list(REVIEW.due_between(MONDAY_7AM - timedelta(weeks=3), MONDAY_7AM))

    assert [moment.date().isoformat() for moment in due] == ["2018-10-08", "2018-10-15", "2018-10-22"]


def test_a_daily_job_is_due_on_days_off_too():
    due = list(daily(at=time(0)).due_between(MONDAY_7AM - timedelta(days=3), MONDAY_7AM))

    assert [moment.day for moment in due] == [20, 21, 22]


@given(schedules, moments, st.timedeltas(timedelta(0), timedelta(days=2)))
def test_no_due_moment_is_lost_or_counted_twice_however_often_one_asks(schedule: Schedule, start, stretch):
    end, middle = start + stretch, start + stretch / 3

    in_two_goes = [*schedule.due_between(start, middle), *schedule.due_between(middle, end)]

    assert in_two_goes == list(schedule.due_between(start, end))
    assert all(start < moment <= end for moment in in_two_goes)


@given(schedules, moments)
def test_the_latest_due_moment_is_the_one_after_which_none_was_due(schedule: Schedule, moment):
    latest = schedule.latest(moment)

    assert latest <= moment
    assert list(schedule.due_between(latest, moment)) == []
    assert next(schedule.due_between(latest - timedelta(microseconds=1), moment)) == latest
    assert latest.tzinfo == VIETNAM


def test_a_schedule_that_cannot_be_kept_is_refused():
    with pytest.raises(ValueError, match="every 0 minutes"):
        every(minutes=0)
    with pytest.raises(ValueError, match="no day 7"):
        weekly(7, at=time(8))
