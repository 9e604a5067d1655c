"""What the lives add up to: the stretches of their ways and the figures of each day, as motcua.reporting keeps them.

A life with turns is told by reporting's own function. Nine in ten have none, and those are short to tell.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from motcua.bench.growing.life import Life
from motcua.bench.growing.writing import NOTHING, when
from motcua.dossiers.lifecycle import Verb
from motcua.reporting.models import DailyFigure, Stretch
from motcua.reporting.telling import COUNTED, tell, tells
from motcua.working_time.due_dates import classify

_PLACE_OF = {counter: place for place, counter in enumerate(DailyFigure.COUNTERS)}
_RECEIVED, _RETURNED = _PLACE_OF["received"], _PLACE_OF["returned"]
#: What a life without turns has in its diary, beside what tells nothing
_WITHOUT_TURNS = {Verb.RECEIVE.value, Verb.APPROVE.value, Verb.SETTLE.value, Verb.RETURN_RESULT.value}
_WITH_TURNS = {str(verb) for verb in COUNTED} - _WITHOUT_TURNS


class DailyFigures:
    """The counters of every day, unit, agency, procedure and channel."""

    def __init__(self) -> None:
        self._days: dict[date, dict[tuple[Any, ...], list[int]]] = defaultdict(_nothing)

    def add(self, life: Life) -> Iterator[str]:
        """Count this life; yield the rows of its stretches."""
        if life.turns or any(line.verb in _WITH_TURNS for line in life.diary):
            yield from self._add_by_lines(life)
        elif life.received_at is not None:
            yield self._add_at_once(life)

    def rows_until(self, last: date) -> Iterator[str]:
        """Yield the rows of the days up to this one, and forget them: nothing more is added to those days."""
        for day in sorted(day for day in self._days if day <= last):
            for place, counts in sorted(self._days.pop(day).items()):
                yield "\t".join(map(str, (day, *place, *counts)))

    def _add_at_once(self, life: Life) -> str:
        since, left, until = life.received_at.date(), "", NOTHING  # type: ignore[union-attr]  # received
        self._count(life, since, _RECEIVED)
        if life.finished_at is not None:
            assert life.judged_due_at is not None
            ended, left = life.finished_at.date(), classify(life.finished_at, life.judged_due_at)._value_
            until = str(ended)
            self._count(life, ended, _PLACE_OF[left])
        if life.returned_at is not None:
            self._count(life, life.returned_at.date(), _RETURNED)
        return _row(life, 1, since, until, "received", left, False, when(life.judged_due_at))

    def _count(self, life: Life, day: date, counter: int) -> None:
        self._days[day][life.unit_id, life.agency_id, life.version_id, life.channel][counter] += 1

    def _add_by_lines(self, life: Life) -> Iterator[str]:
        last: Stretch | None = None
        way: dict[int, Stretch] = {}
        for line in life.diary:
            if not tells(line):
                continue
            line.dossier = life
            told = tell(line, settles=life.agency_id, last=last)
            del line.dossier  # or the two would keep one another in memory
            way |= {stretch.number: stretch for stretch in told.stretches}
            last = told.stretches[-1] if told.stretches else last
            last = last if last is not None and last.until is None else None
            for (place, counter), count in told.figures.items():
                self._days[place.day][place[1:]][_PLACE_OF[counter]] += count
        for s in way.values():
            until = s.until or NOTHING
            yield _row(life, s.number, s.since, until, s.came, s.left, s.waits, when(s.due_at))


def _nothing() -> dict[tuple[Any, ...], list[int]]:
    return defaultdict(lambda: [0] * len(_PLACE_OF))


def _row(life: Life, number: int, *said: object) -> str:
    since, until, came, left, waits, due_at = said
    return (
        f"{life.id}\t{number}\t{life.unit_id}\t{life.agency_id}\t{life.version_id}\t{life.channel}\t{since}\t"
        f"{until}\t{came}\t{left}\t{waits}\t{due_at}"
    )
