"""How satisfied people are, per unit, with the numbers behind every percentage.

Each figure has a function beside it that returns the rows it counts: a number on a page always opens its list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, reduce
from itertools import chain
from operator import or_
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import JSONObject

from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.lib.midnight import end_of, start_of
from motcua.lib.prepared import Given, Prepared
from motcua.organisations.models import Agency
from motcua.ratings.models import (
    FEWEST_FOR_PERCENT,
    SATISFIED_FROM,
    CountedRatings,
    DailyRatings,
    Level,
    MonthlyRatings,
    Rating,
    SatisfactionRecord,
)
from motcua.ratings.percentages import percent_of


@dataclass(frozen=True)
class Satisfaction:
    """The figures of one unit, or of all together, over some days."""

    unit: Agency | None = None
    ratings: int = 0
    satisfied: int = 0
    from_elsewhere: int = 0  # how many of the ratings were counted outside this software
    returned: int = 0  # results handed over in these days: the denominator
    returned_and_rated: int = 0
    levels: dict[int, int] = field(default_factory=dict)  # of those given here

    @property
    def percent(self) -> Decimal | None:
        """Return (very satisfied + satisfied) / all, to two decimals; None under 30 ratings."""
        return percent_of(self.satisfied, self.ratings) if self.ratings >= FEWEST_FOR_PERCENT else None

    @property
    def not_satisfied(self) -> int:
        return self.ratings - self.satisfied

    @property
    def response_rate(self) -> Decimal | None:
        """Return what part of the results handed over in these days was rated; None when there were none."""
        return percent_of(self.returned_and_rated, self.returned)


Days = tuple[date, date]


class _Span(NamedTuple):
    """Some days, and the whole months in them: read by month, and by day what lies before and after those."""

    first: date | Given
    last: date | Given
    months_from: date | Given
    months_until: date | Given  # the first day after them; where there are none, both are the first day of all

    @classmethod
    def of(cls, first: date, last: date) -> "_Span":
        begins = first if first.day == 1 else (first.replace(day=1) + timedelta(days=31)).replace(day=1)
        ends = (last + timedelta(days=1)).replace(day=1)
        return cls(first, last, begins, ends) if begins < ends else cls(first, last, first, first)

    @property
    def months(self) -> Q:
        return Q(month__gte=self.months_from, month__lt=self.months_until)

    @property
    def days(self) -> Q:
        return Q(day__gte=self.first, day__lt=self.months_from) | Q(day__gte=self.months_until, day__lte=self.last)


def satisfaction(
    *, first: date, last: date, unit: Agency | None = None, among: Q | None = None, with_returned: bool = True
) -> list[Satisfaction]:
    """Return the figures of every unit that was rated or handed results over in these days (2 statements).

    Ratings counted elsewhere are added where their days lie within these days as a whole.

    :param unit: only this one, if it has any figures
    :param among: only units that fit this
    :param with_returned: False leaves out the results handed over, of which there are millions over many years
    """
    returned = _returned_here(first, last, unit) if with_returned else {}
    rows = _units([_Span.of(first, last)]).filter(Q(pk=unit.pk) if unit else among or Q())
    [figures] = _figures(rows, 1, returned)
    return figures


def satisfaction_in_each_of(spans: Sequence[Days]) -> list[list[Satisfaction]]:
    """Return for each of these spans what `satisfaction` says of it without the results handed over (1 statement).

    Of the units only the key and the short name are read.
    """
    given = [zip(_names(place), _Span.of(*days), strict=True) for place, days in enumerate(spans)]
    return _figures(_rated_in(len(spans))(**dict(chain(*given))), len(spans), {})


def together(figures: Iterable[Satisfaction]) -> Satisfaction:
    """Return the figures of all these units as one."""
    rows = list(figures)
    names = ("ratings", "satisfied", "from_elsewhere", "returned", "returned_and_rated")
    return Satisfaction(
        levels={level: sum(row.levels.get(level, 0) for row in rows) for level in Level.values},
        **{name: sum(getattr(row, name) for row in rows) for name in names},
    )


# The rows behind the figures


def ratings_given(*, first: date, last: date, unit: Agency | None = None) -> QuerySet[Rating]:
    """Return the ratings given in this software from the first day to the last."""
    given = Rating.objects.filter(at__gte=start_of(first), at__lt=end_of(last))
    return given.filter(unit=unit) if unit else given


def satisfied(ratings: QuerySet[Rating]) -> QuerySet[Rating]:
    """Keep the ratings that count as satisfied."""
    return ratings.filter(level__gte=SATISFIED_FROM)


def not_satisfied(ratings: QuerySet[Rating]) -> QuerySet[Rating]:
    """Keep the ratings that do not count as satisfied."""
    return ratings.filter(level__lt=SATISFIED_FROM)


def results_returned(*, first: date, last: date, unit: Agency | None = None) -> DossierQuerySet:
    """Return the dossiers whose result was handed over from the first day to the last."""
    returned = Dossier.objects.filter(
        status=Status.RETURNED, returned_at__gte=start_of(first), returned_at__lt=end_of(last)
    )
    return returned.filter(unit=unit) if unit else returned


Returned = Mapping[int, tuple[int, int]]  # unit's id → results handed over, and those of them that were rated


def _units(spans: Sequence[_Span]) -> QuerySet[Agency]:
    """Return all units, each with its ratings in each of these spans."""
    units = Agency.objects.order_by("order", "name")
    return units.annotate(
        in_days=_given_here(DailyRatings, [span.days for span in spans]),
        in_months=_given_here(MonthlyRatings, [span.months for span in spans]),
        elsewhere=_counted_elsewhere(spans),
    )


@cache
def _rated_in(spans: int) -> Prepared[Agency]:
    given = [_Span(*map(Given, _names(place))) for place in range(spans)]
    return Prepared(lambda: _units(given).only("key", "short_name"))


def _names(place: int) -> list[str]:
    return [f"{name}_{place}" for name in _Span._fields]


def _figures(units: Iterable[Agency], spans: int, returned: Returned) -> list[list[Satisfaction]]:
    every: Iterable[Any] = units
    rows = [unit for unit in every if unit.in_days or unit.in_months or unit.elsewhere or unit.pk in returned]
    return [
        [figure for row in rows if (figure := _figure_of(row, place, returned)).ratings or figure.returned]
        for place in range(spans)
    ]


def _figure_of(unit: Any, place: int, returned: Returned) -> Satisfaction:
    """Return the figures of a unit in one span, from what `_units` has read."""
    days, months, elsewhere = (rows[0] if rows else {} for rows in (unit.in_days, unit.in_months, unit.elsewhere))
    levels = {level: (days.get(name) or 0) + (months.get(name) or 0) for level, name in _names_of_levels(place)}
    ratings, satisfied = elsewhere.get(f"{place}.all") or 0, elsewhere.get(f"{place}.good") or 0
    handed_over, rated = returned.get(unit.pk, (0, 0))
    return Satisfaction(
        unit=unit,
        ratings=ratings + sum(levels.values()),
        satisfied=satisfied + sum(count for level, count in levels.items() if level >= SATISFIED_FROM),
        from_elsewhere=ratings,
        returned=handed_over,
        returned_and_rated=rated,
        levels=levels if days or months else {},
    )


@cache
def _names_of_levels(place: int) -> list[tuple[int, str]]:
    """Return what the sums of each level are called in what is read of a span."""
    return [(level, f"{place}.{level}") for level in Level.values]


def _given_here(counted: type[CountedRatings], within: Sequence[Q]) -> ArraySubquery:
    """Return the ratings of one unit by span and level, summed up from its days or months: one row, or none."""
    sums = {
        name: Sum(f"level_{level}", filter=span)
        for place, span in enumerate(within)
        for level, name in _names_of_levels(place)
    }
    rows = counted._default_manager.filter(reduce(or_, within), unit=OuterRef("pk"))
    return ArraySubquery(rows.order_by().values("unit").annotate(sums=JSONObject(**sums)).values("sums"))


def _counted_elsewhere(spans: Sequence[_Span]) -> ArraySubquery:
    within = [Q(first__gte=span.first, last__lte=span.last) for span in spans]
    sums = {
        f"{place}.{name}": Sum(what, filter=span)
        for place, span in enumerate(within)
        for name, what in (("all", "ratings"), ("good", "satisfied"))
    }
    records = SatisfactionRecord.objects.filter(reduce(or_, within), unit=OuterRef("pk"))
    return ArraySubquery(records.order_by().values("unit").annotate(sums=JSONObject(**sums)).values("sums"))


def _returned_here(first: date, last: date, unit: Agency | None) -> Returned:
    returned = results_returned(first=first, last=last, unit=unit).order_by().values_list("unit_id")
    rows = returned.annotate(returned=Count("pk"), rated=Count("rating"))
    return {unit_id: (handed_over, rated) for unit_id, handed_over, rated in rows}
