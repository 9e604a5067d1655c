"""Questions about dossiers. What a person may see is asked here and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from motcua.catalogue.models import ProcessStep, StepTask
from motcua.dossiers import clock, depths
from motcua.dossiers.actors import Actor
from motcua.dossiers.clock import Account, ClockEvent, Kind, Spell
from motcua.dossiers.kept import calendar_for, kept
from motcua.dossiers.lifecycle import TERMINAL, Status, Verb
from motcua.dossiers.models import Applicant, Assignment, Dossier, DossierDocument, DossierQuerySet, Event
from motcua.lib.prepared import Given, Prepared
from motcua.working_time import due_dates

#: Roles that see the dossiers of their own unit
_WORKING_ROLES = ("counter", "specialist", "leader", "partner")


def dossiers_visible_to(by: Actor) -> DossierQuerySet:
    """Return the dossiers that this person may see: those in which a unit of theirs has or had a part.

    The Centre's overseers, the chair and the controllers see the whole province. A citizen sees their own.
    """
    if by.is_applicant and by.dossier_id is not None:
        return Dossier.objects.filter(pk=by.dossier_id)
    mine = units_seen_by(by)
    if mine is None:
        return Dossier.objects.all()
    return Dossier.objects.filter(agencies__overlap=mine) if mine else Dossier.objects.none()


def units_seen_by(by: Actor) -> list[int] | None:
    """Return the ids of the units whose dossiers this officer may see; None for who sees the whole province."""
    if by.standing is None:
        return []
    if by.standing.sees_the_province:
        return None
    return [agency for agency, roles in by.standing.roles.items() if roles & set(_WORKING_ROLES)]


def with_all_it_shows(dossiers: DossierQuerySet) -> DossierQuerySet:
    """Load what a list row or a page needs along with the dossiers themselves."""
    return dossiers.select_related(
        "unit", "agency", "holder", "officer", "step", "case", "applicant", "version__procedure", "version__field"
    )


def tracked(quick_code: str) -> Dossier | None:
    """Return the dossier with this quick code, for whoever typed the ten digits (1 statement).

    Anybody may ask where a dossier is (TT 01/2018 art. 16); who may see more than that shows it with the receipt's
    token: motcua.papers.queries.tracked_in_full. So nobody comes along, neither the applicant nor whose the lines of
    the diary are; what a page makes of it is for the page to hold back: motcua.portal.presenters.tracking.
    """
    return depths.bare(quick_code)


def known_person(number: str) -> Applicant | None:
    """Return who last handed in under exactly this identity, tax or telephone number (1 statement)."""
    digits = "".join(letter for letter in number if letter.isdigit())
    if len(digits) < 9:
        return None
    found = Applicant.objects.select_related("commune__parent")
    by_id = found.filter(id_number=digits).order_by("-id").first()
    return by_id or found.filter(phone=digits).order_by("-id").first()


def timeline(dossier: Dossier) -> list[Event]:
    """Return the diary of this dossier, first line first (1 statement, 0 where it came with it)."""
    lines = kept(dossier, Event)
    return list(dossier.events.select_related("agency").order_by("seq")) if lines is None else lines


def bare_clock_lines(dossier: Dossier) -> list[Event]:
    """Return what the diary of a tracked dossier says of the clock, first line first (0 statements).

    Without whose lines they are: neither people nor units.
    """
    return depths.bare_clock_lines(dossier)


def clock_events(dossier: Dossier) -> list[ClockEvent]:
    """Return what the diary says of the clock, in order (1 statement, 0 where the diary came with the dossier)."""
    lines = kept(dossier, Event)
    if lines is None:
        told = dossier.events.filter(detail__has_key="clock").order_by("seq")
        lines = list(told.only("verb", "at", "due_at", "detail"))
    return clock_events_among(lines, dossier)


def clock_events_among(lines: Iterable[Event], dossier: Dossier) -> list[ClockEvent]:
    """Return what these lines of the dossier's diary say of its clock."""
    return [
        _clock_event(line.verb, line.at, line.due_at, line.detail, dossier) for line in lines if "clock" in line.detail
    ]


def _clock_event(
    verb: str, at: datetime, due_at: datetime | None, detail: dict[str, Any], dossier: Dossier
) -> ClockEvent:
    kind = Kind(detail["clock"])
    if kind == Kind.STARTED:
        at = dossier.received_at or at
    elif "on_paper_at" in detail:  # late entry: the diary has the moment of typing, the ledger the true one
        at = datetime.fromisoformat(detail["on_paper_at"])
    if kind == Kind.RESTARTED and "due_before" not in detail:
        due_at = None  # a later day had been promised already: the line has that one, and not this limit's
    return ClockEvent(
        kind,
        at,
        article=detail.get("article", ""),
        waits_for=detail.get("waits_for", ""),
        limit=detail.get("limit", ""),
        same_day=detail.get("same_day", False),
        due_at=due_at,
        in_transit=detail.get("counts_from") == "arrival",
        arrived=verb == Verb.ARRIVE,
    )


