"""How far the dossiers are that fall due or are late, read in groups: however many there are, the groups stay few.

All of a group were promised for the same moment and stand at the same step of the same agency's work. Whether one of
them is in danger depends on nothing else but when its step should end: the later, the more endangered.
"""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)

from motcua.catalogue.models import ProcessStep, StepKind
from motcua.dossiers.lifecycle import RUNNING, Status
from motcua.dossiers.models import Dossier
from motcua.lib.midnight import end_of, start_of
from motcua.lib.prepared import Given, Prepared
from motcua.lib.reading_along import InLetters
from motcua.organisations.models import Agency
from motcua.reporting.risk import Course, is_at_risk
from motcua.working_time.calendar import VIETNAM, WorkingCalendar, in_vietnam
from motcua.working_time.queries import Calendars

IS_RUNNING = Q(status__in=[status.value for status in RUNNING])
IS_DECIDED = Q(status__in=[Status.RESULT_READY, Status.RETURNED])
IS_SENT = Q(step__kind=StepKind.APPROVAL)  # for signature


class Pace(NamedTuple):
    """What decides whether a dossier is in danger, besides when its step should end."""

    due_at: datetime
    half_days_after: int  # the standard time of all steps after the one it stands at
    is_sent: bool
    calendar_id: int | None


class Step(NamedTuple):
    """Where a group stands in its process."""

    name: str = ""
    kind: str = ""
    half_days_after: int | None = None

    @property
    def is_sent(self) -> bool:
        """Whether what stands here was sent for signature."""
        return self.kind == StepKind.APPROVAL


class Settling(NamedTuple):
    """The agency that settles what is in a group."""

    name: str = ""
    key: str = ""
    order: int = 0
    calendar_id: int | None = None  # which it has of its own


@dataclass(slots=True)
class Group:
    """Dossiers that stand alike. Of what is decided, or was late before today, it is not said where they stand."""

    is_decided: bool
    count: int
    step_ends: Sequence[int] | None  # of those where it matters, in minutes since 1970
    step: Step
    agency_id: int
    agency: Settling
    due_at: datetime
    day: date  # for which they are promised
    is_taken: bool  # by a specialist
    stands_still: bool  # its clock
    in_danger: int = field(default=0, init=False)

    @property
    def is_sent(self) -> bool:
        return self.step.is_sent

    @property
    def pace(self) -> Pace:
        return Pace(self.due_at, self.step.half_days_after or 0, self.step.is_sent, self.agency.calendar_id)


def half_days_after(process: str, position: str) -> Subquery:
    """Return the standard time of all steps of this process after this position; nothing where none follows."""
    following = ProcessStep.objects.filter(process=OuterRef(process), position__gt=OuterRef(position))
    return Subquery(following.order_by().values("process").annotate(total=Sum("half_days")).values("total"))


class _Minute(Func):
    """A moment in whole minutes since 1970, as working time is counted: thousands of them are read at once."""

    template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s) / 60)::int"
    output_field: "IntegerField[Any, Any]" = IntegerField()


class _Microsecond(Func):
    """The same to the last digit: a number is read faster than a moment, and few promises are for different ones."""

    template = "(EXTRACT(EPOCH FROM %(expressions)s) * 1000000)::bigint"
    output_field: "BigIntegerField[Any, Any]" = BigIntegerField()

    def get_group_by_cols(self) -> list[Any]:
        return list(self.get_source_expressions()[0].get_group_by_cols())  # worked out once a group


class _Moments(dict[int, tuple[datetime, date]]):
    """The moment and its day in Vietnam, by microseconds since 1970."""

    def __missing__(self, microseconds: int) -> tuple[datetime, date]:
        moment = in_vietnam(_EPOCH + timedelta(microseconds=microseconds))
        self[microseconds] = moment, moment.date()
        return self[microseconds]


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DUE = _Microsecond("judged_due_at")
#: What a row is about
_OPEN, _DONE, _STEP, _AGENCY = range(4)
_PROMISED_AHEAD = Q(judged_due_at__gte=Given("today"), judged_due_at__lte=Given("until"), finished_at=None) & IS_RUNNING


def groups_promised(*, first: date, last: date, at: datetime, calendars: Calendars) -> list[Group]:
    """Return the dossiers promised for these days, without those withdrawn or paused, and all late ones (1 statement).

    By index: those that run by what is open, the others by their promise.
    """
    today = in_vietnam(at).date()
    rows: list[Any] = _PROMISED(
        first=start_of(first), until=end_of(last), at=at, today=start_of(today), soon=end_of(today + timedelta(days=1))
    )
    steps = {pk: Step(*said) for pk, *said in _said_of(_STEP, rows)}
    agencies = {pk: Settling(*said) for pk, *said in _said_of(_AGENCY, rows)}
    moments, nowhere, nobody = _Moments(), Step(), Settling()
    groups = [
        Group(
            about == _DONE, count, step_ends, steps.get(step, nowhere), agency, agencies.get(agency, nobody),
            *moments[due], is_taken, stands_still,
        )
        for about, count, step_ends, step, agency, due, is_taken, stands_still, _said in rows
        if about in (_OPEN, _DONE)
    ]  # fmt: skip
    paces: dict[Pace, list[Group]] = defaultdict(list)
    for group in groups:
        if group.due_at < at:
            group.in_danger = 0 if group.is_decided else group.count
        elif not group.is_decided:
            paces[group.pace].append(group)
    for pace, of_it in paces.items():
        _count_endangered(of_it, pace, at=at, calendar=calendars.of(pace.calendar_id))
    return groups


