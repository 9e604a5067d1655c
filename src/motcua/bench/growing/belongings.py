"""What belongs to one life: lines, spells, shares, a result. The product's rows without the cost of its models."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from motcua.bench.growing.snapshot import Officer
from motcua.catalogue.models import RequiredDocument
from motcua.organisations.models import Agency

Handed = tuple[RequiredDocument, int, int]  # a paper, its originals and copies


class Line:
    """One line of the diary: a motcua.dossiers.models.Event without its cost."""

    __slots__ = (
        "agency_id", "at", "by_id", "by_name", "detail", "dossier", "dossier_id", "due_at", "hash", "id", "previous",
        "seq", "status", "unit_id", "verb",
    )  # fmt: skip
    id: str
    unit_id: int
    dossier_id: str
    dossier: Any  # only while somebody asks
    seq: int
    verb: str
    at: datetime
    by_id: int | None
    by_name: str
    agency_id: int | None
    status: str
    due_at: datetime | None
    detail: dict[str, Any]
    previous: bytes
    hash: bytes


class Spell:
    """One step in one pair of hands: a motcua.dossiers.models.Assignment."""

    __slots__ = ("agency_id", "due_at", "ended_at", "id", "officer_id", "started_at", "step_id")

    def __init__(
        self, id: str, step_id: int, agency_id: int, officer_id: int | None, started_at: datetime,
        due_at: datetime | None, ended_at: datetime | None = None,
    ) -> None:  # fmt: skip
        self.id, self.step_id, self.agency_id, self.officer_id = id, step_id, agency_id, officer_id
        self.started_at, self.due_at, self.ended_at = started_at, due_at, ended_at


class Share:
    """What another unit is asked: a motcua.dossiers.models.Consultation."""

    def __init__(
        self, id: str, step_id: int, agency: Agency, question: str, half_days: int, *, order: int = 1,
        is_lead: bool = False, results_to: Sequence[str] = (), asked_by: Officer | None = None,
    ) -> None:  # fmt: skip
        self.id, self.step_id, self.agency, self.question, self.half_days = id, step_id, agency, question, half_days
        self.order, self.is_lead, self.results_to, self.asked_by = order, is_lead, results_to, asked_by
        self.started_at: datetime | None = None
        self.due_at: datetime | None = None
        self.answered_at: datetime | None = None
        self.answered_by: Officer | None = None
        self.answer = ""


class Outcome:
    """What was proposed and decided: a motcua.dossiers.models.Result."""

    def __init__(self, id: str, outcome: str, summary: str, by: Officer, at: datetime) -> None:
        self.id, self.outcome, self.summary, self.proposed_by, self.proposed_at = id, outcome, summary, by, at
        self.decided_by: Officer | None = None
        self.decided_at: datetime | None = None
