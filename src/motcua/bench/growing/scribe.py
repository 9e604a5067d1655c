"""Writes lives into the database as they are told: table by table in large pieces, the diary day by day under seals.

Lines of the diary and ratings reach their tables in the order of time, as they would have in those years; what lies
ahead waits in memory until its day comes, so a province of any size needs no more of it than one of a month.
"""

import time
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from datetime import date, datetime
from typing import NamedTuple

import psycopg
from django.db.models import Model

from motcua.bench.growing import writing
from motcua.bench.growing.figures import DailyFigures
from motcua.bench.growing.intake import Told
from motcua.bench.growing.writing import COLUMNS, Sheet
from motcua.dossiers.models import (
    Applicant,
    Assignment,
    Consultation,
    Dossier,
    DossierDocument,
    Event,
    Result,
    SealedLine,
)
from motcua.dossiers.sealing import merkle_root
from motcua.ratings.models import Rating
from motcua.reporting.models import DailyFigure, Stretch

PIECE = 4000  # rows of one COPY
UNDER_A_SEAL = 100  # lines, as many as the worker hands over at once
NOT_YET = -1


class GivenUp(Exception):
    """What is half told need not be told to its end."""


class SealedBatch(NamedTuple):
    """One seal to be: its number, and what it covers."""

    number: int
    root: bytes
    leaves: int


class Tally:
    """How many seals each process has made on each day: so each knows the numbers of its own, and none is missing.

    :param counts: one place a day and process, NOT_YET where it is not known; shared by all processes
    """

    def __init__(self, counts: MutableSequence[int], *, processes: int, process: int) -> None:
        self.counts, self.processes, self.process = counts, processes, process
        self._day, self._before = 0, 0  # so many seals were made before this day

    def tell(self, day: int, seals: int) -> None:
        self.counts[day * self.processes + self.process] = seals

    def first_number_of(self, day: int) -> int | None:
        """Return the number of this process's first seal of the day, None while another has still to say.

        Ask for one day after the other.
        """
        while self._day < day:
            row = self._row(self._day)
            if NOT_YET in row:
                return None
            self._day, self._before = self._day + 1, self._before + sum(row)
        before_me = self._row(day)[: self.process]
        return None if NOT_YET in before_me else self._before + sum(before_me) + 1

    def _row(self, day: int) -> Sequence[int]:
        return self.counts[day * self.processes : (day + 1) * self.processes]


class Scribe:
    """One process's pen."""

    def __init__(
        self, connection: psycopg.Connection, days: Sequence[date], tally: Tally, *, given_up: Sequence[int] = (0,)
    ) -> None:
        self._connection, self._tally, self._given_up = connection, tally, given_up
        self._place_of = {day.toordinal(): place for place, day in enumerate(days)}
        self._next_day = 0
        self._sheets = {model: Sheet(model) for model in COLUMNS}
        self._rows: dict[type[Model], list[str]] = defaultdict(list)
        self._lines: list[list[tuple]] = [[] for _ in days]  # of each day: (when, id, hash, row)
        self._ratings: list[list[tuple]] = [[] for _ in days]
        self._unnumbered: deque[tuple[int, list[tuple[list[str], bytes]]]] = deque()
        self._figures = DailyFigures()
        self.seals: list[SealedBatch] = []

    def write(self, told: Told) -> None:
        life = told.life
        rows = self._rows
        rows[Applicant] += writing.applicants(life)
        rows[Dossier].append(writing.dossier(life))
        rows[Assignment] += writing.assignments(life)
        rows[DossierDocument] += writing.documents(life)
        rows[Result] += writing.results(life)
        rows[Consultation] += writing.consultations(life)
        rows[Stretch] += self._figures.add(life)
        for line in life.diary:
            self._lines_of(line.at).append((line.at, line.id, line.hash, writing.event(line)))
        if told.rating:
            at, level = told.rating
            pk = life.draw(at)
            self._ratings[self._place_of[at.toordinal()]].append((at, writing.rating(life, at, level, pk)))

    def _lines_of(self, at: datetime) -> list[tuple]:
        place = self._place_of[at.toordinal()]
        assert place >= self._next_day, "that day is written already"
        return self._lines[place]

    def day_is_over(self, day: date) -> None:
        """Write what is ready: everything up to this day has been told."""
        while self._next_day <= self._place_of[day.toordinal()]:
            self._write_day(self._next_day)
            self._next_day += 1
        self._write_sealed_lines()
        self._rows[DailyFigure] += self._figures.rows_until(day)
        for model, rows in self._rows.items():
            if len(rows) >= PIECE:
                self._copy(model)

    def finish(self) -> None:
        """Write all the rest; wait for the other processes' numbers of seals."""
        while self._unnumbered:
            self.stop_if_given_up()
            self._write_sealed_lines()
            time.sleep(0.01)
        for model in list(self._rows):
            self._copy(model)

    def stop_if_given_up(self) -> None:
        """Do nothing while all go on. :raises GivenUp: another process has failed, or nobody waits any more"""
        if self._given_up[0]:
            raise GivenUp

    def copy(self, model: type[Model], rows: Iterable[str]) -> None:
        """Write these rows of one table."""
        self._rows[model] += rows
        self._copy(model)

    def _write_day(self, place: int) -> None:
        lines, self._lines[place] = self._lines[place], []
        lines.sort(key=_in_order)
        self._rows[Event] += [line[3] for line in lines]
        self._copy(Event)
        batches = [
            ([line[1] for line in batch], merkle_root([line[2] for line in batch])) for batch in _in_batches(lines)
        ]
        self._tally.tell(place, len(batches))
        self._unnumbered.append((place, batches))
        self._rows[Rating] += [row for _at, row in sorted(self._ratings[place], key=_in_order)]
        self._ratings[place] = []

    def _write_sealed_lines(self) -> None:
        while self._unnumbered:
            place, batches = self._unnumbered[0]
            first = self._tally.first_number_of(place)
            if first is None:
                return
            self._unnumbered.popleft()
            for number, (events, root) in enumerate(batches, first):
                self.seals.append(SealedBatch(number, root, len(events)))
                self._rows[SealedLine] += writing.sealed_lines(number, events)
            if len(self._rows[SealedLine]) >= PIECE:
                self._copy(SealedLine)

    def _copy(self, model: type[Model]) -> None:
        rows, self._rows[model] = self._rows[model], []
        if not rows:
            return
        sheet = self._sheets[model]
        with self._connection.cursor() as cursor, cursor.copy(sheet.copy) as copy:
            copy.write(sheet.tail.join(rows) + sheet.tail)


def _in_order(line: tuple) -> tuple:
    return line[:2]


def _in_batches(lines: Sequence[tuple]) -> Iterator[Sequence[tuple]]:
    for start in range(0, len(lines), UNDER_A_SEAL):
        yield lines[start : start + UNDER_A_SEAL]
