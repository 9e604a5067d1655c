from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers import clock, steps, timekeeping
from motcua.dossiers.actors import Actor
from motcua.dossiers.clock import Kind
from motcua.dossiers.lifecycle import OPEN, StepNotOpen, Verb
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import clock_events
from motcua.law import rule_sets
from motcua.organisations.models import Agency
from motcua.working_time.queries import calendar_of


@dataclass(frozen=True)
class Shift:
    """What a changed calendar would make of one open dossier."""

    dossier: Dossier
    due_at: datetime


def preview_recalculation(*, agencies: Iterable[Agency] = ()) -> list[Shift]:
    """Return the open dossiers whose day would be another under today's calendar; nothing changes.

    :param agencies: only what these settle; none named: the whole province. Two statements a dossier: run it seldom.
    """
    running = (
        Dossier.objects.filter(status__in=OPEN, received_at__isnull=False)
        .select_related("agency", "unit", "holder")
        .order_by("pk")
    )
    chosen = [agency.pk for agency in agencies]
    if chosen:
        running = running.filter(agency_id__in=chosen)
    shifts = []
    for dossier in running.iterator(chunk_size=500):
        due_at = _due_now(dossier)
        if due_at != dossier.due_at:
            shifts.append(Shift(dossier, due_at))
    return shifts


@transaction.atomic
def recalculate(
    *, dossier: Dossier | UUID, reason: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Dossier:
    """Move a promise because the calendar was changed: an explicit act with a reason, written down and made known.

    :raises StepNotOpen: the day is the same under today's calendar
    """
    dossier = steps.take(dossier, Verb.RECALCULATE, by=by, at=at, expected_version=expected_version)
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi căn cứ đổi lịch, ví dụ số quyết định hoán đổi ngày nghỉ.")})
    due_at = _due_now(dossier)
    if due_at == dossier.due_at:
        raise StepNotOpen(_("Theo lịch hiện nay, ngày hẹn của hồ sơ này vẫn như cũ."))
    detail = {"reason": reason.strip()} | timekeeping.turn(
        dossier, Kind.RECALCULATED, at=at, article="BLDS 2015 Điều 147, 148", due_at=due_at
    )
    dossier.calendar_version = detail["calendar"]
    return steps.move(dossier, Verb.RECALCULATE, by=by, at=at, detail=detail)


def _due_now(dossier: Dossier) -> datetime:
    """Return the day that the clock's events give under the calendar as it is now, as if promised today."""
    events = [clock.promised_anew(event) for event in clock_events(dossier)]
    calendar = calendar_of(dossier.agency.calendar_id)
    return clock.read(events, rules=rule_sets.named(dossier.rules), calendar=calendar).due_at