def awaits_arrival(dossier: Dossier) -> bool:
    """Tell whether this dossier's limit begins only when its paper reaches the competent agency (0–1 statements).

    Under NĐ 309/2026 art. 17.3, for paper received for another unit; the receipt says so.
    """
    if not dossier.rules or dossier.rule_set.boundary_free_clock_starts == "reception":
        return False
    lines = timeline(dossier)
    counts_from_arrival = any(
        line.verb == Verb.RECEIVE and line.detail.get("counts_from") == "arrival" for line in lines
    )
    return counts_from_arrival and not any(line.verb == Verb.ARRIVE for line in lines)


def account_of(dossier: Dossier, *, at: datetime) -> Account | None:
    """Return whose time all of this dossier's time was, to the minute; None before its reception.

    3 statements, 0 where what is kept of the dossier came with it.
    """
    events = clock_events(dossier)
    if not events or dossier.received_at is None:
        return None
    spells = [
        Spell(
            agency=assignment.agency.name,
            step=assignment.step.name,
            officer=assignment.officer.get_full_name() if assignment.officer else "",
            start=assignment.started_at,
            end=assignment.ended_at,
        )
        for assignment in holdings(dossier)
    ]
    return clock.account(events, spells, calendar=calendar_for(dossier), until=at)


def papers_handed_in(dossier: Dossier) -> list[DossierDocument]:
    """Return the papers of this dossier as they were counted, in order (1 statement, 0 where that came with it)."""
    papers = kept(dossier, DossierDocument)
    return list(dossier.documents.order_by("position")) if papers is None else papers


def holdings(dossier: Dossier) -> list[Assignment]:
    """Return who held this dossier at which step, in order (1 statement, 0 where that came with it)."""
    held = kept(dossier, Assignment)
    if held is not None:
        return held
    return list(dossier.assignments.select_related("agency", "step", "officer").order_by("started_at", "id"))


@dataclass(frozen=True)
class StepState:
    """A step of the process, as far as this dossier has come."""

    step: ProcessStep
    state: str  # done, current, future
    assignment: Assignment | None


def progress(dossier: Dossier) -> list[StepState]:
    """Return all steps of the dossier's process with what has become of each, and who did it.

    2 statements, 1 where what is kept came with the dossier. Each step knows whether several units share it.
    """
    if dossier.process_id is None:
        return []
    return _progress(dossier, _STEPS(process=dossier.process_id), holdings(dossier))


_STEPS = Prepared(
    lambda: (
        ProcessStep.objects.filter(process=Given("process"))
        .select_related("agency")
        .annotate(is_shared=Exists(StepTask.objects.filter(step=OuterRef("pk"))))
    )
)


def bare_progress(dossier: Dossier) -> list[StepState]:
    """Return the same of a tracked dossier without whose steps they are: neither people nor units (0 statements)."""
    return _progress(dossier, depths.bare_steps(dossier), depths.bare_holdings(dossier))


def _progress(dossier: Dossier, steps: Iterable[ProcessStep], assignments: Iterable[Assignment]) -> list[StepState]:
    latest = {assignment.step_id: assignment for assignment in assignments}
    now_at = dossier.step.position if dossier.step else 0
    over = Status(dossier.status) in TERMINAL
    states = []
    for step in steps:
        if step.position == now_at and not over:
            state = "current"
        elif step.pk in latest and (step.position < now_at or over):
            state = "done"
        else:
            state = "future"
        states.append(StepState(step=step, state=state, assignment=latest.get(step.pk)))
    return states


def timeliness(dossier: Dossier, *, at: datetime) -> str:
    """Return early, on_time or late for a finished dossier; in_time, soon or overdue for a running one; waiting while
    its clock stands still; '' before the reception.

    The one definition of lateness, used on every page, paper and report: against `judged_due_at`, so that an apology
    and a new appointment leave a dossier late (NĐ 61/2018 art. 19.9). Soon: due today or on the next working day.
    """
    if dossier.judged_due_at is None:
        return ""
    if dossier.finished_at is not None:
        return due_dates.classify(dossier.finished_at, dossier.judged_due_at)
    if dossier.clock_stopped_at is not None:
        return "waiting"
    if at > dossier.judged_due_at:
        return "overdue"
    return "soon" if (dossier.judged_due_at - at).total_seconds() <= 36 * 3600 else "in_time"
