"""Measure how many due dates one process counts in a second: `.venv/bin/python tools/measure_due_dates.py`.

Moments and limits are drawn beforehand (seeded), so that only the counting is measured. A quiet machine gives the
figure; the best of five rounds is printed for each kind of limit, and how much a naive walk over the days manages.
"""

import random
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from motcua.law import rule_sets
from motcua.working_time import due_dates, limits
from motcua.working_time.calendar import VIETNAM, WorkingCalendar
from motcua.working_time.official_days import official_calendar

ROUNDS, NUMBER = 5, 100_000
KINDS = {
    "working days, by date": ["3 working days", "5 working days", "10 working days", "20 working days"],
    "solar days, by date": ["15 days", "30 days"],
    "months, by date": ["1 month", "2 months"],
    "two segments, by date": ["15 days + 8 working days"],
    "half days, by hours": ["0.5 working day", "2.5 working days"],
}


def main() -> None:
    calendar = official_calendar()
    for kind, texts in KINDS.items():
        print(f"{kind:<24} {_rate(texts, calendar):>12,.0f} a second")
    print(f"{'a naive walk over days':<24} {_naive_rate(calendar):>12,.0f} a second")


def _rate(texts: Sequence[str], calendar: WorkingCalendar) -> float:
    questions = [(moment, limits.parse(text)) for moment, text in _questions(texts)]
    rules = rule_sets.ND61_2018

    def count() -> None:
        for received_at, limit in questions:
            due_dates.due(received_at, limit, rules=rules, calendar=calendar)

    return NUMBER / _best(count)


def _naive_rate(calendar: WorkingCalendar) -> float:
    """Walk day by day with a set of days off, as most systems do."""
    off = {day for day in calendar.special if not calendar.is_working_day(day)}
    worked = {day for day in calendar.special if calendar.is_working_day(day)}
    questions = [(moment.date(), int(text.split()[0])) for moment, text in _questions(KINDS["working days, by date"])]

    def walk() -> None:
        for day, left in questions:
            _walk(day, left, off, worked)

    return NUMBER / _best(walk)


def _walk(day: date, left: int, off: set[date], worked: set[date]) -> date:
    while left:
        day += timedelta(days=1)
        if day in worked or (day.weekday() < 5 and day not in off):
            left -= 1
    return day


def _questions(texts: Sequence[str]) -> list[tuple[datetime, str]]:
    draw = random.Random(2018)  # noqa: S311 - the same questions each time, nothing secret
    first = datetime(2018, 7, 1, tzinfo=VIETNAM)
    return [(first + timedelta(minutes=draw.randrange(9 * 365 * 24 * 60)), draw.choice(texts)) for _ in range(NUMBER)]


def _best(work: Callable[[], None]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        started = perf_counter()
        work()
        seconds.append(perf_counter() - started)
    return min(seconds)


if __name__ == "__main__":
    main()
