"""Write the steps of a draft: the one place where steps are written by people."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalogue.models import ProcessState, ProcessStep, ProcessVersion, StepTask
from motcua.catalogue.process_check import check
from motcua.catalogue.process_guard import refuse_findings, take
from motcua.catalogue.process_reading import setting_of
from motcua.catalogue.processes import StepPlan, TaskPlan, numbered
from motcua.organisations.models import Agency
from motcua.organisations.queries import Standing

MOST_STEPS, MOST_TASKS, MOST_HALF_DAYS = 40, 12, 2000
#: What the check finds and a draft cannot even be kept with; everything else is kept and mended later
UNWRITABLE = frozenset(
    {
        "duplicate_position", "unknown_kind", "unknown_role", "unknown_place", "unknown_paper", "no_agency",
        "agency_without_place", "agency_unknown", "agency_ended", "waits_without_being_a_wait", "negative_time",
        "unknown_case_in_condition", "unknown_paper_in_condition", "two_leads", "task_without_agency",
    }
)  # fmt: skip


@transaction.atomic
def save_process(
    *,
    process: ProcessVersion,
    steps: Sequence[StepPlan],
    by: Standing,
    at: datetime,
    note: str | None = None,
    expected_revision: int | None = None,
) -> ProcessVersion:
    """Write these steps, and why the process is changed, in place of what the draft had.

    A draft may be incomplete: what is missing is found by the check and must be mended before it is proposed. Whoever
    saves it has drawn it, and so does not publish it.

    :raises NotYours, StaleProcess: see motcua.catalogue.process_guard.take
    :raises ValidationError: {"steps": sentences} for what cannot be kept at all, {"process": …} when it is no draft
    """
    process = take(process, by=by, states=(ProcessState.DRAFT.value,), expected_revision=expected_revision)
    _not_too_much(steps)
    setting = setting_of(process, on=at.date())
    refuse_findings([finding for finding in check(steps, setting) if finding.code in UNWRITABLE])
    process.steps.all().delete()
    write_steps(process, numbered(steps), on=at.date())
    process.revision += 1
    process.drawn_by_id, process.drawn_at = by.user_id, at
    if note is not None:
        process.note = " ".join(note.split())[:500]
    process.save(update_fields=["revision", "drawn_by", "drawn_at", "note"])
    return process


def write_steps(process: ProcessVersion, steps: Sequence[StepPlan], *, on: date) -> None:
    """Write the steps of a new draft (2 statements, 1 more with tasks). Agencies are found as they are on this day."""
    keys = {step.agency_key for step in steps if step.agency_key}
    agencies = {agency.key: agency for agency in Agency.objects.existing_on(on).filter(key__in=keys)}
    lost = keys - set(agencies)
    if lost:
        agencies |= {agency.key: agency for agency in Agency.objects.filter(key__in=lost).order_by("valid_from")}
    rows = ProcessStep.objects.bulk_create(
        step_row(process, step.position, step, agencies[step.agency_key] if step.agency_key else None) for step in steps
    )
    StepTask.objects.bulk_create(
        task for row, step in zip(rows, steps, strict=True) for task in task_rows(row, step.tasks)
    )


def step_row(process: ProcessVersion, position: int, plan: StepPlan, agency: Agency | None) -> ProcessStep:
    """Return a step as it is planned, not yet saved."""
    return ProcessStep(
        process=process,
        position=position,
        name=" ".join(plan.name.split()),
        kind=plan.kind,
        role=plan.role,
        place=plan.place,
        agency=agency,
        half_days=plan.half_days,
        waits_for=plan.waits_for,
        conditions=plan.conditions,
        papers=list(plan.papers),
    )


def task_rows(step: ProcessStep, plans: Sequence[TaskPlan]) -> list[StepTask]:
    """Return the tasks of a saved step as they are planned, not yet saved."""
    return [
        StepTask(
            step=step,
            position=position,
            order=task.order,
            place=task.place,
            agency_key=task.agency_key,
            name=" ".join(task.name.split()),
            half_days=task.half_days,
            is_lead=task.is_lead,
            results_to=list(task.results_to),
        )
        for position, task in enumerate(plans, 1)
    ]


def _not_too_much(steps: Sequence[StepPlan]) -> None:
    said = []
    if len(steps) > MOST_STEPS:
        said.append(_("Quy trình có quá %(n)d bước. Gộp các bước ngắn lại.") % {"n": MOST_STEPS})
    for step in steps:
        if len(step.name) > 120 or any(len(task.name) > 160 for task in step.tasks):
            said.append(_("Tên bước “%(name)s…” dài quá. Ghi gọn lại.") % {"name": step.name[:30]})
        if len(step.tasks) > MOST_TASKS:
            said.append(_("Bước “%(name)s” có quá nhiều việc. Tách thành hai bước.") % {"name": step.name})
        times = [step.half_days, *(task.half_days for task in step.tasks)]
        if max(times) > MOST_HALF_DAYS:
            said.append(_("Bước “%(name)s” dài hơn 1.000 ngày. Xem lại con số.") % {"name": step.name})
    if said:
        raise ValidationError({"steps": said})
