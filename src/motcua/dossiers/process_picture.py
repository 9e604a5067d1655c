"""Where one dossier stands in its process, as doors to be drawn ({% process_picture doors label=… %}).

Shared by the surfaces, which may not ask each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from motcua.catalogue.models import ProcessStep
from motcua.catalogue.process_picture import picture_of
from motcua.catalogue.process_words import word
from motcua.design.process_picture import Door
from motcua.dossiers import steps, ways
from motcua.dossiers.lifecycle import TERMINAL, Status
from motcua.dossiers.models import Consultation, Dossier
from motcua.dossiers.presenters import WAITS
from motcua.dossiers.queries import StepState
from motcua.organisations.models import Role


def doors_of(
    dossier: Dossier,
    states: Sequence[StepState],
    shares: Sequence[Consultation],
    *,
    papers: Iterable[str] | None = None,
) -> list[Door]:
    """Return the doors of a dossier's process: what is done and when, where it stands, what others owe.

    0–2 statements, 1 more where a step depends on papers and these are not given.

    :param states: as motcua.dossiers.queries.progress tells them
    :param shares: what other units were asked, in the order of their turns, each with its agency
    :param papers: codes of what was handed in, where the caller has them
    """
    all_steps = [state.step for state in states]
    if not all_steps:
        return []
    if any(getattr(step, "is_shared", True) for step in all_steps):
        prefetch_related_objects(all_steps, "tasks")
    mine = {step.pk for step in ways.steps_of(dossier, all_steps, papers=papers)}
    return [
        _marked(door, state, dossier, is_mine=state.step.pk in mine, shares=_of_step(state.step, shares))
        for door, state in zip(picture_of(all_steps, dossier.version), states, strict=True)
    ]


def _marked(door: Door, state: StepState, dossier: Dossier, *, is_mine: bool, shares: Sequence[Consultation]) -> Door:
    """Return the door of a step as it is for this dossier, instead of how it was planned."""
    held = state.assignment
    door = replace(door, tasks=[_share(share) for share in shares] or door.tasks)
    if state.state == "done" and held is not None:
        time = f"{localtime(held.ended_at):%d/%m}" if held.ended_at else ""
        return replace(door, state="done", who=_who(state, dossier), time=time, waits="")
    if state.state == "current":
        is_paused = dossier.clock_stopped_at is not None
        time = _("hạn %(day)s") % {"day": f"{localtime(held.due_at):%d/%m}"} if held and held.due_at else ""
        return replace(
            door,
            state="paused" if is_paused else "current",
            who=_who(state, dossier),
            time="" if is_paused else time,
            waits=_waits_since(dossier) if is_paused else "",
        )
    if not is_mine or _is_behind(state.step, dossier):
        return replace(door, state="skipped", time="")
    return replace(door, state="future", who=_who(state, dossier))


def _is_behind(step: ProcessStep, dossier: Dossier) -> bool:
    """Tell whether the dossier has gone past this step, or ended before it came there."""
    return Status(dossier.status) in TERMINAL or (dossier.step is not None and step.position < dossier.step.position)


def _who(state: StepState, dossier: Dossier) -> str:
    """Return who held the step, or who will: by name where that is known, else by role."""
    held = state.assignment if state.state != "future" else None
    unit = held.agency if held else steps.place_of(dossier, state.step)
    officer = held.officer.get_full_name() if held and held.officer else word(Role, state.step.role).capitalize()
    return f"{officer}, {unit.short_name}"


def _waits_since(dossier: Dossier) -> str:
    assert dossier.clock_stopped_at is not None  # asked of such dossiers only
    return _("%(whom)s, từ %(day)s") % {"whom": WAITS[dossier.waits_for], "day": _day(dossier.clock_stopped_at)}


def _of_step(step: ProcessStep, shares: Sequence[Consultation]) -> list[Consultation]:
    return [share for share in shares if share.step_id == step.pk]


def _share(share: Consultation) -> str:
    """Return what another unit was asked in a step, and how far it has come."""
    if share.answered_at is not None:
        came = _("đã trả lời %(day)s") % {"day": _day(share.answered_at)}
    elif share.due_at is not None:
        came = _("hạn %(day)s") % {"day": _day(share.due_at)}
    else:
        came = _("chờ tới lượt")
    return f"{share.agency.short_name}: {share.question}, {came}"


def _day(moment: datetime) -> str:
    return f"{localtime(moment):%d/%m}"
