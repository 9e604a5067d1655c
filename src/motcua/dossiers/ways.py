"""The way of one dossier through its process: the steps that apply to it, and what beginning one of them brings."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from motcua.accounts.models import User
from motcua.catalogue.conditions import Facts, all_hold
from motcua.catalogue.models import ProcessStep, StepKind, WaitsFor
from motcua.dossiers import routing, shares, steps, timekeeping
from motcua.dossiers.clock import Kind
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier

#: The article that lets time outside the office not count (law.md §2.5: a waiting step, an agency outside the clock)
WAITING_ARTICLE = "QĐ 766/QĐ-TTg chỉ số 2.1; quy trình nội bộ"
#: What a dossier is while it stands at a waiting step
_STATUS = {
    WaitsFor.APPLICANT.value: Status.AWAITING_SUPPLEMENT,
    WaitsFor.PAYMENT.value: Status.AWAITING_PAYMENT,
    WaitsFor.PARTNER.value: Status.IN_PROGRESS,
}


def steps_of(
    dossier: Dossier, process_steps: Sequence[ProcessStep] | None = None, *, papers: Iterable[str] | None = None
) -> list[ProcessStep]:
    """Return the steps of the dossier's process that apply to it, in order (0–3 statements).

    :param process_steps: all steps of the process, where the caller has them
    :param papers: codes of what was handed in, where that is not saved yet
    """
    if process_steps is None:
        process_steps = list(ProcessStep.objects.filter(process=dossier.process_id).select_related("agency"))
    if not any(step.conditions for step in process_steps):
        return list(process_steps)
    facts = Facts(
        applicant_kind=dossier.applicant.kind,
        channel=dossier.channel,
        level=dossier.unit.level,
        case=dossier.case.key if dossier.case else "",
        papers=frozenset(dossier.documents.values_list("code", flat=True) if papers is None else papers),
    )
    return [step for step in process_steps if all_hold(step.conditions, facts)]


def following(dossier: Dossier) -> ProcessStep:
    """Return the step after the one where the dossier stands. :raises NoSuchStep: it stands at the last"""
    assert dossier.step is not None  # only a received dossier goes on
    return routing.after(dossier.step.position, steps_of(dossier))


def go_to(dossier: Dossier, step: ProcessStep, *, at: datetime, officer: User | None = None) -> dict[str, Any]:
    """Leave the step where the dossier stands and begin this one; return what the diary keeps of the clock.

    A waiting step stops the clock and is left again when what it waits for has come; a step with tasks asks the
    units that share it. The caller gives `status_at` to `steps.move` and saves.
    """
    leaves_a_wait = dossier.step is not None and dossier.step.kind == StepKind.WAITING
    detail: dict[str, Any] = {}
    if leaves_a_wait and step.kind != StepKind.WAITING:
        detail = timekeeping.turn(dossier, Kind.RESUMED, at=at, article=WAITING_ARTICLE)
        dossier.clock_stopped_at, dossier.waits_for = None, ""
    if step.kind == StepKind.WAITING:
        officer = dossier.officer
    steps.begin(dossier, step, at=at, officer=officer)
    if step.kind == StepKind.WAITING and not leaves_a_wait:
        detail = timekeeping.turn(dossier, Kind.STOPPED, at=at, article=WAITING_ARTICLE, waits_for=step.waits_for)
        dossier.clock_stopped_at, dossier.waits_for = max(at, dossier.moved_at), step.waits_for
    if step.kind == StepKind.HANDLING:
        detail |= shares.open_tasks(dossier, step, at=max(at, dossier.moved_at))
    return detail


def go_on(dossier: Dossier, *, at: datetime) -> None:
    """Go on after a wait whose end the clock has been told: with the next step if the wait was one, else the same."""
    if dossier.step is None or dossier.step.kind != StepKind.WAITING:
        steps.resume(dossier, at=at)
        return
    dossier.clock_stopped_at, dossier.waits_for = None, ""
    steps.begin(dossier, following(dossier), at=at, officer=dossier.officer)


def status_at(step: ProcessStep) -> Status | None:
    """Return the status of a dossier that waits at this step; None where the verb decides."""
    return _STATUS[step.waits_for] if step.kind == StepKind.WAITING else None
