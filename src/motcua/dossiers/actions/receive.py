from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalogue.models import Channel, StepKind
from motcua.catalogue.queries import limit_for, offer_at, process_for
from motcua.dossiers import (
    arrivals,
    deadlines,
    numbering,
    opening,
    postal,
    routing,
    shares,
    steps,
    timekeeping,
    ways,
)
from motcua.dossiers.actors import Actor
from motcua.dossiers.application import Application, check, missing_papers
from motcua.dossiers.kept import calendar_for
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Assignment, Consultation, Dossier
from motcua.law.refusals import Refusal
from motcua.working_time.calendar import WorkingCalendar, in_vietnam
from motcua.working_time.sentences import refusal_in_words


@transaction.atomic
def receive_at_counter(*, application: Application, by: Actor, at: datetime) -> Dossier:
    """Take a dossier in at the counter: give it its code, promise a day, and pass it to the agency at once.

    `application.received_at` may lie before `at` (a paper that came in while the machine was down), not after. What
    came by post is received when the handover record is signed: today, or on the working day before.
    """
    published = check(application, to_receive=True)
    received_at, calendar = _checked(application.received_at, at=at), application.offer.calendar
    if application.channel == Channel.POST:
        _refuse_an_old_record(received_at, at=at, calendar=calendar)
    dossier = opening.open_dossier(application, at=at, with_quick_code=False)
    refusal = steps.why_not(by, Verb.RECEIVE, dossier)
    if refusal is not None:
        raise refusal
    papers = [paper.code for paper in application.documents]
    begun, detail = _promise_and_begin(dossier, papers, received_at=received_at, at=at, by=by, calendar=calendar)
    numbering.number(dossier, at=at)
    steps.move(dossier, Verb.RECEIVE, by=by, at=at, detail=detail | opening.how_it_came(dossier))
    opening.add_documents(dossier, published, application.documents)
    begun.save()
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
    papers = list(dossier.documents.values_list("code", flat=True))
    missing = missing_papers(dossier.version, dossier.case, handed_in=papers)
    if missing:
        raise ValidationError({"components": [_("Còn thiếu: %(name)s.") % {"name": name} for name in missing]})
    calendar = calendar_for(dossier)
    begun, detail = _promise_and_begin(dossier, papers, received_at=received_at, at=at, by=by, calendar=calendar)
    numbering.number(dossier, at=at)
    steps.move(dossier, Verb.RECEIVE, by=by, at=at, detail=detail)
    begun.save()
    return dossier


def _checked(received_at: datetime | None, *, at: datetime) -> datetime:
    """Return the moment of reception: now, unless a paper says otherwise."""
    if received_at is None:
        return at
    if received_at > at + timedelta(minutes=1):
        raise ValidationError({"received_at": _("Giờ nhận không thể ở sau giờ hiện tại.")})
    return received_at


def _refuse_an_old_record(signed_at: datetime, *, at: datetime, calendar: WorkingCalendar) -> None:
    try:
        in_time = signed_at == at or postal.is_recorded_in_time(signed_at, at=at, calendar=calendar)
    except Refusal as refusal:
        raise ValidationError({"received_at": refusal_in_words(refusal)}) from refusal
    if not in_time:
        said = _("Biên bản ký ngày %(day)s, đã quá một ngày làm việc. Nhập bù hồ sơ này để sổ ghi đúng ngày.")
        raise ValidationError({"received_at": said % {"day": f"{in_vietnam(signed_at):%d/%m/%Y}"}})


class _Begun(NamedTuple):
    """The first steps of a dossier, and the shares of other units in them: written once the dossier itself is."""

    assignments: list[Assignment]
    shares: list[Consultation]

    def save(self) -> None:
        Assignment.objects.bulk_create(self.assignments)
        Consultation.objects.bulk_create(self.shares)


def _promise_and_begin(
    dossier: Dossier,
    papers: Sequence[str],
    *,
    received_at: datetime,
    at: datetime,
    by: Actor,
    calendar: WorkingCalendar,
) -> tuple[_Begun, dict[str, Any]]:
    """Work out the promise and the first two steps, and what the diary keeps of it; nothing is written yet."""
    limit = limit_for(dossier.version, case=dossier.case, channel=dossier.channel)
    dossier.process, process_steps = process_for(dossier.version, case=dossier.case, on=received_at.date())
    detail = timekeeping.start(dossier, limit=limit.committed, received_at=received_at, calendar=calendar)
    detail |= arrivals.mark(dossier, dossier.rule_set)
    if received_at != at:
        detail["received_at"] = received_at.isoformat()

    mine = ways.steps_of(dossier, process_steps, papers=papers)
    reception, handling = routing.first_of(StepKind.RECEPTION, mine), routing.first_of(StepKind.HANDLING, mine)
    agency = steps.place_of(dossier, handling)
    step_due_at = deadlines.step_due_at(started_at=at, half_days=handling.half_days, calendar=calendar)
    steps.stand_at(dossier, handling, agency=agency, officer=None, due_at=step_due_at)
    assignments = [
        Assignment(
            unit=dossier.unit, dossier=dossier, step=reception, agency=dossier.unit, officer=by.user,
            started_at=min(received_at, at), due_at=None, ended_at=at,
        ),
        Assignment(
            unit=dossier.unit, dossier=dossier, step=handling, agency=agency, started_at=at, due_at=step_due_at
        ),
    ]  # fmt: skip
    planned = shares.planned(dossier, handling, at=at)
    return _Begun(assignments, planned.shares), detail | planned.detail
