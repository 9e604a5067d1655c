"""What was received, and what was finished early, on time or late. Lateness is the promise's, not the month's."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import BigIntegerField, Case, Count, F, OuterRef, Q, Subquery, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone

from motcua.dossiers.lifecycle import Status, Verb
from motcua.dossiers.models import Dossier, DossierQuerySet, Event
from motcua.lib.midnight import end_of, start_of
from motcua.organisations.models import Agency

_DECIDED = (Status.RESULT_READY, Status.RETURNED)


class Outcome:
    """working_time.due_dates.classify, said to the database: late after the promised moment, early before its day."""

    LATE = Q(finished_at__gt=F("judged_due_at"))
    EARLY = Q(finished_at__date__lt=TruncDate("judged_due_at"))
    ON_TIME = ~LATE & ~EARLY


_OUTCOMES = {"early": Outcome.EARLY, "on_time": Outcome.ON_TIME, "late": Outcome.LATE}


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


def received(*, first: date, last: date, agency: Agency | None = None) -> DossierQuerySet:
    """Return the dossiers received from the first day to the last, each counted for who was to settle it then.

    What a reform of units has moved since still counts for the unit that ended: docs/adr/0019.
    """
    dossiers = Dossier.objects.filter(received_at__gte=start_of(first), received_at__lt=end_of(last))
    dossiers = dossiers.annotate(came_to=_who_was_to_settle(first))
    return dossiers.filter(Q(came_to=agency.pk)) if agency else dossiers


def _who_was_to_settle(first: date) -> Case:
    """Return, for the database, the agency's id, or what it was before a reform that came after the first day."""
    heirs = Agency.objects.filter(heir__isnull=False, valid_to__gt=first).values("heir")
    moves = Event.objects.filter(dossier=OuterRef("pk"), verb=Verb.TRANSFER, detail__has_key="settled_before")
    before = Cast(KeyTextTransform("settled_before", "detail"), BigIntegerField())
    moved = Subquery(moves.order_by("seq").annotate(before=before).values("before")[:1])
    return Case(
        When(agency__in=heirs, then=Coalesce(moved, F("agency_id"))),
        default=F("agency_id"),
        output_field=BigIntegerField(),
    )


def finished(*, first: date, last: date, outcome: str = "", agency: Agency | None = None) -> DossierQuerySet:
    """Return the dossiers decided from the first day to the last, whether or not the result was fetched.

    :param outcome: "early", "on_time" or "late"; "" all
    """
    dossiers = Dossier.objects.filter(
        status__in=_DECIDED, finished_at__gte=start_of(first), finished_at__lt=end_of(last)
    )
    dossiers = dossiers.filter(agency=agency) if agency else dossiers
    return dossiers.filter(_OUTCOMES[outcome]) if outcome else dossiers


def progress(*, first: date, last: date) -> list[Progress]:
    """Return the figures of every agency that received or finished something in these days (3 statements)."""
    came = received(first=first, last=last).values_list("came_to").annotate(count=Count("pk"))  # type: ignore[misc]
    rows = {agency_id: {"received": count} for agency_id, count in came}
    counts = {name: Count("pk", filter=condition) for name, condition in _OUTCOMES.items()}
    for agency_id, *numbers in finished(first=first, last=last).values_list("agency_id").annotate(**counts):
        rows[agency_id] = rows.get(agency_id, {}) | dict(zip(_OUTCOMES, numbers, strict=True))
    nothing = {"received": 0} | dict.fromkeys(_OUTCOMES, 0)
    agencies = Agency.objects.filter(pk__in=rows).order_by("order", "name")
    return [Progress(agency=agency, **(nothing | rows[agency.pk])) for agency in agencies]


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


def on_time_by_week(*, at: datetime, weeks: int = 8) -> dict[int, Trend]:
    """Return for each agency's id how it kept its promises in each of the last spans of seven days (1 statement)."""
    first, last = span_of(weeks, at=at)
    counted: dict[int, list[tuple[int, int]]] = defaultdict(lambda: [(0, 0)] * weeks)
    days = finished(first=first, last=last).values_list("agency_id", TruncDate("finished_at"))
    counts = {"count": Count("pk"), "late": Count("pk", filter=Outcome.LATE)}
    for agency_id, day, count, late in days.annotate(**counts):
        place = (day - first).days // 7
        in_time, all_ = counted[agency_id][place]
        counted[agency_id][place] = (in_time + count - late, all_ + count)
    return {agency_id: Trend(spans) for agency_id, spans in counted.items()}


def span_of(weeks: int, *, at: datetime) -> tuple[date, date]:
    """Return the first and last of so many times seven days that ended yesterday."""
    yesterday = timezone.localtime(at).date() - timedelta(days=1)
    return yesterday - timedelta(days=7 * weeks - 1), yesterday
