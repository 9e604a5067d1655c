"""What falls due, what is in danger, what is late (ux.md §3.8 G1 has the definitions)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from motcua.catalogue.models import ProcessStep, StepKind
from motcua.dossiers.lifecycle import RUNNING, Status
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.lib.midnight import end_of, start_of
from motcua.organisations.models import Agency
from motcua.reporting.risk import Ahead, Course, ahead, is_at_risk
from motcua.working_time.calendar import in_vietnam
from motcua.working_time.queries import calendar_of, calendars_of

_RUNNING = [status.value for status in RUNNING]
_DECIDED = (Status.RESULT_READY, Status.RETURNED)


def looked_at(*, at: datetime) -> Ahead:
    """Return the next five working days of the province, today first when it is one."""
    return ahead(at, calendar_of(None))


# The rows


def due_soon(*, at: datetime, agency: Agency | None = None) -> DossierQuerySet:
    """Return the dossiers promised within the next five working days and not finished, whose day has not passed."""
    days = looked_at(at=at).days
    return _of(agency, Dossier.objects.due_within(after=at, until=end_of(days[-1])))


def overdue(*, at: datetime, agency: Agency | None = None) -> DossierQuerySet:
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
    promised = promised.filter(status__in=[*_RUNNING, *_DECIDED])
    if not part:
        return promised
    in_danger = _in_danger(promised.filter(status__in=_RUNNING), at=at)
    if part == "risk":
        return Dossier.objects.filter(pk__in=in_danger)
    sent = Q(status__in=_DECIDED) | Q(step__kind=StepKind.APPROVAL)
    return promised.exclude(pk__in=in_danger).filter(sent if part == "done" else ~sent)


def unsent_for_tomorrow(*, at: datetime, agency: Agency | None = None) -> DossierQuerySet:
    """Return the dossiers due on the next working day and not sent for signature: the first question of the day."""
    tomorrow = looked_at(at=at).tomorrow
    return due_on(tomorrow, at=at, agency=agency).filter(status__in=_RUNNING).exclude(step__kind=StepKind.APPROVAL)


# The figures


@dataclass(frozen=True)
class DueSoon:
    """The figures of one agency. What is at risk is also due soon."""

    agency: Agency
    due_soon: int
    at_risk: int
    overdue: int


def due_soon_by_agency(*, at: datetime) -> list[DueSoon]:
    """Return the figures of every agency that has any, the most endangered first (4 statements)."""
    placed = list(_placed(due_soon(at=at)))
    soon = Counter(row.agency_id for row in placed)
    dangerous = Counter(row.agency_id for row in _dangerous(placed, at=at))
    late = Counter(overdue(at=at).values_list("agency_id", flat=True))
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


def days_ahead(*, at: datetime) -> list[DayAhead]:
    """Return the next five working days, today first, with what was promised for each (3 statements)."""
    days = looked_at(at=at).days
    promised = Dossier.objects.filter(judged_due_at__gte=start_of(days[0]), judged_due_at__lt=end_of(days[-1]))
    running = list(_placed(promised.filter(status__in=_RUNNING)))
    in_danger = _dangerous(running, at=at)
    dangerous = {placed.pk for placed in in_danger}
    risk = Counter(placed.day for placed in in_danger)
    sent = Counter(placed.day for placed in running if placed.course.is_sent and placed.pk not in dangerous)
    every = Counter(placed.day for placed in running)
    decided = Counter(promised.filter(status__in=_DECIDED).values_list("judged_due_at__date", flat=True))
    return [
        DayAhead(day, risk=risk[day], todo=every[day] - risk[day] - sent[day], done=decided[day] + sent[day])
        for day in days
    ]


# Who is in danger: worked out here, where the calendars are, and not in the database


@dataclass(frozen=True, slots=True)
class _Placed:
    pk: UUID
    agency_id: int
    calendar_id: int | None
    course: Course

    @property
    def day(self) -> date:
        return in_vietnam(self.course.due_at).date()


def _placed(dossiers: QuerySet[Dossier]) -> Iterable[_Placed]:
    """Read how far these dossiers are (1 statement, no whole rows)."""
    following = ProcessStep.objects.filter(
        process=OuterRef("process"), position__gt=OuterRef("step__position")
    ).order_by()
    half_days = Subquery(following.values("process").annotate(total=Sum("half_days")).values("total"))
    rows = dossiers.annotate(after=Coalesce(half_days, 0)).values_list(
        "pk", "agency_id", "agency__calendar_id", "judged_due_at", "step_due_at", "step__kind", "after"
    )
    for pk, agency_id, calendar_id, due_at, step_due_at, kind, after in rows:
        assert due_at is not None  # they were chosen by their promise
        course = Course(due_at, step_due_at, half_days_after=after, is_sent=kind == StepKind.APPROVAL)
        yield _Placed(pk, agency_id, calendar_id, course)


def _dangerous(placed: Iterable[_Placed], *, at: datetime) -> list[_Placed]:
    rows = list(placed)
    calendars = calendars_of({row.calendar_id for row in rows})
    return [row for row in rows if is_at_risk(row.course, at=at, calendar=calendars[row.calendar_id])]


def _in_danger(dossiers: DossierQuerySet, *, at: datetime) -> list[UUID]:
    return [row.pk for row in _dangerous(_placed(dossiers), at=at)]


def _of(agency: Agency | None, dossiers: DossierQuerySet) -> DossierQuerySet:
    return dossiers.filter(agency=agency) if agency else dossiers
