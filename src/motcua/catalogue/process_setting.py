"""What a process is checked against, and what a check finds. Pure values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from motcua.catalogue.processes import StepPlan


@dataclass(frozen=True)
class Setting:
    """The procedure and the province around a process, on the day from which it shall apply."""

    #: (key of a case or "", channel) → half working days that the office has; nothing where no limit is set
    limits: Mapping[tuple[str, str], int]
    cases: Mapping[str, str] = field(default_factory=dict)  # key → name; those that this process is for
    papers: Mapping[str, str] = field(default_factory=dict)  # code → name
    agencies: Mapping[str, str] = field(default_factory=dict)  # key → name of those that exist
    ended: Mapping[str, str] = field(default_factory=dict)  # key → name of those that exist no more
    desks: Sequence[str] = ()  # keys of the units that receive it
    competent: Sequence[str] = ()  # keys of the units that settle it
    levels: Sequence[str] = ()  # tiers of the desks
    staff: Mapping[str, frozenset[str]] = field(default_factory=dict)  # key of a unit → roles held there


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where, and how to mend it, in one sentence."""

    code: str
    sentence: str
    position: int | None = None  # of the step; None: the process as a whole
    task: int | None = None  # which task of the step, from 1


def at_step(code: str, step: StepPlan, sentence: str, *, task: int | None = None) -> Finding:
    return Finding(code=code, sentence=sentence, position=step.position, task=task)
