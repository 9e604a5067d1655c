"""Figures that everybody may see, with the numbers behind them: how satisfied people are, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import floor
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.organisations.models import Agency, Kind, Level
from motcua.ratings.models import FEWEST_FOR_PERCENT
from motcua.ratings.queries import Satisfaction, satisfaction, together
from motcua.reporting.queries import Progress, overdue, progress

#: A tier with more places than this is folded
LONG_TIER = 30
#: Before any one-stop centre kept such figures
BEGINNING = date(2010, 1, 1)


@dataclass(frozen=True)
class AtAGlance:
    """What the first page shows: the Centre's figure, a line for each place with enough ratings, how many have not."""

    centre: Satisfaction | None
    rows: Sequence[dict[str, Any]]
    low: int
    without: int


def satisfaction_at_a_glance(*, on: date) -> AtAGlance:
    """Return satisfaction at the Centre and in the districts, up to and with this day (2 statements)."""
    figures = [
        figure
        for figure in satisfaction(first=BEGINNING, last=on, among=~Q(level=Level.COMMUNE), with_returned=False)
        if figure.unit and figure.percent is not None
    ]
    centre = next((figure for figure in figures if figure.unit and figure.unit.kind == Kind.CENTRE), None)
    with_figures = [figure.unit.pk for figure in figures if figure.unit]
    districts = Agency.objects.existing_on(on).filter(level=Level.DISTRICT).exclude(pk__in=with_figures)
    return AtAGlance(centre=centre, rows=dot_rows(figures), low=low_of(figures), without=districts.count())


def dot_rows(figures: Sequence[Satisfaction]) -> list[dict[str, Any]]:
    """Return rows for {% dot_plot %}; where there are too few ratings, the row says so and shows no percentage."""
    return [
        {
            "name": figure.unit.short_name if figure.unit else "",
            "count": figure.ratings,
            "value": None if figure.percent is None else float(figure.percent),
            "note": _("Chưa đủ %(n)s lượt để tính tỉ lệ") % {"n": FEWEST_FOR_PERCENT},
        }
        for figure in figures
    ]


def low_of(figures: Sequence[Satisfaction]) -> int:
    """Return where the axis begins: a whole number below the lowest figure, so that no dot lies about its place."""
    percents = [figure.percent for figure in figures if figure.percent is not None]
    return max(0, floor(min(percents)) - 1) if percents else 97


@dataclass(frozen=True)
class Tier:
    """The places of one tier, with their figures. A long tier is folded."""

    name: str
    figures: Sequence[Any]

    @property
    def is_long(self) -> bool:
        return len(self.figures) > LONG_TIER


def satisfaction_everywhere(*, on: date) -> dict[str, Any]:
    """Return satisfaction in every place that has a figure (1 statement)."""
    figures = [figure for figure in satisfaction(first=BEGINNING, last=on, with_returned=False) if figure.ratings]
    return {
        "tiers": _by_tier([(figure.unit, figure) for figure in figures if figure.unit]),
        "all": together(figures),
        "fewest": FEWEST_FOR_PERCENT,
    }


def _by_tier(figures: Sequence[tuple[Agency, Any]]) -> list[Tier]:
    """Gather figures by the tier of their unit, from the province down."""
    names = {Level.PROVINCE: _("Cấp tỉnh"), Level.DISTRICT: _("Cấp huyện"), Level.COMMUNE: _("Cấp xã")}
    tiers = [Tier(name, [row for unit, row in figures if unit.level == level]) for level, name in names.items()]
    return [tier for tier in tiers if tier.figures]


#: How many days back the table of progress looks
DAYS_SHOWN = 30


def progress_by_agency(*, at: datetime) -> dict[str, Any]:
    """Return how each agency kept its promises in the last thirty days, and what is overdue now (4 statements)."""
    last = at.date()
    first = last - timedelta(days=DAYS_SHOWN - 1)
    rows = progress(first=first, last=last)
    return {
        "first": first,
        "last": last,
        "tiers": _by_tier([(row.agency, row) for row in rows]),
        "received": sum(row.received for row in rows),
        "finished": sum(row.finished for row in rows),
        "late": sum(row.late for row in rows),
        "in_time": _in_time_percent(rows),
        "overdue_now": overdue(at=at).count(),
    }


def _in_time_percent(rows: Sequence[Progress]) -> float | None:
    """Return the part of the finished that was in time, in per cent; None for fewer than a percentage is fit for."""
    finished, late = sum(row.finished for row in rows), sum(row.late for row in rows)
    return (finished - late) * 100 / finished if finished >= FEWEST_FOR_PERCENT else None
