"""When a step is taken at all: conditions as typed values out of a closed set, and what is known of a dossier. Pure.

No little language: a condition is a kind, a value and whether it is turned round. What is not on the lists below does
not exist and cannot be saved (motcua.catalogue.fields, and a CHECK in the database). All conditions of a step must
hold; for "this or that" a process has two steps, or says what it must not be.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: kind → the values that it may have; None: keys of the procedure itself (its cases, its papers)
KINDS: Mapping[str, tuple[str, ...] | None] = {
    "applicant_kind": ("person", "business", "organisation"),
    "channel": ("counter", "online", "post"),
    "level": ("province", "district", "commune"),
    "case": None,
    "paper": None,
}
MOST_CONDITIONS = 6


class UnknownCondition(ValueError):
    """A condition that is not in the closed set. `args[0]` is what was given."""


@dataclass(frozen=True, order=True)
class Condition:
    """One condition: `kind` is, or is not, `value`.

    :raises UnknownCondition: no such kind, or a value that this kind does not have
    """

    kind: str
    value: str
    negated: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.kind, str) or self.kind not in KINDS or not isinstance(self.negated, bool):
            raise UnknownCondition(f"{self.kind}:{self.value}")
        allowed = KINDS[self.kind]
        if not isinstance(self.value, str) or not 0 < len(self.value) <= 80:
            raise UnknownCondition(f"{self.kind}:{self.value}")
        if allowed is not None and self.value not in allowed:
            raise UnknownCondition(f"{self.kind}:{self.value}")

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "value": self.value, "negated": self.negated}

    @classmethod
    def from_json(cls, row: Any) -> "Condition":
        """Read a condition as the database keeps it. :raises UnknownCondition: anything more, less or else"""
        if not isinstance(row, Mapping) or set(row) != {"kind", "value", "negated"}:
            raise UnknownCondition(str(row))
        return cls(kind=row["kind"], value=row["value"], negated=row["negated"])


@dataclass(frozen=True)
class Facts:
    """What is known of one dossier when its way is decided."""

    applicant_kind: str = "person"
    channel: str = "counter"
    level: str = "province"  # of the unit that received it
    case: str = ""  # key; empty: the procedure has no cases, or none was named
    papers: frozenset[str] = field(default_factory=frozenset)  # codes of what was handed in


def holds(condition: Condition, facts: Facts) -> bool:
    """Tell whether one condition holds for these facts."""
    if condition.kind == "paper":
        found = condition.value in facts.papers
    else:
        found = getattr(facts, condition.kind) == condition.value
    return found is not condition.negated


def all_hold(conditions: Iterable[Condition], facts: Facts) -> bool:
    """Tell whether a step with these conditions is taken. A step without any always is."""
    return all(holds(condition, facts) for condition in conditions)


def read_all(rows: Sequence[Any]) -> tuple[Condition, ...]:
    """Read the conditions of a step. :raises UnknownCondition: one is not known, or there are too many"""
    if len(rows) > MOST_CONDITIONS:
        raise UnknownCondition(str(len(rows)))
    return tuple(row if isinstance(row, Condition) else Condition.from_json(row) for row in rows)
