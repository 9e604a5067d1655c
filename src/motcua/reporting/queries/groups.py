"""How far the dossiers are that fall due or are late, read in groups: however many there are, the groups stay few.

All of a group were promised for the same moment and stand at the same step of the same agency's work. Whether one of
them is in danger depends on nothing else but when its step should end: the later, the more endangered.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import JSONObject

from motcua.catalogue.models import ProcessStep, StepKind
from motcua.dossiers.lifecycle import RUNNING, Status
from motcua.dossiers.models import Dossier
from motcua.lib.midnight import end_of, start_of
from motcua.organisations.models import Agency
from motcua.reporting.risk import Course, is_at_risk
from motcua.working_time.calendar import WorkingCalendar, in_vietnam
from motcua.working_time.queries import Calendars

IS_RUNNING = Q(status__in=[status.value for status in RUNNING])
IS_DECIDED = Q(status__in=[Status.RESULT_READY, Status.RETURNED])
IS_SENT = Q(step__kind=StepKind.APPROVAL)  # for signature


@dataclass(slots=True)
class Group:
    """Dossiers that stand alike."""

    is_decided: bool
    count: int
    step_ends: Sequence[datetime] | None  # of those where it matters
    agency: dict[str, Any]  # its key, name, order and calendar
    step: dict[str, Any] | None  # its name, and the half days of those after it
    agency_id: int
    due_at: datetime
    is_sent: bool
    is_taken: bool  # by a specialist
    stands_still: bool  # its clock
    step_id: int | None
    in_danger: int = field(default=0, init=False)
    day: date = field(init=False)  # for which they are promised

    def __post_init__(self) -> None:
        self.day = in_vietnam(self.due_at).date()

    @property
    def calendar_id(self) -> int | None:
        """Return which calendar their agency has of its own."""
        found: int | None = self.agency["calendar"]
        return found


def half_days_after(process: str, position: str) -> Subquery:
    """Return the standard time of all steps of this process after this position; nothing where none follows."""
    following = ProcessStep.objects.filter(process=OuterRef(process), position__gt=OuterRef(position))
    return Subquery(following.order_by().values("process").annotate(total=Sum("half_days")).values("total"))


_AGENCY = Subquery(
    Agency.objects.filter(pk=OuterRef("agency_id")).values(
        facts=JSONObject(key="key", name="name", order="order", calendar="calendar_id")
    )
)
_STEP = Subquery(
    ProcessStep.objects.filter(pk=OuterRef("step_id"))
    .order_by()
    .values(facts=JSONObject(name="name", after=half_days_after("process", "position")))
)
_ALIKE = ("agency_id", "judged_due_at", "is_sent", "is_taken", "stands_still", "step_id")


def groups_promised(*, first: date, last: date, at: datetime, calendars: Calendars) -> list[Group]:
    """Return the dossiers promised for these days, without those withdrawn or paused, and all late ones (1 statement).

    By index: those that run by what is open, the others by their promise.
    """
    today, until = start_of(in_vietnam(at).date()), end_of(last)
    rows = _running(today, until, at=at).union(_late(today), _decided(start_of(first), until), all=True)
    groups = [Group(*row) for row in rows]
    dangerous: dict[tuple[Any, ...], bool] = {}  # of all that have the same day, whenever their step ends
    for group in groups:
        if group.due_at < at:
            group.in_danger = 0 if group.is_decided else group.count
        elif not group.is_decided:
            group.in_danger = _in_danger(group, dangerous, at=at, calendar=calendars.of(group.calendar_id))
    return groups


def _running(after: datetime, until: datetime, *, at: datetime) -> QuerySet[Dossier, Any]:
    # what is due by tomorrow and not sent for signature is in danger, whenever its step ends
    soon = end_of(in_vietnam(at).date() + timedelta(days=1))
    matters = Q(step_due_at__gt=at) & (IS_SENT | Q(judged_due_at__gte=soon))
    flags = {
        "is_sent": IS_SENT,
        "is_taken": Q(officer__isnull=False),
        "stands_still": Q(clock_stopped_at__isnull=False),
    }
    return (
        Dossier.objects.filter(IS_RUNNING, finished_at=None, judged_due_at__gte=after, judged_due_at__lte=until)
        .annotate(**{name: Case(When(condition, then=True), default=False) for name, condition in flags.items()})
        .order_by()
        .values(*_ALIKE)
        .annotate(count=Count("pk"), step_ends=ArrayAgg("step_due_at", filter=matters))
        .annotate(its_agency=_AGENCY, its_step=_STEP)  # asked once a group
        .values_list(Value(False), "count", "step_ends", "its_agency", "its_step", *_ALIKE)
    )


def _late(before: datetime) -> QuerySet[Dossier, Any]:
    """Return of each agency how many are late since before this moment, and since when the first of them."""
    late = Dossier.objects.overdue(at=before).order_by().values("agency_id")
    nothing = Value(None, output_field=IntegerField())
    return late.annotate(count=Count("pk"), oldest=Min("judged_due_at")).values_list(
        Value(False), "count", *[nothing] * 3, "agency_id", "oldest", *[Value(False)] * 3, nothing
    )


def _decided(after: datetime, until: datetime) -> QuerySet[Dossier, Any]:
    """Return of what is decided how many were promised for when: nothing else is asked of it."""
    decided = Dossier.objects.filter(IS_DECIDED, judged_due_at__gte=after, judged_due_at__lt=until).order_by()
    nothing = Value(None, output_field=IntegerField())
    return (
        decided.values("judged_due_at")
        .annotate(count=Count("*"))
        .values_list(Value(True), "count", *[nothing] * 4, "judged_due_at", *[Value(False)] * 3, nothing)
    )


def _in_danger(group: Group, dangerous: dict[tuple[Any, ...], bool], *, at: datetime, calendar: WorkingCalendar) -> int:
    """Return how many of them will be late at the standard pace."""
    half_days = (group.step or {}).get("after") or 0

    def is_endangered(step_ends_at: datetime | None) -> bool:
        course = Course(group.due_at, step_ends_at, half_days, group.is_sent)
        return is_at_risk(course, at=at, calendar=calendar)

    alike = (group.due_at, half_days, group.is_sent, group.calendar_id)
    if alike not in dangerous:
        dangerous[alike] = is_endangered(None)
    if dangerous[alike]:
        return group.count
    ends = sorted(group.step_ends or ())
    return len(ends) - bisect_left(ends, True, key=is_endangered)
