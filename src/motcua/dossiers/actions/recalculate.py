from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers import clock, steps, timekeeping
from motcua.dossiers.actors import Actor
from motcua.dossiers.clock import ClockEvent, Kind
from motcua.dossiers.lifecycle import OPEN, StepNotOpen, Verb
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import clock_events, clock_events_of
from motcua.organisations.models import Agency
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.queries import calendar_of, calendars_of

PORTION = 500  # dossiers that a preview reads at once


@dataclass(frozen=True)
class Shift:
    """What a changed calendar would make of one open dossier."""

    dossier: Dossier
    due_at: datetime


def preview_recalculation(*, agencies: Iterable[Agency] = ()) -> list[Shift]:
    """Return the open dossiers whose day would be another under today's calendar; nothing changes.

    :param agencies: only what these settle; none named: the whole province

    Read in portions, each with 3 statements.
    """
    running = (
        Dossier.objects.filter(status__in=OPEN, received_at__isnull=False)
        .select_related("agency", "unit", "holder")
        .order_by("pk")
    )
    chosen = [agency.pk for agency in agencies]
    if chosen:
        running = running.filter(agency_id__in=chosen)
    shifts: list[Shift] = []
    portion = list(running[:PORTION])
    while portion:
        shifts += _shifts(portion)
        portion = list(running.filter(pk__gt=portion[-1].pk)[:PORTION])
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
    due_at = _due_now(dossier, clock_events(dossier), calendar_of(dossier.agency.calendar_id))
    if due_at == dossier.due_at:
        raise StepNotOpen(_("Theo lịch hiện nay, ngày hẹn của hồ sơ này vẫn như cũ."))
    detail = {"reason": reason.strip()} | timekeeping.turn(
        dossier, Kind.RECALCULATED, at=at, article="BLDS 2015 Điều 147, 148", due_at=due_at
    )
    dossier.calendar_version = detail["calendar"]
    return steps.move(dossier, Verb.RECALCULATE, by=by, at=at, detail=detail)


def _shifts(portion: Sequence[Dossier]) -> Iterator[Shift]:
    events = clock_events_of(portion)
    calendars = calendars_of(dossier.agency.calendar_id for dossier in portion)
    for dossier in portion:
        due_at = _due_now(dossier, events[dossier.pk], calendars[dossier.agency.calendar_id])
        if due_at != dossier.due_at:
            yield Shift(dossier, due_at)


def _due_now(dossier: Dossier, events: Iterable[ClockEvent], calendar: WorkingCalendar) -> datetime:
    """Return the day that the clock's events give under the calendar as it is now, as if promised today."""
    anew = [clock.promised_anew(event) for event in events]
    return clock.read(anew, rules=dossier.rule_set, calendar=calendar).due_at
