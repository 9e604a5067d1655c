"""Form 05 of TT 01/2018, 06 of TT 03/2025: who handed the dossier to whom, when, and early, on time or late."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from django.db.models import F
from django.utils.timezone import localtime

from motcua.catalogue.models import ProcessStep
from motcua.dossiers.models import Assignment, Dossier, Event
from motcua.law.rule_sets import RuleSet
from motcua.lib import vietnamese
from motcua.organisations.models import Agency
from motcua.papers.documents.heads import Head, Source, head
from motcua.working_time import due_dates
from motcua.working_time.queries import calendar_of
from motcua.working_time.terms import handover_due_at

TEMPLATE = Path(__file__).with_name("control_slip.typ")
OUTCOMES = {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn"}


@dataclass(frozen=True)
class Handover:
    """One block of the slip: filled by one handing over."""

    giver: str
    receiver: str
    at: str
    given_by: str
    received_by: str
    outcome: str
    note: str


@dataclass(frozen=True, kw_only=True)
class ControlSlip(Head):
    """The control slip as it is printed (law.md §4.6)."""

    settling: str
    with_others: str
    received: str
    due: str
    handovers: list[dict[str, str]]


@dataclass(frozen=True)
class Holding:
    """How long the dossier lay in the same hands at the same step: one assignment or, with a pause, several."""

    step: ProcessStep
    agency: Agency
    officer: str
    started_at: datetime
    ended_at: datetime | None
    due_at: datetime | None


def drawn(source: Source) -> ControlSlip:
    """Return what the slip says, from the steps that the dossier has gone through (3 statements)."""
    dossier = source.dossier
    assert dossier.received_at is not None and dossier.due_at is not None  # before, nobody has handed it on
    in_order = (F("started_at"), F("ended_at").asc(nulls_last=True), F("step__position"))  # some last no time at all
    steps = list(dossier.assignments.select_related("agency", "officer", "step").order_by(*in_order))
    lines = list(dossier.events.order_by("seq"))
    rules = dossier.rule_set
    return ControlSlip(
        **head(source),
        settling=dossier.agency.name,
        with_others=", ".join(_others(dossier, steps)) or "Không",
        received=vietnamese.formal_moment(localtime(dossier.received_at)),
        due=vietnamese.formal_moment(localtime(dossier.due_at)),
        handovers=[asdict(_handover(before, after, lines, rules)) for before, after in pairwise(_holdings(steps))],
    )


def _holdings(steps: Sequence[Assignment]) -> list[Holding]:
    """Return in whose hands it was, one after the other.

    Taking up what nobody had in hand is no handing over, nor is going on after a pause.
    """
    found: list[Holding] = []
    for step in steps:
        name = step.officer.get_full_name() if step.officer else ""
        last = found[-1] if found else None
        goes_on = last is not None and last.step == step.step and last.agency == step.agency
        if last is not None and goes_on and last.officer in ("", name):
            found[-1] = replace(last, officer=name, ended_at=step.ended_at, due_at=step.due_at)
        else:
            found.append(Holding(step.step, step.agency, name, step.started_at, step.ended_at, step.due_at))
    return found


def _others(dossier: Dossier, steps: Sequence[Assignment]) -> list[str]:
    """Return the agencies that worked on it besides the one that settles it and the desk."""
    own = {dossier.agency_id, dossier.unit_id}
    asked = dossier.consultations.select_related("agency").order_by("order")
    parts = [*(step.agency for step in steps), *(share.agency for share in asked)]
    return list(dict.fromkeys(agency.name for agency in parts if agency.pk not in own))


def _handover(before: Holding, after: Holding, lines: Sequence[Event], rules: RuleSet) -> Handover:
    """Return the block of one handing over: the outcome is that of the giver's own step."""
    return Handover(
        giver=before.agency.desk_name or before.agency.name,
        receiver=after.agency.desk_name or after.agency.name,
        at=vietnamese.formal_moment(localtime(after.started_at)),
        given_by=before.officer or _who_did(lines, before.agency, after.started_at),
        received_by=after.officer or _who_did(lines, after.agency, after.ended_at),
        outcome=OUTCOMES[due_dates.classify(before.ended_at or after.started_at, _due(before, rules))],
        note=_note(before, after, lines),
    )


def _due(holding: Holding, rules: RuleSet) -> datetime:
    """Return by when a step was to be done; the desk's first one by the hour of handing over (art. 18)."""
    calendar = calendar_of(holding.agency.calendar_id)
    return holding.due_at or handover_due_at(holding.started_at, rules=rules, calendar=calendar)


def _who_did(lines: Sequence[Event], agency: Agency, at: datetime | None) -> str:
    """Return whose act at this unit it was that ended a step which nobody had in hand."""
    names = [line.by_name for line in lines if line.at == at and line.agency_id == agency.pk]
    return names[-1] if names else ""


def _note(before: Holding, after: Holding, lines: Sequence[Event]) -> str:
    """Return the step that was done, and what stopped or moved the clock while it lasted."""
    turns = [
        f"{line.get_verb_display()} {localtime(line.at):%d/%m/%Y}"
        for line in lines
        if before.started_at < line.at <= after.started_at and line.detail.get("clock") in _TURNS
    ]
    return "; ".join([before.step.name, *turns])


_TURNS = {"stopped", "resumed", "restarted", "moved"}
