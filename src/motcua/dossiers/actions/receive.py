from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalogue.models import StepKind
from motcua.catalogue.queries import limit_for, offer_at, process_for
from motcua.dossiers import deadlines, numbering, opening, routing, steps, timekeeping
from motcua.dossiers.actors import Actor
from motcua.dossiers.application import Application, check, missing_papers
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Assignment, Dossier
from motcua.law import rule_sets
from motcua.working_time.queries import calendar_of


@transaction.atomic
def receive_at_counter(*, application: Application, by: Actor, at: datetime) -> Dossier:
    """Take a dossier in at the counter: give it its code, promise a day, and pass it to the agency at once.

    `application.received_at` may lie before `at` (a paper that came in while the machine was down), not after.
    """
    published = check(application, to_receive=True)
    received_at = _checked(application.received_at, at=at)
    dossier = opening.open_dossier(application, at=at)
    refusal = steps.why_not(by, Verb.RECEIVE, dossier)
    if refusal is not None:
        raise refusal
    assignments, detail = _promise_and_assign(dossier, received_at=received_at, at=at, by=by)
    _number(dossier)
    steps.move(dossier, Verb.RECEIVE, by=by, at=at, detail=detail)
    opening.add_documents(dossier, published, application.documents)
    Assignment.objects.bulk_create(assignments)
    return dossier


@transaction.atomic
def receive(
    *,
    dossier: Dossier | UUID,
    by: Actor,
    at: datetime,
    received_at: datetime | None = None,
    expected_version: int | None = None,
) -> Dossier:
    """Take in a dossier that was submitted from outside: the clock starts now, not when it was sent."""
    dossier = steps.take(dossier, Verb.RECEIVE, by=by, at=at, expected_version=expected_version)
    received_at = _checked(received_at, at=at)
    offer_at(dossier.unit, dossier.version.procedure.code, on=received_at.date())
    missing = missing_papers(dossier.version, dossier.case, handed_in=dossier.documents.values_list("code", flat=True))
    if missing:
        raise ValidationError({"components": [_("Còn thiếu: %(name)s.") % {"name": name} for name in missing]})
    assignments, detail = _promise_and_assign(dossier, received_at=received_at, at=at, by=by)
    _number(dossier)
    steps.move(dossier, Verb.RECEIVE, by=by, at=at, detail=detail)
    Assignment.objects.bulk_create(assignments)
    return dossier


def _checked(received_at: datetime | None, *, at: datetime) -> datetime:
    """Return the moment of reception: now, unless a paper says otherwise."""
    if received_at is None:
        return at
    if received_at > at + timedelta(minutes=1):
        raise ValidationError({"received_at": _("Giờ nhận không thể ở sau giờ hiện tại.")})
    return received_at


def _promise_and_assign(
    dossier: Dossier, *, received_at: datetime, at: datetime, by: Actor
) -> tuple[list[Assignment], dict[str, Any]]:
    """Work out the promise and the first two steps, and what the diary keeps of it; nothing is written yet."""
    limit = limit_for(dossier.version, case=dossier.case, channel=dossier.channel)
    dossier.process, process_steps = process_for(dossier.version, case=dossier.case, on=received_at.date())
    calendar = calendar_of(dossier.agency.calendar_id)
    detail = timekeeping.start(dossier, limit=limit.committed, received_at=received_at, calendar=calendar)
    if received_at != at:
        detail["received_at"] = received_at.isoformat()

    reception = routing.first_of(StepKind.RECEPTION, process_steps)
    following = routing.after(reception.position, process_steps)
    agency = steps.place_of(dossier, following)
    step_due_at = deadlines.step_due_at(started_at=at, half_days=following.half_days, calendar=calendar)
    steps.stand_at(dossier, following, agency=agency, officer=None, due_at=step_due_at)
    return [
        Assignment(
            unit=dossier.unit, dossier=dossier, step=reception, agency=dossier.unit, officer=by.user,
            started_at=min(received_at, at), due_at=None, ended_at=at,
        ),
        Assignment(
            unit=dossier.unit, dossier=dossier, step=following, agency=agency, started_at=at, due_at=step_due_at
        ),
    ], detail  # fmt: skip


def _number(dossier: Dossier) -> None:
    """Give the dossier its code, last of all, so that the unit's counter is locked for a moment only."""
    assert dossier.received_at is not None  # the promise was made above
    numbers = numbering.next_numbers(dossier.unit, on=dossier.received_at.date(), rules=rule_sets.named(dossier.rules))
    dossier.code, dossier.book_number = numbers.code, numbers.book_number