def _said_of(about: int, rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Return what the rows about this say: an id, and what it stands for."""
    return [json.loads(row[-1]) for row in rows if row[0] == about]


def _promised() -> QuerySet[Dossier, Any]:
    """Return the groups, and what their steps and agencies are called.

    Nothing is joined to thousands of dossiers, so that the index of what is open says all of them: a few hundred steps
    and agencies are told beside them.
    """
    return _running().union(_late(), _decided(), _steps(), _agencies(), all=True)


_PROMISED = Prepared(_promised)


def _running() -> QuerySet[Dossier, Any]:
    # what is due by tomorrow and not sent for signature is in danger, whenever its step ends
    signatures = ProcessStep.objects.filter(kind=StepKind.APPROVAL).values("pk")
    matters = Q(step_due_at__gt=Given("at")) & (Q(step__in=signatures) | Q(judged_due_at__gte=Given("soon")))
    flags = {"is_taken": Q(officer__isnull=False), "stands_still": Q(clock_stopped_at__isnull=False)}
    return (
        Dossier.objects.filter(_PROMISED_AHEAD)
        .annotate(**{name: Case(When(on_it, then=True), default=False) for name, on_it in flags.items()})
        .order_by()
        .values("agency_id", "judged_due_at", "step_id", *flags)
        .annotate(count=Count("*"), step_ends=ArrayAgg(_Minute("step_due_at"), filter=matters))
        .annotate(due=_DUE)  # asked once a group
        .values_list(Value(_OPEN), "count", "step_ends", "step_id", "agency_id", "due", *flags, _NOTHING_SAID)
    )


def _late() -> QuerySet[Dossier, Any]:
    """Return of each agency how many are late since before today, and since when the first of them."""
    late = Dossier.objects.overdue(at=Given("today")).order_by().values("agency_id")
    return late.annotate(count=Count("*"), oldest=_Microsecond(Min("judged_due_at"))).values_list(
        Value(_OPEN), "count", *_nothing(2), "agency_id", "oldest", *_NO, _NOTHING_SAID
    )


def _decided() -> QuerySet[Dossier, Any]:
    """Return of what is decided how many were promised for when: nothing else is asked of it."""
    due = Q(judged_due_at__gte=Given("first"), judged_due_at__lt=Given("until"))
    return (
        Dossier.objects.filter(IS_DECIDED, due)
        .order_by()
        .values("judged_due_at")
        .annotate(count=Count("*"))
        .annotate(due=_DUE)
        .values_list(Value(_DONE), "count", *_nothing(3), "due", *_NO, _NOTHING_SAID)
    )


def _steps() -> QuerySet[ProcessStep, Any]:
    """Return the steps at which groups stand."""
    here = ProcessStep.objects.filter(pk__in=Dossier.objects.filter(_PROMISED_AHEAD).values("step")).order_by()
    said = InLetters("pk", "name", "kind", half_days_after("process", "position"))
    return here.values_list(Value(_STEP), *_nothing(5), *_NO, said)


def _agencies() -> QuerySet[Agency, Any]:
    """Return the agencies that settle what is in the groups."""
    here = Agency.objects.filter(pk__in=Dossier.objects.filter(_PROMISED_AHEAD).values("agency")).order_by()
    said = InLetters("pk", "name", "key", "order", "calendar_id")
    return here.values_list(Value(_AGENCY), *_nothing(5), *_NO, said)


_NOTHING_SAID = Value(None, output_field=TextField())
_NO = (Value(False), Value(False))


def _nothing(columns: int) -> list[Value]:
    return [Value(None, output_field=IntegerField())] * columns


def _count_endangered(groups: Sequence[Group], pace: Pace, *, at: datetime, calendar: WorkingCalendar) -> None:
    """Say of each of these groups, all of one pace, how many will be late if the steps take their standard time."""

    def is_endangered(step_ends: int | None) -> bool:
        step_due_at = None if step_ends is None else datetime.fromtimestamp(step_ends * 60, VIETNAM)
        course = Course(pace.due_at, step_due_at, pace.half_days_after, pace.is_sent)
        return is_at_risk(course, at=at, calendar=calendar)

    if is_endangered(None):
        for group in groups:
            group.in_danger = group.count
        return
    ends = sorted({end for group in groups for end in group.step_ends or ()})
    endangered = set(ends[bisect_left(ends, True, key=is_endangered) :])
    for group in groups:
        group.in_danger = sum(end in endangered for end in group.step_ends or ())
