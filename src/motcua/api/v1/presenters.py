"""From rows to answers. No queries here: whoever calls has loaded what is read (the tests count statements)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from motcua.api.v1 import answers
from motcua.dossiers import quick_codes
from motcua.dossiers.lifecycle import Status, Verb
from motcua.dossiers.models import Applicant, Attachment, Dossier, DossierDocument, Event
from motcua.dossiers.queries import StepState, timeliness
from motcua.law import statuses
from motcua.lib.vietnamese import masked_name
from motcua.organisations.models import Agency

#: What `row` reads beside the dossier itself
ROW = ("unit", "agency", "holder", "officer", "step", "case", "applicant", "version__procedure")
#: What `full` reads beside that
FULL = (*ROW, "submitter", "applicant__commune", "submitter__commune", "result")


def row(dossier: Dossier, *, at: datetime) -> answers.DossierRow:
    """Return a dossier as lists and writes show it."""
    return answers.DossierRow(**_row(dossier, at=at))


def full(
    dossier: Dossier,
    *,
    papers: Iterable[DossierDocument],
    files: Iterable[Attachment],
    steps: Iterable[StepState],
    at: datetime,
) -> answers.Dossier:
    """Return a dossier with all that belongs to it."""
    return answers.Dossier(
        **_row(dossier, at=at),
        rules=dossier.rules,
        calendar=dossier.calendar_version,
        book_number=dossier.book_number,
        note=dossier.note,
        applicant=_person(dossier.applicant),
        submitter=_person(dossier.submitter) if dossier.submitter else None,
        authority=dossier.authority,
        consignment=dossier.consignment,
        result_consignment=dossier.result_consignment,
        components=[
            answers.Component(code=paper.code, name=paper.name, originals=paper.originals, copies=paper.copies)
            for paper in papers
        ],
        files=[_file(file) for file in files],
        result=_result(dossier),
        steps=[_step(state) for state in steps],
    )


def event(line: Event) -> answers.Event:
    """Return one line of the diary."""
    return answers.Event(
        seq=line.seq,
        at=line.at,
        verb=str(line.verb),
        by=line.by_name,
        agency=line.agency.key if line.agency else None,
        agency_name=line.agency.name if line.agency else None,
        status=str(line.status),
        due_at=line.due_at,
        detail=line.detail,
    )


def tracked(
    dossier: Dossier, *, steps: Iterable[StepState], diary: Sequence[Event] | None, at: datetime
) -> answers.Tracked:
    """Return where a dossier is. `diary` only for whoever showed the token of the receipt; with it, the masked name."""
    return answers.Tracked(
        quick_code=dossier.quick_code,
        code=dossier.code,
        **_standing(dossier, at=at),
        procedure=dossier.version.procedure.code,
        procedure_name=dossier.version.name,
        agency_name=dossier.agency.name,
        receiving_agency_name=dossier.unit.name,
        holder_name=dossier.holder.name,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        finished_at=dossier.finished_at,
        returned_at=dossier.returned_at,
        steps=[answers.TrackedStep(name=state.step.name, state=state.state) for state in steps],
        applicant_name=None if diary is None else masked_name(dossier.applicant.name),
        history=None if diary is None else [_tracked_event(line) for line in diary],
    )


def agency(unit: Agency) -> answers.Agency:
    """Return a unit as others name it."""
    return answers.Agency(
        key=unit.key,
        name=unit.name,
        short_name=unit.short_name,
        kind=unit.kind,
        level=unit.level,
        parent=unit.parent.key if unit.parent else None,
        gso_code=unit.gso_code,
        identifier=unit.identifier,
        identifier_2020=unit.identifier_2020,
        desk=unit.desk_name,
        address=unit.address,
        phone=unit.phone,
    )


def _row(dossier: Dossier, *, at: datetime) -> dict[str, Any]:
    token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
    return _standing(dossier, at=at) | {
        "code": dossier.code,
        "quick_code": dossier.quick_code,
        "version": dossier.version_number,
        "procedure": dossier.version.procedure.code,
        "procedure_name": dossier.version.name,
        "case": dossier.case.key if dossier.case else None,
        "agency": dossier.agency.key,
        "agency_name": dossier.agency.name,
        "receiving_agency": dossier.unit.key,
        "receiving_agency_name": dossier.unit.name,
        "holder": dossier.holder.key,
        "holder_name": dossier.holder.name,
        "officer": dossier.officer.get_full_name() if dossier.officer else None,
        "step": dossier.step.name if dossier.step else None,
        "step_due_at": dossier.step_due_at,
        "channel": dossier.channel,
        "result_channel": dossier.result_channel,
        "applicant_name": dossier.applicant.name,
        "limit": dossier.limit,
        "submitted_at": dossier.submitted_at,
        "received_at": dossier.received_at,
        "due_at": dossier.due_at,
        "first_due_at": dossier.first_due_at,
        "finished_at": dossier.finished_at,
        "returned_at": dossier.returned_at,
        "tracking_url": f"{settings.PUBLIC_URL}/t/{dossier.quick_code}/{token}",
    }


def _standing(dossier: Dossier, *, at: datetime) -> dict[str, Any]:
    """Return the words for where a dossier stands; its own, the law's, and those of the clock."""
    return {
        "status": str(dossier.status),
        "status_text": str(Status(dossier.status).label),
        "national_status": statuses.number_of(dossier.status),
        "timeliness": str(timeliness(dossier, at=at)),
    }


def _person(person: Applicant) -> answers.Person:
    return answers.Person(
        kind=person.kind,
        name=person.name,
        id_number=person.id_number,
        phone=person.phone,
        email=person.email,
        address=person.address,
        commune=person.commune.key if person.commune else None,
        commune_name=person.commune.name if person.commune else None,
    )


def _file(file: Attachment) -> answers.File:
    return answers.File(
        name=file.file_name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        component=file.document_code,
    )


def _result(dossier: Dossier) -> answers.Result | None:
    result = getattr(dossier, "result", None)
    if result is None:
        return None
    return answers.Result(
        outcome=result.outcome,
        summary=result.summary,
        proposed_at=result.proposed_at,
        decided_at=result.decided_at,
    )


def _step(state: StepState) -> answers.Step:
    done = state.assignment
    return answers.Step(
        name=state.step.name,
        kind=state.step.kind,
        state=state.state,
        agency=done.agency.key if done else None,
        agency_name=done.agency.name if done else None,
        officer=done.officer.get_full_name() if done and done.officer else None,
        started_at=done.started_at if done else None,
        due_at=done.due_at if done else None,
        ended_at=done.ended_at if done else None,
    )


def _tracked_event(line: Event) -> answers.TrackedEvent:
    return answers.TrackedEvent(
        at=line.at,
        text=str(Verb(line.verb).label),
        agency_name=line.agency.name if line.agency else None,
        status=str(line.status),
    )
