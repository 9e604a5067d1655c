"""The legal clock of one dossier, read off the events of its diary: when it is due, and who had its time. Pure.

The events are the truth; the due dates on the dossier are what they add up to, kept there so that lists need not add.
Three dates come out (law.md §2.6, §2.8, §5.5): the one the citizen was told last, the one that lateness is judged by,
and the one that the national statistics compare with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from motcua.dossiers import deadlines
from motcua.law.rule_sets import RuleSet
from motcua.working_time import due_dates
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.due_dates import DueDate


class Kind(StrEnum):
    """What happened to the clock."""

    STARTED = "started"
    STOPPED = "stopped"
    RESUMED = "resumed"  # the time that was left
    RESTARTED = "restarted"  # the whole limit anew
    MOVED = "moved"  # a new appointment, with an apology
    RECALCULATED = "recalculated"  # the calendar was changed, and somebody answers for it
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One thing that happened to the clock, as the diary has it."""

    kind: Kind
    at: datetime
    article: str = ""
    waits_for: str = ""  # stopped: motcua.dossiers.models.WaitsFor
    limit: str = ""  # started, restarted
    same_day: bool = False  # started, restarted: handed over the day it is asked for
    due_at: datetime | None = None  # started, restarted: as promised then; moved, recalculated: the new day
    in_transit: bool = False  # started: the limit begins anew once the paper has reached the competent agency
    arrived: bool = False  # restarted: it has


def promised_anew(event: ClockEvent) -> ClockEvent:
    """Return the event without the day that was promised then, to be read with today's calendar."""
    return replace(event, due_at=None) if event.kind in (Kind.STARTED, Kind.RESTARTED) else event


class Reading(NamedTuple):
    """What the clock shows."""

    due_at: datetime
    judged_due_at: datetime
    national_due_at: datetime


class Unstarted(Exception):
    """The clock was never started: there is nothing to read."""


@dataclass(slots=True)
class _Hands:
    """The clock while it is being read."""

    base: DueDate  # what the limit gives since the last start
    national: DueDate
    due_at: datetime
    judged_due_at: datetime
    national_due_at: datetime
    stopped_at: datetime | None = None


def read(events: Iterable[ClockEvent], *, rules: RuleSet, calendar: WorkingCalendar) -> Reading:
    """Return the three dates that these events add up to, in the order they happened.

    What was late when the clock stopped stays late: the date it is judged by no longer moves. An apology moves the
    appointment only, unless the province reads the law otherwise (`late_against`).

    :raises Unstarted: the first event does not start the clock
    """
    hands: _Hands | None = None
    for event in events:
        if event.kind == Kind.STARTED or (hands and event.kind == Kind.RESTARTED and hands.stopped_at is None):
            hands = _started(event, rules, calendar)  # restarted out of the blue: it was not to run before (arrive)
        elif hands is None:
            raise Unstarted(event.kind)
        else:
            _turn(hands, event, rules, calendar)
    if hands is None:
        raise Unstarted("")
    return Reading(hands.due_at, hands.judged_due_at, hands.national_due_at)


def _started(event: ClockEvent, rules: RuleSet, calendar: WorkingCalendar) -> _Hands:
    """A promise that was made stands as it was made, whatever has become of the calendar since."""
    base = deadlines.promised(
        received_at=event.at, limit=event.limit, rules=rules, calendar=calendar, same_day=event.same_day
    )
    due_at = event.due_at or base.due_at
    return _Hands(base, base, due_at, due_at, due_at)


def _turn(hands: _Hands, event: ClockEvent, rules: RuleSet, calendar: WorkingCalendar) -> None:
    match event.kind:
        case Kind.STOPPED:
            hands.stopped_at = event.at
        case Kind.RESUMED | Kind.RESTARTED:
            _go_on(hands, event, rules, calendar)
        case Kind.MOVED:
            assert event.due_at is not None  # a new appointment without a day is none
            hands.due_at = event.due_at
            if rules.late_against == "last_due_date" and event.at <= hands.judged_due_at:
                hands.judged_due_at = event.due_at
        case Kind.RECALCULATED:
            assert event.due_at is not None
            hands.due_at = hands.judged_due_at = event.due_at
        case _:
            pass


def _go_on(hands: _Hands, event: ClockEvent, rules: RuleSet, calendar: WorkingCalendar) -> None:
    stopped_at, hands.stopped_at = hands.stopped_at or event.at, None
    was_late = hands.judged_due_at < stopped_at
    hands.national = due_dates.resumed(hands.national, stopped_at=stopped_at, resumed_at=event.at)
    hands.national_due_at = hands.national.due_at
    if event.kind == Kind.RESUMED:
        stopped_at = max(stopped_at, hands.base.received_at)
        hands.base = due_dates.resumed(hands.base, stopped_at=stopped_at, resumed_at=event.at)
        due_at = hands.base.due_at
    else:
        anew = _started(event, rules, calendar)
        hands.base, due_at = anew.base, anew.due_at
    hands.due_at = max(hands.due_at, due_at)
    if not was_late:
        hands.judged_due_at = due_at


