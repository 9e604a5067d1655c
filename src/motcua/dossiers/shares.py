"""The shares of other units in one dossier: which run now, which wait for them, and when the joint is reached."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.catalogue.models import ProcessStep, StepTask, TaskPlace
from motcua.dossiers import deadlines
from motcua.dossiers.lifecycle import StepNotOpen
from motcua.dossiers.models import Consultation, Dossier
from motcua.organisations.models import Agency
from motcua.organisations.queries import unit_of_key
from motcua.working_time.queries import calendar_of


def begin(dossier: Dossier, share: Consultation, *, at: datetime) -> None:
    """Let this unit's own clock run; the caller saves both (1 statement)."""
    share.started_at = at
    share.due_at = deadlines.step_due_at(
        started_at=at, half_days=share.half_days, calendar=calendar_of(share.agency.calendar_id)
    )
    for name in ("asked", "agencies"):
        ids = getattr(dossier, name)
        if share.agency_id not in ids:
            setattr(dossier, name, [*ids, share.agency_id])


class Planned(NamedTuple):
    """The shares of a step: who is asked, and what nobody could be asked."""

    shares: list[Consultation]
    unasked: list[str]  # names of tasks whose unit is not known: the specialist asks by hand

    @property
    def detail(self) -> dict[str, Any]:
        """Return what the diary keeps of it."""
        asked = [share.agency.name for share in self.shares if share.started_at]
        return ({"asked": asked} if asked else {}) | ({"unasked": self.unasked} if self.unasked else {})


def open_tasks(dossier: Dossier, step: ProcessStep, *, at: datetime) -> dict[str, Any]:
    """Ask the units that share this step (NĐ 61/2018 art. 19.6–7); return what the diary keeps of it.

    Saves the shares; the caller saves the dossier (1 statement, 3 and more where the step is shared).
    """
    found = planned(dossier, step, at=at)
    Consultation.objects.bulk_create(found.shares)
    return found.detail


def planned(dossier: Dossier, step: ProcessStep, *, at: datetime) -> Planned:
    """Return the shares of this step with the first of them begun; nothing is saved yet (0–3 statements).

    A unit that does not exist on this day, and the commune of somebody who named none, hold nobody up.
    """
    tasks = list(step.tasks.all()) if getattr(step, "is_shared", True) else []  # process_for has asked already
    if not tasks:
        return Planned([], [])
    units = _units_of(dossier, tasks, on=at.date())
    shares = [
        Consultation(
            unit_id=dossier.unit_id,
            dossier=dossier,
            step=step,
            agency=unit,
            question=task.name,
            order=task.order,
            half_days=task.half_days,
            is_lead=task.is_lead,
            results_to=list(task.results_to),
        )
        for task, unit in zip(tasks, units, strict=True)
        if unit is not None
    ]
    for share in shares:
        if share.order == shares[0].order:
            begin(dossier, share, at=at)
    return Planned(shares, [task.name for task, unit in zip(tasks, units, strict=True) if unit is None])


def _units_of(dossier: Dossier, tasks: Sequence[StepTask], *, on: date) -> list[Agency | None]:
    """Return who answers to each task's key on this day, after a reform the one that carries on (1 statement a key)."""
    return [
        dossier.applicant.commune if task.place == TaskPlace.COMMUNE else unit_of_key(task.agency_key, on=on)
        for task in tasks
    ]


def begin_next(dossier: Dossier, *, at: datetime) -> list[str]:
    """Begin the shares whose turn it is now that nothing earlier is open; return the units' names (1–3 statements)."""
    waiting = list(
        Consultation.objects.filter(dossier=dossier, answered_at=None).select_related("agency").order_by("order", "id")
    )
    if not waiting or any(share.started_at for share in waiting):
        return []
    turn = [share for share in waiting if share.order == waiting[0].order]
    for share in turn:
        begin(dossier, share, at=at)
    Consultation.objects.bulk_update(turn, ["started_at", "due_at"])
    return [share.agency.name for share in turn]


def unanswered(dossier: Dossier, *, at: datetime) -> Sequence[Consultation]:
    """Return what is still to be waited for: shares that are not answered and not past their day (0–1 statements).

    A unit that let its day pass no longer holds up the others; the diary keeps that it did (NĐ 61/2018 art. 19.3).
    """
    if not dossier.asked:  # a share that waits for its turn waits for one that is asked
        return []
    still = Q(started_at=None) | Q(due_at__gte=at)
    return list(Consultation.objects.filter(still, dossier=dossier, answered_at=None).select_related("agency"))


def refuse_while_open(dossier: Dossier, *, at: datetime) -> None:
    """Hold the dossier at the joint. :raises StepNotOpen: an answer is still awaited and its day has not passed"""
    waiting = unanswered(dossier, at=at)
    if waiting:
        names = ", ".join(share.agency.short_name for share in waiting)
        raise StepNotOpen(_("Còn chờ trả lời của %(names)s. Chờ đủ ý kiến, hoặc hết hạn trả lời.") % {"names": names})


def missed(dossier: Dossier, *, at: datetime) -> list[str]:
    """Return the names of the units that let their day pass without an answer (0–1 statements)."""
    if not dossier.asked:
        return []
    late = Consultation.objects.filter(dossier=dossier, answered_at=None, due_at__lt=at).select_related("agency")
    return [share.agency.name for share in late]
