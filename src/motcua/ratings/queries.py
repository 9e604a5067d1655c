"""How satisfied people are, per unit, with the numbers behind every percentage.

Each figure has a function beside it that returns the rows it counts: a number on a page always opens its list.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.lib.midnight import end_of, start_of
from motcua.organisations.models import Agency
from motcua.ratings.models import FEWEST_FOR_PERCENT, SATISFIED_FROM, Level, Rating, SatisfactionRecord
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


def satisfaction(
    *, first: date, last: date, unit: Agency | None = None, with_returned: bool = True
) -> list[Satisfaction]:
    """Return the figures of every unit that was rated or handed results over in these days (4 statements).

    Ratings counted elsewhere are added where their days lie within these days as a whole.

    :param unit: only this one, if it has any figures
    :param with_returned: False leaves out the results handed over, of which there are millions over many years
    """
    found: dict[int, Satisfaction] = defaultdict(Satisfaction)
    for row in _counted_elsewhere(first, last, unit):
        found[row["unit_id"]] = Satisfaction(ratings=row["all"], satisfied=row["good"], from_elsewhere=row["all"])
    for row in _given_here(first, last, unit):
        mine, levels = found[row["unit_id"]], {level: row[f"level_{level}"] for level in Level.values}
        found[row["unit_id"]] = replace(
            mine,
            ratings=mine.ratings + sum(levels.values()),
            satisfied=mine.satisfied + sum(count for level, count in levels.items() if level >= SATISFIED_FROM),
            levels=levels,
        )
    for row in _returned_here(first, last, unit) if with_returned else ():
        found[row["unit_id"]] = replace(
            found[row["unit_id"]], returned=row["returned"], returned_and_rated=row["rated"]
        )
    return [
        replace(found[unit.pk], unit=unit) for unit in Agency.objects.filter(pk__in=found).order_by("order", "name")
    ]


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


def records_within(*, first: date, last: date, unit: Agency | None = None) -> QuerySet[SatisfactionRecord]:
    """Return the figures counted elsewhere whose days lie within these days."""
    records = SatisfactionRecord.objects.filter(first__gte=first, last__lte=last)
    return records.filter(unit=unit) if unit else records


def _counted_elsewhere(first: date, last: date, unit: Agency | None) -> Iterable[Mapping[str, Any]]:
    records = records_within(first=first, last=last, unit=unit)
    return records.values("unit_id").annotate(all=Sum("ratings"), good=Sum("satisfied"))


def _given_here(first: date, last: date, unit: Agency | None) -> Iterable[Mapping[str, Any]]:
    levels = {f"level_{level}": Count("level", filter=Q(level=level)) for level in Level.values}
    return ratings_given(first=first, last=last, unit=unit).values("unit_id").annotate(**levels)


def _returned_here(first: date, last: date, unit: Agency | None) -> Iterable[Mapping[str, Any]]:
    returned = results_returned(first=first, last=last, unit=unit)
    return returned.values("unit_id").annotate(returned=Count("pk"), rated=Count("rating"))
