"""The province as the generator needs it: who receives what, who settles it, by which steps. Read once, then asked.

The rows are the product's own objects, so that its own functions can be asked about them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from django.db.models import prefetch_related_objects

from motcua.accounts.models import User
from motcua.catalogue.models import (
    ProcedureCase,
    ProcedureVersion,
    ProcessStep,
    RequiredDocument,
    StepKind,
    StepTask,
)
from motcua.catalogue.queries import competent_agency, limit_for, process_for, receivable_at, receptions_at
from motcua.dossiers import routing
from motcua.organisations.models import Agency, Kind, Role
from motcua.organisations.queries import posts_on, unit_of_key
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.queries import calendar_of

#: How the province's receptions fall to the tiers, as they do where counters are counted
SHARES = {Kind.CENTRE: 0.2, Kind.DISTRICT: 0.28, Kind.COMMUNE: 0.52}


class Officer(NamedTuple):
    """Somebody with a post: as much of them as the diary keeps."""

    pk: int
    name: str


@dataclass(frozen=True)
class Matter:
    """One procedure, in one of its cases, as one desk receives it."""

    version: ProcedureVersion
    case: ProcedureCase | None
    competent: Agency
    process_id: int
    steps: Sequence[ProcessStep]
    tasks: Mapping[int, Sequence[StepTask]]  # step's id → what other units do in it
    papers: Sequence[RequiredDocument]  # published, in their order
    limits: Mapping[str, str]  # channel → as promised
    field_key: str
    weight: float
    for_business: bool
    reception: ProcessStep = field(init=False)
    handling: ProcessStep = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reception", routing.first_of(StepKind.RECEPTION, self.steps))
        object.__setattr__(self, "handling", routing.first_of(StepKind.HANDLING, self.steps))


@dataclass(frozen=True)
class Desk:
    """One unit's desk: who sits there, and what is brought to it."""

    unit: Agency
    clerks: Sequence[Officer]
    clerks_of_field: Mapping[str, Sequence[Officer]]
    matters: Sequence[Matter]
    heights: Sequence[float]  # of the matters' weights, added up
    communes: Sequence[Agency]  # where those who come here live


@dataclass(frozen=True)
class Province:
    """All desks and everybody in them, on one day."""

    desks: Sequence[Desk]
    people: Mapping[tuple[int, str], Sequence[Officer]]  # (unit's id, role) → who holds it there
    units: Mapping[str, Agency | None]  # key of a step's task → the unit that answers to it
    calendar: WorkingCalendar
    departments: Sequence[Agency]


def take(*, on: date) -> Province:
    """Read the province as it is on this day. The processes of the day are taken for all days."""
    people = _people(on)
    calendar = calendar_of(None)
    communes = list(Agency.objects.existing_on(on).filter(kind=Kind.COMMUNE).order_by("order"))
    known: dict[tuple[int, int | None], tuple[int, list[ProcessStep]]] = {}
    desks = []
    for unit in Agency.objects.existing_on(on).with_desk().select_related("parent").order_by("order"):
        if not people.get((unit.pk, Role.COUNTER)):
            continue
        near = [place for place in communes if unit.pk in (place.pk, place.parent_id)] or communes
        matters = _matters(unit, people, known, on=on)
        if matters:
            desks.append(_desk(unit, people, matters, near, on=on))
    keys = {
        task.agency_key
        for desk in desks
        for matter in desk.matters
        for tasks in matter.tasks.values()
        for task in tasks
        if task.agency_key
    }
    departments = list(Agency.objects.existing_on(on).filter(kind=Kind.DEPARTMENT).order_by("order"))
    return Province(
        desks=desks,
        people=people,
        units={key: unit_of_key(key, on=on) for key in sorted(keys)},
        calendar=calendar,
        departments=[unit for unit in departments if people.get((unit.pk, Role.SPECIALIST))],
    )


def _people(on: date) -> dict[tuple[int, str], list[Officer]]:
    people: dict[tuple[int, str], list[Officer]] = defaultdict(list)
    for post in posts_on(on).select_related("user").order_by("id"):
        people[(post.agency_id, post.role)].append(_officer(post.user))
    return dict(people)


def _officer(user: User) -> Officer:
    return Officer(user.pk, user.get_full_name())


def _desk(
    unit: Agency,
    people: Mapping[tuple[int, str], Sequence[Officer]],
    matters: Sequence[Matter],
    communes: Sequence[Agency],
    *,
    on: date,
) -> Desk:
    of_field: dict[str, list[Officer]] = defaultdict(list)
    for post in posts_on(on).filter(agency=unit, role=Role.COUNTER).select_related("user").order_by("id"):
        for key in post.counter_fields:
            of_field[key].append(_officer(post.user))
    return Desk(
        unit=unit,
        clerks=people[(unit.pk, Role.COUNTER)],
        clerks_of_field=dict(of_field),
        matters=matters,
        heights=list(accumulate(matter.weight for matter in matters)),
        communes=communes,
    )


def _matters(
    unit: Agency,
    people: Mapping[tuple[int, str], Sequence[Officer]],
    known: dict[tuple[int, int | None], tuple[int, list[ProcessStep]]],
    *,
    on: date,
) -> list[Matter]:
    """Return what this desk receives, case by case; nothing that nobody there could settle."""
    versions = list(receivable_at(unit, on=on).select_related("procedure", "field", "agency").order_by("id"))
    prefetch_related_objects(versions, "documents", "limits", "cases")
    receptions = receptions_at(unit, on=on).select_related("on_behalf_of")
    reception_of = {reception.procedure_id: reception for reception in receptions}
    found = []
    for version in versions:
        competent = competent_agency(version, reception_of[version.procedure_id], unit)
        if not all(people.get((competent.pk, role)) for role in (Role.SPECIALIST, Role.LEADER)):
            continue
        cases: list[ProcedureCase | None] = [*version.cases.all()] or [None]
        found += [_matter(version, case, competent, known, share=1 / len(cases), on=on) for case in cases]
    return [matter for matter in found if not any(step.conditions for step in matter.steps)]


def _matter(
    version: ProcedureVersion,
    case: ProcedureCase | None,
    competent: Agency,
    known: dict[tuple[int, int | None], tuple[int, list[ProcessStep]]],
    *,
    share: float,
    on: date,
) -> Matter:
    key = (version.pk, case.pk if case else None)
    if key not in known:
        process, steps = process_for(version, case=case, on=on)
        prefetch_related_objects(steps, "tasks")
        known[key] = (process.pk, steps)
    process_id, steps = known[key]
    papers = [paper for paper in version.documents.all() if paper.case_id in (None, key[1])]
    return Matter(
        version=version,
        case=case,
        competent=competent,
        process_id=process_id,
        steps=steps,
        tasks={step.pk: tasks for step in steps if (tasks := list(step.tasks.all()))},
        papers=sorted(papers, key=lambda paper: paper.position),
        limits={channel: limit_for(version, case=case, channel=channel).committed for channel in ("counter", "online")},
        field_key=version.field.key,
        weight=max(1, version.procedure.popularity) * share,
        for_business=_is_for_business(version.audience),
    )


def _is_for_business(audience: Sequence[str]) -> bool:
    for_citizens = not audience or any("cá nhân" in who.lower() or "công dân" in who.lower() for who in audience)
    return not for_citizens and any("doanh nghiệp" in who.lower() for who in audience)
