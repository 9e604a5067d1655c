"""What was received, and what was finished early, on time or late. Lateness is the promise's, not the month's."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Sum
from django.db.models.functions import JSONObject
from django.utils import timezone

from motcua.lib.prepared import Given
from motcua.organisations.models import Agency
from motcua.reporting.models import DailyFigure

WEEKS_OF_TREND = 8


@dataclass(frozen=True)
class Progress:
    """The figures of one agency over some days."""

    agency: Agency
    received: int
    early: int
    on_time: int
    late: int

    @property
    def finished(self) -> int:
        return self.early + self.on_time + self.late


def progress(*, first: date, last: date) -> list[Progress]:
    """Return the figures of every agency that received or finished something in these days (2 statements).

    What was received counts for who was to settle it then, what was finished for who did: docs/adr/0019.
    """
    names = ("received", "early", "on_time", "late")
    days = DailyFigure.objects.filter(day__range=(first, last)).order_by().values_list("agency")
    sums = days.annotate(**{f"sum_{name}": Sum(name) for name in names})
    rows = {agency: dict(zip(names, numbers, strict=True)) for agency, *numbers in sums if any(numbers)}
    agencies = Agency.objects.filter(pk__in=rows).order_by("order", "name")
    return [Progress(agency=agency, **rows[agency.pk]) for agency in agencies]


@dataclass(frozen=True)
class Trend:
    """How one agency kept its promises, week by week, the oldest first: finished in time, of how many."""

    weeks: list[tuple[int, int]] = field(default_factory=list)

    @property
    def in_time(self) -> int:
        return sum(in_time for in_time, _all in self.weeks)

    @property
    def all(self) -> int:
        return sum(all_ for _in_time, all_ in self.weeks)


def on_time_by_week(*, at: datetime, weeks: int = WEEKS_OF_TREND) -> dict[int, Trend]:
    """Return for each agency's id how it kept its promises in each of the last spans of seven days (1 statement)."""
    span = span_of(weeks, at=at)
    counted: dict[int, list[Finished]] = defaultdict(list)
    days = DailyFigure.objects.filter(day__range=span).order_by().values_list("agency_id", "day")
    for agency_id, *finished in days.annotate(**_FINISHED):
        counted[agency_id].append((finished[0], finished[1], finished[2]))
    trends = {agency_id: _trend(finished, first=span[0], weeks=weeks) for agency_id, finished in counted.items()}
    return {agency_id: trend for agency_id, trend in trends.items() if trend.all}


def trends_within(agency: str, first: Given, last: Given) -> ArraySubquery:
    """Return what `trend_said_by` reads, for the agency that this column of a prepared statement names."""
    days = DailyFigure.objects.filter(agency=OuterRef(agency), day__range=(first, last)).order_by()
    finished = JSONObject(day=F("day"), in_time=F("in_time"), all_late=F("all_late"))
    return ArraySubquery(days.values("day").annotate(**_FINISHED).values(finished=finished))


def trend_said_by(days: Iterable[dict[str, Any]], *, at: datetime, weeks: int = WEEKS_OF_TREND) -> Trend:
    """Return how an agency kept its promises in each of the last spans of seven days."""
    finished = ((date.fromisoformat(day["day"]), day["in_time"], day["all_late"]) for day in days)
    return _trend(finished, first=span_of(weeks, at=at)[0], weeks=weeks)


Finished = tuple[date, int, int]  # the day, how many were finished in time on it, and how many late
_FINISHED = {"in_time": Sum(F("early") + F("on_time")), "all_late": Sum("late")}


def _trend(days: Iterable[Finished], *, first: date, weeks: int) -> Trend:
    spans = [(0, 0)] * weeks
    for day, in_time, late in days:
        place = (day - first).days // 7
        before, all_ = spans[place]
        spans[place] = (before + in_time, all_ + in_time + late)
    return Trend(spans)


def span_of(weeks: int, *, at: datetime) -> tuple[date, date]:
    """Return the first and last of so many times seven days that ended yesterday."""
    yesterday = timezone.localtime(at).date() - timedelta(days=1)
    return yesterday - timedelta(days=7 * weeks - 1), yesterday
