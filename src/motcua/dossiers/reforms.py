"""What a reorganisation of units still has to move, and what one would move: read before, during and after it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from motcua.catalogue.models import Reception
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Consultation, Dossier
from motcua.organisations.models import Agency, Delegation, Leave, Post
from motcua.organisations.queries import units_ending
from motcua.organisations.reform_plan import Plan


def left_behind(*, limit: int) -> list[UUID]:
    """Return the first open dossiers that still stand at a unit which somebody else carries on (5–6 statements).

    Each part is asked by an index of its own: an OR over them would read the whole table.
    """
    ended = list(Agency.objects.filter(heir__isnull=False).values_list("pk", flat=True))
    found: dict[UUID, None] = {}
    for part in _parts(ended) if ended else ():
        found |= dict.fromkeys(part.values_list("pk", flat=True).order_by("pk")[: limit - len(found)])
        if len(found) >= limit:
            break
    return list(found)


def _parts(units: Iterable[int]) -> Iterable[QuerySet[Dossier]]:
    """Return the open dossiers of these units: held, to be settled, to be received, to be returned, asked about."""
    units = list(units)
    unfinished = Dossier.objects.filter(finished_at=None).exclude(status=Status.DRAFT)
    yield unfinished.filter(holder__in=units)
    yield unfinished.filter(agency__in=units)
    yield unfinished.filter(unit__in=units, received_at=None)
    yield Dossier.objects.filter(unit__in=units, status=Status.RESULT_READY, holder__in=units)
    yield unfinished.filter(asked__overlap=units)


@dataclass(frozen=True)
class Moving:
    """What one unit would hand to its successor."""

    unit: Agency
    successor: str  # its name
    held: int  # open dossiers, by who holds them now
    to_receive: int
    to_return: int
    asked: int  # opinions and shares of work still owed
    posts: int
    receptions: int
    delegations: int
    leaves: int
    has_calendar: bool
    assumption: str


def preview(plan: Plan, *, on: date) -> list[Moving]:
    """Return for each unit that the plan ends what would move; nothing for what has ended already (10 statements)."""
    ending = list(units_ending(plan))
    ids = [unit.pk for unit in ending]
    unfinished = Dossier.objects.filter(finished_at=None).exclude(status=Status.DRAFT)
    running = Q(valid_to=None) | Q(valid_to__gt=plan.on)
    days = Q(ended_at=None, valid_to__gte=plan.on, agency__in=ids)
    counts = {
        "held": _by("holder", unfinished.filter(holder__in=ids)),
        "to_receive": _by("unit", unfinished.filter(unit__in=ids, received_at=None)),
        "to_return": _by("unit", Dossier.objects.filter(unit__in=ids, status=Status.RESULT_READY)),
        "asked": _by("agency", Consultation.objects.filter(agency__in=ids, answered_at=None)),
        "posts": _by("agency", Post.objects.filter(running, agency__in=ids)),
        "receptions": _by("unit", Reception.objects.filter(running, unit__in=ids)),
        "delegations": _by("agency", Delegation.objects.filter(days)),
        "leaves": _by("agency", Leave.objects.filter(days)),
    }
    names = dict(Agency.objects.existing_on(on).filter(valid_to=None).values_list("key", "name"))
    names |= {unit.key: unit.name for unit in plan.units}
    assumed = {row.unit: row.assumption for row in plan.successions}
    return [
        Moving(
            unit=unit,
            successor=names.get(plan.heirs[unit.key], plan.heirs[unit.key]),
            has_calendar=unit.calendar_id is not None,
            assumption=assumed.get(unit.key, ""),
            **{name: counted[unit.pk] for name, counted in counts.items()},
        )
        for unit in ending
    ]


def _by(column: str, rows: QuerySet) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list(f"{column}_id").annotate(count=Count("pk"))))
