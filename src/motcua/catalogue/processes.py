"""A process as plain values, and the sound default one that every imported procedure starts with. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from motcua.catalogue.conditions import Condition
from motcua.working_time.limits import Limit


@dataclass(frozen=True)
class TaskPlan:
    """What one agency is to do inside a step: see motcua.catalogue.models.StepTask."""

    name: str
    half_days: int
    agency_key: str = ""  # empty when `place` is the commune where the applicant lives
    place: str = "named"
    order: int = 1  # tasks of one order run side by side
    is_lead: bool = False
    results_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepPlan:
    """A step to be: see motcua.catalogue.models.ProcessStep."""

    name: str
    kind: str
    role: str
    place: str
    half_days: int
    agency_key: str = ""
    position: int = 0  # 0: where it stands in the list
    waits_for: str = ""
    conditions: tuple[Condition, ...] = ()
    papers: tuple[str, ...] = ()
    tasks: tuple[TaskPlan, ...] = ()


#: What a step of a kind makes, unless somebody says otherwise
USUAL_PAPERS: dict[str, tuple[str, ...]] = {"reception": ("receipt",), "approval": ("result",)}


def numbered(steps: Sequence[StepPlan]) -> list[StepPlan]:
    """Return the steps in their order, counted from 1; those without a position stand where they are in the list."""
    placed = [(step.position or place, place, step) for place, step in enumerate(steps, 1)]
    return [replace(step, position=place) for place, (*_at, step) in enumerate(sorted(placed, key=lambda p: p[:2]), 1)]


def default_steps(limit: Limit) -> list[StepPlan]:
    """Share out a time limit: half a day to receive, half a day to approve, the rest to handle, nothing to return.

    Short limits leave less for each, never more in sum than the limit has: a limit of one day is half a day each for
    handling and approval, and a same-day one gives all to handling.
    """
    half_days = half_days_in(limit)
    reception = 1 if half_days >= 3 else 0
    approval = 1 if half_days >= 2 else 0
    return [
        StepPlan("Tiếp nhận", "reception", "counter", "desk", reception, papers=USUAL_PAPERS["reception"]),
        StepPlan("Giải quyết", "handling", "specialist", "competent", half_days - reception - approval),
        StepPlan("Phê duyệt", "approval", "leader", "competent", approval, papers=USUAL_PAPERS["approval"]),
        StepPlan("Trả kết quả", "return", "counter", "desk", 0),
    ]


def half_days_in(limit: Limit) -> int:
    """Return how many half working days a limit holds at least: five working days to seven days, 22 to a month."""
    total = Decimal(0)
    for segment in limit.segments:
        match segment.unit:
            case "working_hours":
                total += segment.value / 4
            case "working_days":
                total += segment.value * 2
            case "days":
                total += segment.value * 2 * 5 / 7
            case _:
                total += segment.value * 44
    return max(int(total), 0)
