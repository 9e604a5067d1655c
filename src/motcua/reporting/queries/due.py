"""What falls due, what is in danger, what is late (ux.md §3.8 G1 has the definitions)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from motcua.catalogue.models import StepKind
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.lib.midnight import end_of, start_of
from motcua.lib.prepared import Given
from motcua.organisations.models import Agency
from motcua.reporting.models import Danger
from motcua.reporting.queries.groups import (
    IS_DECIDED,
    IS_RUNNING,
    IS_SENT,
    Group,
    Settling,
    groups_promised,
    half_days_after,
)
from motcua.reporting.risk import Ahead, Course, ahead, is_at_risk
from motcua.working_time.queries import Calendars, all_calendars


def looked_at(*, at: datetime, calendars: Calendars | None = None) -> Ahead:
    """Return the next five working days of the province, today first when it is one (1 statement)."""
    return ahead(at, (calendars or all_calendars()).of(None))


# The rows


def due_soon(*, at: datetime, agency: Agency | None = None) -> DossierQuerySet:
    """Return the dossiers promised within the next five working days and not finished, whose day has not passed."""
    days = looked_at(at=at).days
    return _of(agency, Dossier.objects.due_within(after=at, until=end_of(days[-1])))


def overdue(*, at: datetime | Given, agency: Agency | None = None) -> DossierQuerySet:
    """Return the dossiers whose clock runs and whose promised moment has passed."""
    return _of(agency, Dossier.objects.overdue(at=at))


def at_risk(*, at: datetime, agency: Agency | None = None) -> DossierQuerySet:
    """Return those due soon that will be late at the standard pace, or are due next and not sent for signature."""
    return Dossier.objects.filter(pk__in=_in_danger(due_soon(at=at, agency=agency), at=at))


def due_on(day: date, *, at: datetime, part: str = "", agency: Agency | None = None) -> DossierQuerySet:
    """Return the dossiers promised for this day, those that are done included; without the ones withdrawn or paused.

    :param part: "risk" (late, or in danger), "done" (decided, or sent for signature), "todo" (the others), "" all
    """
    promised = _of(agency, Dossier.objects.filter(judged_due_at__gte=start_of(day), judged_due_at__lt=end_of(day)))
    promised = promised.filter(IS_RUNNING | IS_DECIDED)
    if not part:
        return promised
    in_danger = _in_danger(promised.filter(IS_RUNNING), at=at)
    if part == "risk":
        return Dossier.objects.filter(pk__in=in_danger)
    sent = IS_DECIDED | IS_SENT
    return promised.exclude(pk__in=in_danger).filter(sent if part == "done" else ~sent)


def unsent_for_tomorrow(*, at: datetime, agency: Agency | None = None) -> DossierQuerySet:
    """Return the dossiers due on the next working day and not sent for signature: the first question of the day."""
    tomorrow = looked_at(at=at).tomorrow
    return due_on(tomorrow, at=at, agency=agency).filter(IS_RUNNING).exclude(IS_SENT)


# The figures


@dataclass(frozen=True)
class DueSoon:
    """The figures of one agency. What is at risk is also due soon."""

    agency: Agency
    due_soon: int
    at_risk: int
    overdue: int


def due_soon_by_agency(*, at: datetime) -> list[DueSoon]:
    """Return the figures of every agency that has any, the most endangered first (3 statements)."""
    soon, dangerous, late = Counter[int](), Counter[int](), Counter[int]()
    for group in promised_ahead(at=at).groups:
        if group.is_decided or group.stands_still:
            continue
        if group.due_at < at:
            late[group.agency_id] += group.count
        else:
            soon[group.agency_id] += group.count
            dangerous[group.agency_id] += group.in_danger
    rows = [
        DueSoon(agency, due_soon=soon[agency.pk], at_risk=dangerous[agency.pk], overdue=late[agency.pk])
        for agency in Agency.objects.filter(pk__in={*soon, *late})
    ]
    return sorted(rows, key=lambda row: (-row.at_risk, -row.overdue, -row.due_soon, row.agency.order))


@dataclass(frozen=True)
class DayAhead:
    """One working day: how many were promised for it, and how far they are."""

    day: date
    risk: int
    todo: int
    done: int

    @property
    def all(self) -> int:
        return self.risk + self.todo + self.done


@dataclass(frozen=True)
class Late:
    """What is overdue: how many dossiers, of how many agencies, and since when the one promised first."""

    count: int
    agencies: int
    oldest: datetime | None


@dataclass(frozen=True)
class Unsent:
    """What one agency has not sent for signature, and where most of it lies."""

    agency: Settling
    count: int
    step_name: str  # "" where nobody has taken it over


@dataclass(frozen=True)
class Promised:
    """Everything that is promised for the next five working days, or late: read once, asked by several figures."""

    days: Ahead
    at: datetime
    groups: list[Group]

    def by_day(self) -> list[DayAhead]:
        """Return the five days, today first, with what was promised for each."""
        risk, sent, every, decided = Counter[date](), Counter[date](), Counter[date](), Counter[date]()
        for group in self.groups:
            if group.is_decided:
                decided[group.day] += group.count
                continue
            every[group.day] += group.count
            risk[group.day] += group.in_danger
            sent[group.day] += group.count - group.in_danger if group.is_sent else 0
        return [
            DayAhead(day, risk=risk[day], todo=every[day] - risk[day] - sent[day], done=decided[day] + sent[day])
            for day in self.days.days
        ]

    def late(self) -> Late:
        """Return the sums of `overdue`."""
        late = [g for g in self.groups if not g.is_decided and not g.stands_still and g.due_at < self.at]
        return Late(
            count=sum(group.count for group in late),
            agencies=len({group.agency_id for group in late}),
            oldest=min((group.due_at for group in late), default=None),
        )

    def unsent_for_tomorrow(self) -> list[Unsent]:
        """Return the sums of `unsent_for_tomorrow`, the agency with most first."""
        agencies: dict[int, Settling] = {}
        places: dict[int, Counter[str]] = defaultdict(Counter)
        for group in self.groups:
            if group.day == self.days.tomorrow and not group.is_decided and not group.is_sent:
                agencies[group.agency_id] = group.agency
                places[group.agency_id][group.step.name if group.is_taken else ""] += group.count
        lines = [Unsent(agencies[pk], all_.total(), all_.most_common(1)[0][0]) for pk, all_ in places.items()]
        return sorted(lines, key=lambda line: (-line.count, line.agency.order))


def promised_ahead(*, at: datetime, calendars: Calendars | None = None) -> Promised:
    """Return what is promised for the next five working days, and what is late (2 statements; 1 given calendars)."""
    calendars = calendars or all_calendars()
    days = looked_at(at=at, calendars=calendars)
    groups = groups_promised(first=days.days[0], last=days.days[-1], at=at, calendars=calendars)
    return Promised(days, at, groups)


def days_ahead(*, at: datetime) -> list[DayAhead]:
    """Return the next five working days, today first, with what was promised for each (2 statements)."""
    return promised_ahead(at=at).by_day()


class Standing(NamedTuple):
    """How one dossier stands in a review."""

    dossier: UUID
    agency_id: int
    due_at: datetime
    danger: Danger


def standings(*, at: datetime) -> Iterator[Standing]:
    """Yield every dossier that is late or due soon, once, with its class (2 statements)."""
    calendars = all_calendars()
    days = looked_at(at=at, calendars=calendars).days
    for row in _placed(Dossier.objects.running().filter(judged_due_at__lte=end_of(days[-1]))):
        due_at = row.course.due_at
        if due_at < at:
            danger = Danger.OVERDUE
        elif is_at_risk(row.course, at=at, calendar=calendars.of(row.calendar_id)):
            danger = Danger.AT_RISK
        else:
            danger = Danger.DUE_SOON
        yield Standing(row.pk, row.agency_id, due_at, danger)


# Who is in danger: worked out here, where the calendars are, and not in the database


@dataclass(frozen=True, slots=True)
class _Placed:
    pk: UUID
    agency_id: int
    calendar_id: int | None
    course: Course


def _placed(dossiers: QuerySet[Dossier]) -> Iterable[_Placed]:
    """Read how far these dossiers are (1 statement, no whole rows)."""
    rows = dossiers.annotate(after=half_days_after("process", "step__position")).values_list(
        "pk", "agency_id", "agency__calendar_id", "judged_due_at", "step_due_at", "step__kind", "after"
    )
    for pk, agency_id, calendar_id, due_at, step_due_at, kind, after in rows:
        assert due_at is not None  # they were chosen by their promise
        course = Course(due_at, step_due_at, half_days_after=after or 0, is_sent=kind == StepKind.APPROVAL)
        yield _Placed(pk, agency_id, calendar_id, course)


def _dangerous(placed: Iterable[_Placed], *, at: datetime) -> list[_Placed]:
    calendars = all_calendars()
    return [row for row in placed if is_at_risk(row.course, at=at, calendar=calendars.of(row.calendar_id))]


def _in_danger(dossiers: DossierQuerySet, *, at: datetime) -> list[UUID]:
    return [row.pk for row in _dangerous(_placed(dossiers), at=at)]


def _of(agency: Agency | None, dossiers: DossierQuerySet) -> DossierQuerySet:
    return dossiers.filter(agency=agency) if agency else dossiers
