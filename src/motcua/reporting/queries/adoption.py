"""Who uses the software, and who does not: mission M5."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, DossierQuerySet, Event
from motcua.lib.counting_rows import count_of
from motcua.lib.midnight import end_of, start_of
from motcua.lib.prepared import Given, Prepared
from motcua.organisations.models import Agency
from motcua.reporting.weeks import Week

#: From so many days without a line in any diary on, somebody calls
SILENT_DAYS = 6


@dataclass(frozen=True)
class Use:
    """When one unit with a desk used the software last."""

    unit: Agency
    last_on: date | None  # the day of the last dossier that it entered or moved on
    days_ago: int | None

    @property
    def level(self) -> int:
        """Return 0: today; 1: a few days ago; 2: six days ago or more; 3: never."""
        if self.days_ago is None:
            return 3
        if self.days_ago == 0:
            return 0
        return 1 if self.days_ago < SILENT_DAYS else 2

    @property
    def must_be_called(self) -> bool:
        return self.level >= 2


@dataclass(frozen=True)
class Adoption(Use):
    """How much one unit with a desk uses the software."""

    entered: int  # dossiers entered this week


@dataclass(frozen=True)
class Silence(Use):
    """Whether one unit with a desk was silent in some weeks: cheaper to ask than how much it entered."""

    weeks: frozenset[Week]  # those in which it entered nothing


def adoption(*, at: datetime, week: Week | None = None) -> list[Adoption]:
    """Return how every unit with a desk uses the software, in the units' order (1 statement, by index per unit).

    :param week: the week whose new dossiers are counted; the present one unless another is given
    """
    today = timezone.localtime(at).date()
    week = week or Week.of(today)
    counted = _entered_here(week).order_by().values("agency").annotate(total=Count("pk")).values("total")
    entered = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    units = desks(on=today).annotate(last_at=_last_at(end_of(today)), entered=entered)
    return [Adoption(*_use(unit, today), entered=unit.entered) for unit in units.select_related("parent")]


def silences(*, at: datetime, weeks: Sequence[Week]) -> list[Silence]:
    """Return in which of these weeks every unit with a desk was silent, in the units' order (1 statement)."""
    today = timezone.localtime(at).date()
    given = {"today": today, "now": end_of(today)}
    for place, week in enumerate(weeks):
        given |= {f"begins_{place}": start_of(week.monday), f"ends_{place}": end_of(week.sunday)}
    units: list[Any] = _silences(len(weeks))(**given)
    return [
        Silence(
            *_use(unit, today),
            weeks=frozenset(week for place, week in enumerate(weeks) if getattr(unit, f"is_silent_{place}")),
        )
        for unit in units
    ]


#: What a page says of hundreds of units; whatever else it began to say would cost a statement for each
_OF_A_UNIT = ("key", "name", "level", "order", "phone")
_OF_ITS_PARENT = ("parent__short_name", "parent__order")


@cache
def _silences(weeks: int) -> Prepared[Agency]:
    is_silent = {
        f"is_silent_{place}": ~Exists(_entered_between(Given(f"begins_{place}"), Given(f"ends_{place}")))
        for place in range(weeks)
    }

    def rows() -> QuerySet[Agency]:
        units = desks(on=Given("today")).select_related("parent").only(*_OF_A_UNIT, *_OF_ITS_PARENT)
        return units.annotate(last_at=_last_at(Given("now")), **is_silent)

    return Prepared(rows)


def desks(*, on: date | Given) -> QuerySet[Agency]:
    """Return the units that receive dossiers on this day."""
    return Agency.objects.existing_on(on).with_desk().order_by("order", "name")


def entered(*, first: date, last: date, unit: Agency | None = None) -> DossierQuerySet:
    """Return the dossiers that units entered into the software in these days, late entries counted when made."""
    lines = Event.objects.filter(verb=Verb.RECEIVE, at__gte=start_of(first), at__lt=end_of(last))
    lines = lines.filter(agency=unit) if unit else lines
    return Dossier.objects.filter(pk__in=lines.values("dossier"))


def silent_units() -> dict[str, Subquery]:
    """Return how many units with a desk entered nothing between two moments, `silent`.

    To be asked within a prepared statement that is given `today`, `begins` and `ends`: see `silent_in`.
    """
    entered_here = _entered_between(Given("begins"), Given("ends"))
    return {"silent": count_of(desks(on=Given("today")).exclude(Exists(entered_here)))}


def silent_in(week: Week, *, at: datetime) -> dict[str, Any]:
    """Return the values for `silent_units`: this week's, for the units of today."""
    today = timezone.localtime(at).date()
    return {"today": today, "begins": start_of(week.monday), "ends": end_of(week.sunday)}


def _entered_here(week: Week) -> QuerySet[Event]:
    return _entered_between(start_of(week.monday), end_of(week.sunday))


def _entered_between(begins: datetime | Given, ends: datetime | Given) -> QuerySet[Event]:
    return Event.objects.filter(agency=OuterRef("pk"), verb=Verb.RECEIVE, at__gte=begins, at__lt=ends)


def _last_at(before: datetime | Given) -> Subquery:
    lines = Event.objects.filter(agency=OuterRef("pk"), at__lt=before)
    return Subquery(lines.order_by("-at").values("at")[:1])


def _use(unit: Any, today: date) -> tuple[Agency, date | None, int | None]:
    """Return the unit, the day of its last line, and how many days ago that was."""
    last_on = timezone.localtime(unit.last_at).date() if unit.last_at else None
    return unit, last_on, max((today - last_on) // timedelta(days=1), 0) if last_on else None
