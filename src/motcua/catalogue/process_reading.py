"""Processes read from the database into plain values: the steps, and what they are checked against on a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects

from motcua.catalogue.conditions import Facts, all_hold
from motcua.catalogue.models import (
    Channel,
    ProcedureCase,
    ProcedureVersion,
    ProcessStep,
    ProcessVersion,
    Reception,
    StepTask,
)
from motcua.catalogue.process_setting import Setting
from motcua.catalogue.processes import StepPlan, TaskPlan, half_days_in
from motcua.catalogue.queries import competent_agency, limit_for, receiving_units
from motcua.organisations.models import Agency
from motcua.organisations.queries import posts_on
from motcua.working_time.limits import UnreadableLimit, parse


def plan_of(process: ProcessVersion) -> list[StepPlan]:
    """Return the steps of this process as values, in their order (2 statements)."""
    steps = process.steps.select_related("agency").prefetch_related(Prefetch("tasks", StepTask.objects.all()))
    return [plan_of_step(step) for step in steps]


def plan_of_step(step: ProcessStep) -> StepPlan:
    return StepPlan(
        name=step.name,
        kind=step.kind,
        role=step.role,
        place=step.place,
        half_days=step.half_days,
        agency_key=step.agency.key if step.agency else "",
        position=step.position,
        waits_for=step.waits_for,
        conditions=tuple(step.conditions),
        papers=tuple(step.papers),
        tasks=tuple(
            TaskPlan(
                name=task.name,
                half_days=task.half_days,
                agency_key=task.agency_key,
                place=task.place,
                order=task.order,
                is_lead=task.is_lead,
                results_to=tuple(task.results_to),
            )
            for task in (step.tasks.all() if getattr(step, "is_shared", True) else ())  # where it was asked before
        ),
    )


def steps_for(steps: Iterable[ProcessStep], facts: Facts) -> list[ProcessStep]:
    """Return the steps that a dossier with these facts takes, in their order."""
    return [step for step in steps if all_hold(step.conditions, facts)]


def setting_of(process: ProcessVersion, *, on: date) -> Setting:
    """Return what this process is checked against on this day (about 10 statements)."""
    version = process.version
    prefetch_related_objects([version], "cases", "limits", "documents")
    cases = sorted(_cases_for(process, on=on), key=lambda case: case.position)
    agencies = {agency.key: agency for agency in Agency.objects.existing_on(on).select_related("parent__parent")}
    desks = list(receiving_units(version.procedure_id, on=on).order_by("order").select_related("parent__parent"))
    return Setting(
        limits=_limits(version, cases),
        cases={case.key: case.name for case in cases},
        papers={paper.code: paper.name for paper in sorted(version.documents.all(), key=lambda paper: paper.position)},
        agencies={key: agency.name for key, agency in agencies.items()},
        ended=dict(Agency.objects.exclude(key__in=agencies).values_list("key", "name")),
        desks=[desk.key for desk in desks],
        competent=list(_competent(version, desks, on=on)),
        levels=list(dict.fromkeys(desk.level for desk in desks)),
        staff=_staff(on),
    )


def _cases_for(process: ProcessVersion, *, on: date) -> list[ProcedureCase]:
    """Return the cases that this process is for: its own, or all that have none of their own on this day."""
    if process.case_id:
        return [case for case in process.version.cases.all() if case.pk == process.case_id]
    others = ProcessVersion.objects.in_force_on(on).filter(version=process.version_id, case__isnull=False)
    apart = set(others.values_list("case_id", flat=True))
    return [case for case in process.version.cases.all() if case.pk not in apart]


def _limits(version: ProcedureVersion, cases: Sequence[ProcedureCase]) -> dict[tuple[str, str], int]:
    """Return half days per case and channel; those without a limit, or with one nobody can read, are left out."""
    limits = {}
    for case in cases or (None,):
        for channel in Channel.values:
            try:
                limit = parse(limit_for(version, case=case, channel=channel).committed)
            except (ValidationError, UnreadableLimit):
                continue
            limits[case.key if case else "", channel] = half_days_in(limit)
    return limits


def _competent(version: ProcedureVersion, desks: Sequence[Agency], *, on: date) -> dict[str, None]:
    """Return the keys of the units that settle what these desks receive."""
    rows = list(Reception.objects.filter(procedure=version.procedure_id).select_related("on_behalf_of"))
    rows = [row for row in rows if row.valid_from <= on and (row.valid_to is None or row.valid_to > on)]
    by_unit: Mapping[int | None, Reception] = {row.unit_id: row for row in rows if row.unit_id}
    by_level: Mapping[str, Reception] = {row.level: row for row in rows if row.level}
    found: dict[str, None] = {}
    for desk in desks:
        reception = by_unit.get(desk.pk) or by_level.get(desk.level)
        if reception is not None:
            found[competent_agency(version, reception, desk).key] = None
    return found


def _staff(on: date) -> dict[str, frozenset[str]]:
    held: dict[str, set[str]] = {}
    for key, role in posts_on(on).filter(user__is_active=True).values_list("agency__key", "role").distinct():
        held.setdefault(key, set()).add(role)
    return {key: frozenset(roles) for key, roles in held.items()}
