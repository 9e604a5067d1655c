"""What holds for every reception, limit and stop: against a walk, and against itself."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from motcua.law import rule_sets
from motcua.working_time import counting, due_dates
from motcua.working_time.calendar import VIETNAM
from motcua.working_time.due_dates import DueDate
from motcua.working_time.limits import Limit, Segment, Unit
from tests.working_time import walking
from tests.working_time.moments import CALENDAR

RULES = rule_sets.ND61_2018
FIRST, LAST = datetime(2018, 6, 21), datetime(2026, 3, 1)  # what is drawn ends well inside the years covered

moments = st.datetimes(FIRST, LAST).map(lambda moment: moment.replace(microsecond=0, tzinfo=VIETNAM))
working_days = st.integers(1, 60).map(lambda days: Segment(Decimal(days), Unit.WORKING_DAYS))
solar_days = st.integers(1, 90).map(lambda days: Segment(Decimal(days), Unit.DAYS))
months = st.integers(1, 6).map(lambda months: Segment(Decimal(months), Unit.MONTHS))
half_days = st.integers(1, 40).map(lambda halves: Segment(Decimal(halves) / 2, Unit.WORKING_DAYS))
hours = st.integers(1, 400).map(lambda quarters: Segment(Decimal(quarters) / 4, Unit.WORKING_HOURS))


def limits_of(*segments: st.SearchStrategy[Segment], most: int = 2) -> st.SearchStrategy[Limit]:
    return st.lists(st.one_of(*segments), min_size=1, max_size=most).map(lambda drawn: Limit(tuple(drawn)))


by_date = limits_of(working_days, solar_days, months)
by_hours = limits_of(half_days, hours)
any_limit = limits_of(working_days, solar_days, months, half_days, hours)


@st.composite
def stops_after(draw: st.DrawFn, received_at: datetime, most: int = 3) -> list[tuple[datetime, datetime]]:
    stops = []
    for _number in range(draw(st.integers(0, most))):
        start = received_at + timedelta(minutes=draw(st.integers(0, 60 * 24 * 60)))
        stops.append((start, start + timedelta(minutes=draw(st.integers(0, 20 * 24 * 60)))))
    return stops


def due(received_at: datetime, limit: Limit, **more: object) -> DueDate:
    return due_dates.due(received_at, limit, rules=RULES, calendar=CALENDAR, **more)


@given(moments, by_date, st.data())
@settings(max_examples=300)
def test_by_date_it_is_what_a_walk_from_day_to_day_finds(received_at, limit, data):
    stops = data.draw(stops_after(received_at))

    merged = due(received_at, limit, stopped=stops)

    assert merged.due_at == walking.due_by_date(received_at, limit, merged.stopped)


@given(moments, by_hours, st.data())
@settings(max_examples=60)
def test_by_hours_it_is_what_a_walk_from_minute_to_minute_finds(received_at, limit, data):
    received_at = received_at.replace(second=0)
    stops = data.draw(stops_after(received_at))
    minutes = sum(counting.minutes_of(segment, CALENDAR) for segment in limit.segments)
    assume(minutes < 6000)

    answer = due(received_at, limit, method="hours", stopped=stops)

    assert answer.due_at == walking.due_by_minutes(received_at, minutes, stops)


@given(moments, any_limit, st.sampled_from(["date", "hours"]), st.data())
def test_it_falls_into_working_time_and_by_date_on_closing(received_at, limit, method, data):
    answer = due(received_at, limit, method=method, stopped=data.draw(stops_after(received_at)))

    day, clock = answer.due_at.date(), answer.due_at.time()
    assert any(opens <= clock <= closes for opens, closes in CALENDAR.sessions_on(day))
    assert answer.due_at > received_at
    if answer.method == "date":
        assert answer.due_at == CALENDAR.closing_of(day)


@given(moments, moments, any_limit, st.sampled_from(["date", "hours"]))
def test_who_comes_later_is_not_due_earlier(one, other, limit, method):
    earlier, later = sorted([one, other])

    assert due(earlier, limit, method=method).due_at <= due(later, limit, method=method).due_at


@given(moments, any_limit, st.integers(1, 8), st.sampled_from(["date", "hours"]))
def test_a_longer_limit_is_not_due_earlier(received_at, limit, more, method):
    value, unit = limit.segments[-1]
    longer = Limit((*limit.segments[:-1], Segment(value + more, unit)))

    assert due(received_at, limit, method=method).due_at <= due(received_at, longer, method=method).due_at


@given(moments, limits_of(working_days, solar_days, months, most=1), limits_of(working_days, solar_days, most=2))
def test_a_limit_of_two_parts_is_two_limits_in_a_row(received_at, one, other):
    together = due(received_at, Limit(one.segments + other.segments))

    assert together.due_at == due(due(received_at, one).due_at, other).due_at


@given(moments, st.integers(1, 40), st.integers(1, 40))
def test_working_days_add_up(received_at, one, other):
    apart = Limit((Segment(Decimal(one), Unit.WORKING_DAYS), Segment(Decimal(other), Unit.WORKING_DAYS)))
    together = Limit((Segment(Decimal(one + other), Unit.WORKING_DAYS),))

    assert due(received_at, apart).due_at == due(received_at, together).due_at
    assert due(received_at, apart, method="hours").due_at == due(received_at, together, method="hours").due_at


@given(moments, any_limit, st.sampled_from(["date", "hours"]), st.data())
def test_a_stop_never_makes_it_due_earlier(received_at, limit, method, data):
    stops = data.draw(stops_after(received_at))

    plain, stopped = (due(received_at, limit, method=method, stopped=each).due_at for each in ((), stops))

    assert plain <= stopped


@given(moments, any_limit, st.sampled_from(["date", "hours"]), st.integers(0, 40 * 24 * 60))
def test_a_stop_of_no_length_changes_nothing(received_at, limit, method, after):
    moment = received_at + timedelta(minutes=after)

    plain = due(received_at, limit, method=method).due_at
    assert due(received_at, limit, method=method, stopped=[(moment, moment)]).due_at == plain


@given(moments, any_limit, st.sampled_from(["date", "hours"]), st.data())
def test_resuming_step_by_step_is_the_same_as_knowing_all_stops(received_at, limit, method, data):
    stops = due(received_at, limit, method=method, stopped=data.draw(stops_after(received_at))).stopped

    step_by_step = due(received_at, limit, method=method)
    for start, end in stops:
        step_by_step = due_dates.resumed(step_by_step, stopped_at=start, resumed_at=end)

    assert step_by_step == due(received_at, limit, method=method, stopped=stops)


@given(moments, st.integers(0, 20_000))
def test_adding_working_minutes_and_measuring_them_are_inverse(start, minutes):
    end = CALENDAR.add_working(start, minutes)

    assert CALENDAR.between(start, end) == minutes


@given(moments, moments, moments)
def test_working_minutes_add_up_over_any_moment_between(one, other, third):
    a, b, c = sorted([one, other, third])

    assert CALENDAR.between(a, b) + CALENDAR.between(b, c) == CALENDAR.between(a, c) >= 0


@given(st.dates(date(2018, 2, 1), date(2027, 11, 30)), st.integers(1, 20))
def test_working_days_forth_and_back_are_inverse(day, count):
    later = CALENDAR.working_day_after(day, count)

    assert CALENDAR.is_working_day(later)
    assert CALENDAR.working_days_between(day, later) == count
    assert CALENDAR.working_day_after(later, -count) <= day or not CALENDAR.is_working_day(day)


@given(moments, by_date, st.data())
def test_the_derivation_counts_as_many_days_as_the_limit_has(received_at, limit, data):
    answer = due(received_at, limit, stopped=data.draw(stops_after(received_at)))
    legs = counting.by_date(CALENDAR.received_on(received_at), limit.segments, answer.stopped, CALENDAR)

    assert sum(day.counted for day in answer.derivation) == sum(leg.counted for leg in legs)
    days = [int(value) for value, unit in limit.segments if unit != Unit.MONTHS]
    if len(days) == len(limit.segments):
        assert sum(day.counted for day in answer.derivation) == sum(days)
    assert answer.derivation[-1].date == answer.due_at.date()


@given(moments, by_hours, st.data())
def test_the_derivation_counts_as_many_minutes_as_the_limit_has(received_at, limit, data):
    received_at = received_at.replace(second=0)
    answer = due(received_at, limit, method="hours", stopped=data.draw(stops_after(received_at)))

    expected = sum(counting.minutes_of(segment, CALENDAR) for segment in limit.segments)
    assert sum(day.minutes or 0 for day in answer.derivation) == expected


@given(moments, any_limit, st.sampled_from(["date", "hours"]), st.data())
def test_the_derivation_is_in_order_and_says_why(received_at, limit, method, data):
    answer = due(received_at, limit, method=method, stopped=data.draw(stops_after(received_at)))

    dates = [day.date for day in answer.derivation]
    assert dates == sorted(dates)
    assert all(day.reason and "{" not in day.reason for day in answer.derivation)


@given(moments, by_date)
def test_an_undisturbed_derivation_is_the_one_that_is_walked_day_by_day(received_at, limit):
    """A stop of no length takes the slow way; the days must be the same."""
    stop = (received_at, received_at)

    assert due(received_at, limit).derivation == due(received_at, limit, stopped=[stop]).derivation


@given(moments, any_limit, st.data())
def test_the_answer_as_text_is_the_answer(received_at, limit, data):
    answer = due(received_at, limit, stopped=data.draw(stops_after(received_at)))

    assert json.loads(answer.as_json_text()) == answer.as_json()
    assert answer.as_json_text() == json.dumps(answer.as_json(), ensure_ascii=False)
