"""A dry run: what a process would have made of dossiers that were really worked on. Pure: lives in, counts out.

Each step of the new process takes the time that the like step really took: the one of the same name, else of the same
kind at the same place. A step that nothing in the past is like takes all the time it is given, which is the careful
guess. Waiting steps take none of the office's time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from motcua.catalogue.conditions import Facts
from motcua.catalogue.path_check import applying
from motcua.catalogue.processes import StepPlan
from motcua.lib.vietnamese import fold


@dataclass(frozen=True)
class PastStep:
    name: str
    kind: str
    place: str
    minutes: int  # of working time that it really took


@dataclass(frozen=True)
class PastDossier:
    """A dossier that was decided: what it took, and what it had been promised."""

    code: str
    facts: Facts
    steps: Sequence[PastStep]
    allowed: int  # working minutes from reception to the promised day
    half_day: int  # working minutes of half a day at its agency
    kept: bool


@dataclass(frozen=True)
class StepTrial:
    """What the past says of one step: how many dossiers took it, how many longer than it has, the middle one's time."""

    step: StepPlan
    count: int
    over: int
    median_half_days: float | None  # None: nothing in the past is like it


@dataclass(frozen=True)
class Trial:
    count: int
    kept: int
    would_keep: int
    late: Sequence[str]  # codes of those that would be late and were not
    steps: Sequence[StepTrial]


def trial(plan: Sequence[StepPlan], past: Sequence[PastDossier]) -> Trial:
    """Return how many of these dossiers would have kept their day under this process."""
    real: dict[int, list[float]] = {step.position: [] for step in plan}
    guessed: dict[int, int] = {step.position: 0 for step in plan}
    late, would_keep = [], 0
    for dossier in past:
        total = 0.0
        for step, minutes in _times(plan, dossier):
            if minutes is None:
                guessed[step.position] += 1
            else:
                real[step.position].append(minutes / dossier.half_day)
            total += step.half_days * dossier.half_day if minutes is None else minutes
        if total <= dossier.allowed:
            would_keep += 1
        elif dossier.kept:
            late.append(dossier.code)
    steps = [
        StepTrial(
            step=step,
            count=len(real[step.position]) + guessed[step.position],
            over=sum(time > step.half_days for time in real[step.position]) if step.half_days else 0,
            median_half_days=median(real[step.position]) if real[step.position] else None,
        )
        for step in plan
        if step.kind not in ("waiting", "return")
    ]
    return Trial(len(past), sum(dossier.kept for dossier in past), would_keep, late, steps)


def _times(plan: Sequence[StepPlan], dossier: PastDossier) -> list[tuple[StepPlan, int | None]]:
    """Return the counted steps that this dossier takes, each with the minutes of the past step that it is like."""
    left = list(dossier.steps)
    mine = [step for step in applying(plan, dossier.facts) if step.kind not in ("waiting", "return")]
    found: dict[int, int] = {}
    for is_like in (_same_name, _same_kind):
        for step in mine:
            if step.position in found:
                continue
            twins = [past for past in left if is_like(step, past)]
            if twins:
                # a step that was sent back and done again took all of its times
                again = [past for past in twins if past.name == twins[0].name]
                found[step.position] = sum(past.minutes for past in again)
                left = [past for past in left if past not in again]
    return [(step, found.get(step.position)) for step in mine]


def _same_name(step: StepPlan, past: PastStep) -> bool:
    return fold(step.name) == fold(past.name)


def _same_kind(step: StepPlan, past: PastStep) -> bool:
    return (step.kind, step.place) == (past.kind, past.place)
