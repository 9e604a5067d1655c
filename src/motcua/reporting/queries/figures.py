"""The figures of a statistical report (form II.06): carried over, received, settled, open; by whatever one asks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Count, Exists, F, Q, QuerySet, Sum, Value
from django.db.models.expressions import Combinable

from motcua.catalogue.models import Channel, Field, ProcedureVersion
from motcua.dossiers.models import PendingFollowUp
from motcua.lib.prepared import Given, Prepared
from motcua.organisations.models import Agency
from motcua.reporting.models import DailyFigure, Stretch
from motcua.reporting.queries.stretches import (
    PATHS,
    By,
    GivenSpan,
    Span,
    Whose,
    in_time_at,
    moved_in,
    moved_out,
    overdue_at,
)
from motcua.reporting.telling import FOLLOWER


@dataclass(frozen=True)
class Counts:
    """The figures of one row. What came in is what went out and what is left: `is_balanced`."""

    carried_over: int = 0
    online: int = 0
    counter: int = 0
    post: int = 0
    moved_in: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    undecided: int = 0  # withdrawn or stopped
    moved_out: int = 0
    in_time: int = 0
    overdue: int = 0
    waiting: int = 0

    @property
    def received(self) -> int:
        return self.online + self.counter + self.post

    @property
    def finished(self) -> int:
        return self.early + self.on_time + self.late

    @property
    def left_open(self) -> int:
        return self.in_time + self.overdue + self.waiting

    @property
    def share_in_time(self) -> float | None:
        """Return how many of a hundred were finished early or on time; None where nothing was."""
        return (self.early + self.on_time) * 100 / self.finished if self.finished else None

    @property
    def is_balanced(self) -> bool:
        came = self.carried_over + self.received + self.moved_in
        return came == self.finished + self.undecided + self.moved_out + self.left_open


@dataclass(frozen=True)
class Row:
    whose: Whose
    name: str
    counts: Counts


NAMES = tuple(each.name for each in fields(Counts))


def report(*, span: Span, by: By) -> list[Row]:
    """Return the figures of everybody who has any in this span (2 statements; 3 where it ends today).

    Agencies and units stand in their order, fields by name, procedures with most dossiers first.
    """
    counted = {key: counts for key, counts in _counted(span, by).items() if any(counts.values())}
    rows = [Row(Whose(by, key), name, Counts(**counted[key])) for key, name in _names(by, list(counted))]
    return sorted(rows, key=lambda row: -row.counts.received) if by == By.PROCEDURE else rows


def name_of(whose: Whose) -> str:
    """Return what this agency, unit, procedure, field or channel is called; "" where there is none (1 statement)."""
    return dict(_names(whose.by, [whose.key])).get(whose.key, "")


def together(rows: Iterable[Row]) -> Counts:
    """Return the sums."""
    every = list(rows)
    return Counts(**{name: sum(getattr(row.counts, name) for row in every) for name in NAMES})


def is_complete() -> Combinable:
    """Return whether all that has happened is in the figures, to be asked within another statement.

    For a moment after each verb it is not.
    """
    return ~Exists(PendingFollowUp.objects.filter(follower=FOLLOWER))


def _counted(span: Span, by: By) -> dict[int | str, dict[str, int]]:
    """Return the figures by whom they are put together (1 statement; 2 where it ends today)."""
    is_now = span.ends_today and _nothing_came_after(span.closes_on)
    rows: list[Any] = _PREPARED[by, is_now](**GivenSpan.values(span))
    found: dict[int | str, dict[str, int]] = {}
    for key, *numbers in rows:
        before = found.get(key) or dict.fromkeys(NAMES, 0)
        found[key] = {name: before[name] + number for name, number in zip(NAMES, numbers, strict=True)}
    return found


def _nothing_came_after(day: date) -> bool:
    """Tell whether this day is the last of which anything is told (1 statement, the ends of two indexes).

    A way that went on after it has a last stretch that is open and began later, or ended later, which is counted.
    """
    began = Stretch.objects.filter(until=None).order_by("-since").values_list("since")[:1]
    counted = DailyFigure.objects.order_by("-day").values_list("day")[:1]
    return all(last <= day for (last,) in began.union(counted, all=True))


def _all_counts(by: By, *, is_now: bool) -> QuerySet[DailyFigure, Any]:
    span = GivenSpan()
    open_then = Stretch.objects.open_since(span.closes_on) if is_now else _open_on(span.closes_on)
    stocks = [_carried_over(span, by), _left_open(open_then, span, by)]
    return _flows(span, by).union(*stocks, *(_moves(span) if by == By.AGENCY else []), all=True)


_PREPARED = {(by, now): Prepared(partial(_all_counts, by, is_now=now)) for by in By for now in (True, False)}


def _flows(span: GivenSpan, by: By) -> QuerySet[DailyFigure, Any]:
    """Return what happened in these days; no dossier is read."""
    sums = {channel.value: Sum("received", filter=Q(channel=channel), default=0) for channel in Channel}
    sums |= {f"sum_{name}": Sum(name) for name in ("early", "on_time", "late")}
    days = DailyFigure.objects.filter(day__range=(span.first, span.last)).order_by()
    return _as_row(days.values(PATHS[by]).annotate(**sums, undecided=Sum(F("withdrawn") + F("stopped"))), by)


def _carried_over(span: GivenSpan, by: By) -> QuerySet[Stretch, Any]:
    """Return what was open before the first day."""
    before = _open_on(span.day_before).order_by()
    return _as_row(before.values(PATHS[by]).annotate(carried_over=Count("*")), by)


def _left_open(open_then: QuerySet[Stretch], span: GivenSpan, by: By) -> QuerySet[Stretch, Any]:
    """Return how what was open when the last day ended stood at that moment."""
    counts = {
        "in_time": Count("since", filter=in_time_at(span.closes_at)),
        "overdue": Count("since", filter=overdue_at(span.closes_at)),
        "waiting": Count("since", filter=Q(waits=True)),
    }
    return _as_row(open_then.order_by().values(PATHS[by]).annotate(**counts), by)


def _open_on(day: Given) -> QuerySet[Stretch]:
    return Stretch.objects.open_at_the_end_of(day)


def _moves(span: GivenSpan) -> list[QuerySet[Stretch, Any]]:
    """Return what came from another agency and went to another."""
    moves = {"moved_in": moved_in(span=span), "moved_out": moved_out(span=span)}
    return [
        _as_row(rows.order_by().values("agency").annotate(**{name: Count("pk")}), By.AGENCY)
        for name, rows in moves.items()
    ]


def _as_row(counted: QuerySet[Any, Any], by: By) -> Any:
    """Return the key and all that is read, in its order, with noughts for what these rows do not say."""
    said = counted.query.annotation_select
    columns = (next((each for each in (name, f"sum_{name}") if each in said), Value(0)) for name in NAMES)
    return counted.values_list(PATHS[by], *columns)


def _names(by: By, keys: Sequence[Any]) -> list[tuple[Any, str]]:
    """Return the names of these, in their order (0–1 statement)."""
    if by == By.CHANNEL:
        return [(channel.value, str(channel.label)) for channel in Channel if channel in keys]
    if by in (By.AGENCY, By.UNIT):
        return list(Agency.objects.filter(pk__in=keys).order_by("order", "name").values_list("pk", "name"))
    if by == By.FIELD:
        return list(Field.objects.filter(pk__in=keys).order_by("name").values_list("pk", "name"))
    latest = ProcedureVersion.objects.filter(procedure__in=keys).order_by("procedure", "-number")
    return list(latest.distinct("procedure").values_list("procedure", "name"))