# Whose time it was

#: What a charge waits for while the paper is on its way to the agency that settles the dossier
TRANSIT = "transit"


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which one unit held the dossier at one step, in somebody's hands or nobody's yet."""

    agency: str
    step: str
    officer: str
    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Charge:
    """A piece of the dossier's time, and to whom it is charged."""

    start: datetime
    end: datetime
    minutes: int  # working minutes
    agency: str = ""
    step: str = ""
    officer: str = ""
    waits_for: str = ""  # set when the clock stood still, or for the TRANSIT: charged to nobody in the office

    @property
    def is_office(self) -> bool:
        return not self.waits_for


@dataclass(frozen=True, slots=True)
class Account:
    """All of a dossier's working time, without a gap and without counting any twice."""

    charges: tuple[Charge, ...]
    total: int  # working minutes from the reception to the decision, or until now

    @property
    def office(self) -> int:
        return sum(charge.minutes for charge in self.charges if charge.is_office)

    @property
    def waited(self) -> int:
        return self.total - self.office


def account(
    events: Sequence[ClockEvent], spells: Sequence[Spell], *, calendar: WorkingCalendar, until: datetime
) -> Account:
    """Charge every working minute between the start of the clock and its end to whoever had the dossier.

    :param until: now; an ended clock ends the account earlier
    :raises Unstarted: the clock was never started
    """
    if not events or events[0].kind != Kind.STARTED:
        raise Unstarted("")
    start = events[0].at
    end = next((event.at for event in events if event.kind == Kind.ENDED), until)
    end = max(start, end)
    waits = [*_waits(events, end), *_transit(events, end)]
    marks = {start, end} | {edge for wait in waits for edge in (wait[0], wait[1])}
    marks |= {edge for spell in spells for edge in (spell.start, spell.end) if edge is not None}
    edges = sorted(edge for edge in marks if start <= edge <= end)
    pieces = (_charge(first, last, waits, spells, calendar) for first, last in pairwise(edges))
    charges = tuple(_joined(piece for piece in pieces if piece.end > piece.start))
    return Account(charges, calendar.between(start, end))


def _waits(events: Sequence[ClockEvent], end: datetime) -> list[tuple[datetime, datetime, str]]:
    waits: list[tuple[datetime, datetime, str]] = []
    stopped: ClockEvent | None = None
    for event in events:
        if event.kind == Kind.STOPPED:
            stopped = event
        elif stopped and event.kind in (Kind.RESUMED, Kind.RESTARTED, Kind.ENDED):
            waits.append((stopped.at, event.at, stopped.waits_for))
            stopped = None
    if stopped:
        waits.append((stopped.at, end, stopped.waits_for))
    return waits


def _transit(events: Sequence[ClockEvent], end: datetime) -> list[tuple[datetime, datetime, str]]:
    """Return the time in which nobody can work on the dossier yet (NĐ 309/2026 art. 17.3)."""
    if not events[0].in_transit:
        return []
    return [(events[0].at, next((event.at for event in events if event.arrived), end), TRANSIT)]


def _charge(
    start: datetime,
    end: datetime,
    waits: Sequence[tuple[datetime, datetime, str]],
    spells: Sequence[Spell],
    calendar: WorkingCalendar,
) -> Charge:
    minutes = calendar.between(start, end)
    for first, last, waits_for in waits:
        if first <= start and end <= last:
            return Charge(start, end, minutes, waits_for=waits_for)
    for spell in reversed(spells):
        if spell.start <= start and (spell.end is None or end <= spell.end):
            return Charge(start, end, minutes, agency=spell.agency, step=spell.step, officer=spell.officer)
    return Charge(start, end, minutes)


def _joined(charges: Iterable[Charge]) -> list[Charge]:
    """Join neighbours that are charged alike, so that a page shows one line for them."""
    joined: list[Charge] = []
    for charge in charges:
        last = joined[-1] if joined else None
        if last and (last.agency, last.step, last.officer, last.waits_for) == (
            charge.agency, charge.step, charge.officer, charge.waits_for
        ):  # fmt: skip
            joined[-1] = Charge(
                last.start, charge.end, last.minutes + charge.minutes,
                charge.agency, charge.step, charge.officer, charge.waits_for,
            )  # fmt: skip
        else:
            joined.append(charge)
    return joined
