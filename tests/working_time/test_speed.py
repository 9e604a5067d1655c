"""How fast counting is, as a ratio to work everybody knows; the figure itself: tools/measure_due_dates.py."""

import gc
from collections.abc import Callable
from datetime import timedelta
from time import process_time

from motcua.law import rule_sets
from motcua.working_time import due_dates, limits
from tests.working_time import walking
from tests.working_time.moments import CALENDAR, at

RECEIVED = [at("2018-07-02 09:00") + timedelta(days=day) for day in range(2500)]


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of the best of seven rounds."""
    rounds = []
    gc.disable()
    try:
        for _number in range(7):
            started = process_time()
            work()
            rounds.append(process_time() - started)
    finally:
        gc.enable()
    return min(rounds)


def test_a_promise_costs_a_fraction_of_a_walk_over_its_days():
    limit = limits.parse("20 working days")

    looked_up = seconds(
        lambda: [due_dates.due(each, limit, rules=rule_sets.ND61_2018, calendar=CALENDAR) for each in RECEIVED]
    )
    walked = seconds(lambda: [walking.due_by_date(each, limit) for each in RECEIVED[:250]])

    assert looked_up * 3 < walked * 10


def test_a_long_limit_costs_what_a_short_one_costs():
    def cost(text: str) -> float:
        limit = limits.parse(text)
        return seconds(
            lambda: [due_dates.due(each, limit, rules=rule_sets.ND61_2018, calendar=CALENDAR) for each in RECEIVED]
        )

    assert cost("200 working days") < 3 * cost("1 working day")
