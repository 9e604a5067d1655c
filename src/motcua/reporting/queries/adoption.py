"""Who uses the software, and who does not: mission M5."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, DossierQuerySet, Event
from motcua.lib.midnight import end_of, start_of
from motcua.organisations.models import Agency
from motcua.reporting.weeks import Week

#: From so many days without a line in any diary on, somebody calls
SILENT_DAYS = 6


@dataclass(frozen=True)
class Adoption:
    """How one unit with a desk uses the software."""

    unit: Agency
    last_on: date | None  # the day of the last dossier that it entered or moved on
    days_ago: int | None
    entered: int  # dossiers entered this week

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


def adoption(*, at: datetime, week: Week | None = None) -> list[Adoption]:
    """Return how every unit with a desk uses the software, in the units' order (1 statement, by index per unit).

    :param week: the week whose new dossiers are counted; the present one unless another is given
    """
    today = timezone.localtime(at).date()
    week = week or Week.of(today)
    lines = Event.objects.filter(agency=OuterRef("pk"))
    entered_here = lines.filter(verb=Verb.RECEIVE, at__gte=start_of(week.monday), at__lt=end_of(week.sunday))
    units = desks(on=today).annotate(
        last_at=Subquery(lines.filter(at__lt=end_of(today)).order_by("-at").values("at")[:1]),
        entered=Coalesce(
            Subquery(
                entered_here.order_by().values("agency").annotate(total=Count("pk")).values("total"),
                output_field=IntegerField(),
            ),
            0,
        ),
    )
    return [_adoption(unit, today=today) for unit in units.select_related("parent")]


def desks(*, on: date) -> QuerySet[Agency]:
    """Return the units that receive dossiers on this day."""
    return Agency.objects.existing_on(on).with_desk().order_by("order", "name")


def entered(*, first: date, last: date, unit: Agency | None = None) -> DossierQuerySet:
    """Return the dossiers that units entered into the software in these days, late entries counted when made."""
    lines = Event.objects.filter(verb=Verb.RECEIVE, at__gte=start_of(first), at__lt=end_of(last))
    lines = lines.filter(agency=unit) if unit else lines
    return Dossier.objects.filter(pk__in=lines.values("dossier"))


def silent_units(*, at: datetime, week: Week) -> list[Agency]:
    """Return the units with a desk that entered nothing in this week (1 statement)."""
    return [row.unit for row in adoption(at=at, week=week) if not row.entered]


def _adoption(unit: Agency, *, today: date) -> Adoption:
    last_at: datetime | None = unit.last_at  # type: ignore[attr-defined]
    last_on = timezone.localtime(last_at).date() if last_at else None
    return Adoption(
        unit=unit,
        last_on=last_on,
        days_ago=max((today - last_on) // timedelta(days=1), 0) if last_on else None,
        entered=unit.entered,  # type: ignore[attr-defined]
    )
