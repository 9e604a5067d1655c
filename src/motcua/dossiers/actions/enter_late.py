"""Late entry (nhập bù): dossiers that were handled on paper become real dossiers, marked for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.catalogue.models import ProcedureCase, ProcessStep, StepKind
from motcua.catalogue.queries import limit_for, offer_at, process_for
from motcua.dossiers import deadlines, numbering, opening, routing, steps, timekeeping, ways
from motcua.dossiers.actors import Actor
from motcua.dossiers.application import Application, Person, problems_of
from motcua.dossiers.lifecycle import NotAllowed, Verb
from motcua.dossiers.models import Assignment, Dossier, Outcome, Result
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Agency
from motcua.working_time.calendar import WorkingCalendar

#: What a result says that nobody but the ledger knows
AS_THE_LEDGER_SAYS = "Theo sổ theo dõi hồ sơ bằng giấy."


@dataclass(frozen=True)
class LateRow:
    """One line of the paper ledger. Its moments are those on the paper."""

    row_id: UUID  # becomes the dossier's id, so that a row sent twice is one dossier
    procedure: str
    applicant: Person
    received_at: datetime
    decided_at: datetime | None = None
    returned_at: datetime | None = None
    case: str = ""
    outcome: str = Outcome.GRANTED
    note: str = ""


@dataclass(frozen=True)
class Entered:
    """What became of one row: a dossier, or what to mend."""

    row_id: UUID
    dossier: Dossier | None = None
    problems: Mapping[str, list[str]] = field(default_factory=dict)
    was_there: bool = False  # an earlier sending of the same row


def enter_late(*, rows: Sequence[LateRow], unit: Agency, by: Actor, at: datetime) -> list[Entered]:
    """Enter lines of the unit's paper ledger (NĐ 61/2018 art. 39; TT 01/2018 art. 10); one answer a row, in order.

    Each row is entered whole or not at all; a bad one holds up no other. A dossier gets the code, the rules and the
    due date of the day on the paper, `entered_at` says when it was typed, and the diary keeps both.
    """
    return [_entered(row, unit, by, at) for row in rows]


def _entered(row: LateRow, unit: Agency, by: Actor, at: datetime) -> Entered:
    try:
        earlier = Dossier.objects.filter(pk=row.row_id, unit=unit).first()
        if earlier is not None:
            return Entered(row.row_id, earlier, was_there=True)
        with transaction.atomic():
            return Entered(row.row_id, _enter(row, unit, by, at))
    except ValidationError as trouble:
        return Entered(row.row_id, problems=_by_field(trouble))
    except NotAllowed as refusal:
        return Entered(row.row_id, problems={"__all__": [str(refusal)]})
    except IntegrityError:  # the same row came twice at once, and the other was first
        earlier = Dossier.objects.filter(pk=row.row_id, unit=unit).first()
        if earlier is None:
            raise
        return Entered(row.row_id, earlier, was_there=True)


def _by_field(trouble: ValidationError) -> dict[str, list[str]]:
    return dict(trouble.message_dict) if hasattr(trouble, "error_dict") else {"__all__": trouble.messages}


def _enter(row: LateRow, unit: Agency, by: Actor, at: datetime) -> Dossier:
    """Receive, and record what the ledger says came of it: each a line of the diary, at the moment of typing."""
    application = _application(row, unit, at=at)
    dossier = opening.open_dossier(application, at=at, with_quick_code=False)
    dossier.entered_at = at
    refusal = steps.why_not(by, Verb.RECEIVE, dossier)
    if refusal is not None:
        raise refusal
    process_steps, assignments = _receive(dossier, row, by=by, at=at, calendar=application.offer.calendar)
    if row.decided_at or row.returned_at:
        _record(dossier, row, process_steps, by=by, at=at)
    if row.returned_at:
        _return(dossier, row.returned_at, by=by, at=at)
    Assignment.objects.bulk_create(_as_on_paper(dossier, row, assignments, process_steps))
    return dossier


def _application(row: LateRow, unit: Agency, *, at: datetime) -> Application:
    """Check a row as far as it can be without writing. :raises ValidationError: field → sentences"""
    problems = {f"applicant.{name}": [said] for name, said in problems_of(row.applicant).items()} | _order(row, at)
    if problems:
        raise ValidationError(problems)
    day = timezone.localdate(row.received_at)
    offer = offer_at(unit, row.procedure, on=day)
    case = ProcedureCase.objects.filter(version=offer.version, key=row.case).first() if row.case else None
    if row.case and case is None:
        raise ValidationError({"procedure": _("Thủ tục không có trường hợp “%(case)s”.") % {"case": row.case}})
    application = Application(
        offer=offer, unit=unit, applicant=row.applicant, case=case, note=row.note, dossier_id=row.row_id
    )
    _refuse_twin(application, row)
    return application


def _order(row: LateRow, at: datetime) -> dict[str, list[str]]:
    """Return what is wrong with the days among themselves."""
    problems: dict[str, list[str]] = {}
    ways_to_say = {"received_at": _("Ngày nhận"), "decided_at": _("Ngày có kết quả"), "returned_at": _("Ngày trả")}
    before = row.received_at
    for name, said in ways_to_say.items():
        moment: datetime | None = getattr(row, name)
        if moment is None:
            continue
        if moment > at:
            problems[name] = [_("%(day)s ở sau hôm nay. Xem lại trong sổ.") % {"day": said}]
        elif moment < before:
            problems[name] = [_("%(day)s ở trước ngày ghi bên trái. Xem lại trong sổ.") % {"day": said}]
        before = max(before, moment)
    return problems


def _refuse_twin(application: Application, row: LateRow) -> None:
    """Refuse a line of the ledger that stands in the book already, typed from another sheet."""
    twin = Dossier.objects.filter(
        unit=application.unit,
        received_at=row.received_at,
        version__procedure=application.offer.version.procedure_id,
        applicant__name_folded=fold(row.applicant.name),
    ).first()
    if twin is not None:
        said = _("Dòng này giống hồ sơ %(code)s đã có trong sổ. Nếu là hồ sơ khác thì ghi thêm giờ nhận.")
        raise ValidationError({"applicant.name": [said % {"code": twin.code or twin.quick_code}]})


def _receive(
    dossier: Dossier, row: LateRow, *, by: Actor, at: datetime, calendar: WorkingCalendar
) -> tuple[list[ProcessStep], list[Assignment]]:
    received_at, day = row.received_at, timezone.localdate(row.received_at)
    limit = limit_for(dossier.version, case=dossier.case, channel=dossier.channel)
    dossier.process, all_steps = process_for(dossier.version, case=dossier.case, on=day)
    detail = timekeeping.start(dossier, limit=limit.committed, received_at=received_at, calendar=calendar)
    process_steps = ways.steps_of(dossier, all_steps, papers=())
    handling = routing.first_of(StepKind.HANDLING, process_steps)
    holder = steps.place_of(dossier, handling)
    step_due_at = deadlines.step_due_at(started_at=received_at, half_days=handling.half_days, calendar=calendar)
    steps.stand_at(dossier, handling, agency=holder, officer=None, due_at=step_due_at)
    numbering.number(dossier, at=at)
    detail |= {"received_at": received_at.isoformat(), "late_entry": True}
    steps.move(dossier, Verb.RECEIVE, by=by, at=at, detail=detail)
    reception = routing.first_of(StepKind.RECEPTION, process_steps)
    return process_steps, [
        _held(dossier, reception, dossier.unit, since=received_at, until=received_at),
        _held(dossier, handling, holder, since=received_at, due_at=step_due_at),
    ]


def _record(dossier: Dossier, row: LateRow, process_steps: Sequence[ProcessStep], *, by: Actor, at: datetime) -> None:
    """Write down what was decided on paper: the day on the paper is the day that lateness is judged by."""
    refusal = steps.why_not(by, Verb.RECORD, dossier)
    if refusal is not None:
        raise refusal
    decided_at = row.decided_at or row.returned_at
    assert decided_at is not None and by.user is not None  # the caller and the table
    Result.objects.create(
        dossier=dossier, unit_id=dossier.unit_id, outcome=row.outcome, summary=AS_THE_LEDGER_SAYS,
        proposed_by=by.user, proposed_at=decided_at, decided_by=by.user, decided_at=decided_at,
    )  # fmt: skip
    dossier.finished_at = decided_at
    giving = routing.first_of(StepKind.RETURN, process_steps)
    steps.stand_at(dossier, giving, agency=steps.place_of(dossier, giving), officer=None, due_at=None)
    detail = {"outcome": row.outcome, "clock": "ended", "on_paper_at": decided_at.isoformat()}
    steps.move(dossier, Verb.RECORD, by=by, at=at, detail=detail)


def _return(dossier: Dossier, returned_at: datetime, *, by: Actor, at: datetime) -> None:
    refusal = steps.why_not(by, Verb.RETURN_RESULT, dossier)
    if refusal is not None:
        raise refusal
    dossier.returned_at = returned_at
    steps.leave(dossier)
    steps.move(dossier, Verb.RETURN_RESULT, by=by, at=at, detail={"on_paper_at": returned_at.isoformat()})


def _as_on_paper(
    dossier: Dossier, row: LateRow, assignments: list[Assignment], process_steps: Sequence[ProcessStep]
) -> list[Assignment]:
    """Return who had the dossier and when, by the moments of the ledger."""
    if dossier.finished_at is None:
        return assignments
    assignments[-1].ended_at = dossier.finished_at
    giving = routing.first_of(StepKind.RETURN, process_steps)
    place = steps.place_of(dossier, giving)
    return [*assignments, _held(dossier, giving, place, since=dossier.finished_at, until=row.returned_at)]


def _held(
    dossier: Dossier,
    step: ProcessStep,
    agency: Agency,
    *,
    since: datetime,
    until: datetime | None = None,
    due_at: datetime | None = None,
) -> Assignment:
    return Assignment(
        unit=dossier.unit, dossier=dossier, step=step, agency=agency, started_at=since, ended_at=until, due_at=due_at
    )
