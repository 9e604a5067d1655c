"""Which step of a process comes next. Pure: steps in, step out."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class StepLike(Protocol):
    """What routing needs to know of a step."""

    @property
    def position(self) -> int: ...
    @property
    def kind(self) -> str: ...


S = TypeVar("S", bound=StepLike)


class NoSuchStep(Exception):
    """The process has no step of the kind that is wanted there."""


def first_of(kind: str, steps: Sequence[S]) -> S:
    """Return the first step of this kind. :raises NoSuchStep: there is none"""
    for step in steps:
        if step.kind == kind:
            return step
    raise NoSuchStep(kind)


def at(position: int, steps: Sequence[S]) -> S:
    """Return the step at this position. :raises NoSuchStep: there is none"""
    for step in steps:
        if step.position == position:
            return step
    raise NoSuchStep(str(position))


def after(position: int, steps: Sequence[S]) -> S:
    """Return the step that follows this position. :raises NoSuchStep: it was the last"""
    for step in steps:
        if step.position > position:
            return step
    raise NoSuchStep(f"after {position}")


def back_from(position: int, steps: Sequence[S]) -> S:
    """Return the handling step that a leader sends back to: the nearest before. :raises NoSuchStep: there is none"""
    for step in reversed(steps):
        if step.position < position and step.kind == "handling":
            return step
    raise NoSuchStep(f"handling before {position}")
