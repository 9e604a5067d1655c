from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.dossiers import clock, steps, timekeeping
from motcua.dossiers.actors import Actor
from motcua.dossiers.clock import ClockEvent, Kind
from motcua.dossiers.kept import calendar_for
from motcua.dossiers.lifecycle import StepNotOpen, Verb
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.dossiers.queries import clock_events, clock_events_of
from motcua.organisations.models import Agency
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.queries import Calendars, all_calendars


@dataclass(frozen=True)
class Shift:
    """What a changed calendar would make of one open dossier."""

    dossier: Dossier
    due_at: datetime


def preview_recalculation(*, agencies: Iterable[Agency] = ()) -> list[Shift]:
    """Return the open dossiers whose day would be another under today's calendar; nothing changes (4 statements).

    Whose clock knows no other calendar than today's is promised right: only the others are read and reckoned.

    :param agencies: only what these settle; none named: the whole province
    """
    calendars = all_calendars()
    found = _told_by_another_calendar(calendars, {agency.pk for agency in agencies})
    dossiers = list(found.select_related("agency").only(*_NEEDED).order_by("pk"))
    events = clock_events_of(dossiers) if dossiers else {}
    due = ((dossier, _due_now(dossier, events[dossier.pk], _calendar(dossier, calendars))) for dossier in dossiers)
    return [Shift(dossier, due_at) for dossier, due_at in due if due_at != dossier.due_at]


_NEEDED = ("code", "quick_code", "received_at", "due_at", "rules", "agency__name", "agency__calendar")


def _told_by_another_calendar(calendars: Calendars, chosen: set[int]) -> DossierQuerySet:
    """Return the open dossiers that were promised something under another calendar than their agency's of today.

    Before and after a version, rather than other than it: so the index leads to them, and skips what was told by it.
    """
    versions = calendars.versions()
    by_version: dict[str, list[int]] = {}
    agencies = Agency.objects.filter(pk__in=chosen) if chosen else Agency.objects.all()
    for agency, calendar in agencies.order_by("pk").values_list("pk", "calendar"):
        by_version.setdefault(versions[calendar], []).append(agency)
    otherwise = Q(agency__in=list(chain.from_iterable(by_version.values())), is_told_otherwise=True)
    for now, theirs in by_version.items():
        before = Q(calendar_version__gt="", calendar_version__lt=now)  # without one it was not received yet
        otherwise |= Q(agency__in=theirs) & (before | Q(calendar_version__gt=now))
    return Dossier.objects.open().filter(otherwise, finished_at=None)


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
    due_at = _due_now(dossier, clock_events(dossier), calendar_for(dossier))
    if due_at == dossier.due_at:
        raise StepNotOpen(_("Theo lịch hiện nay, ngày hẹn của hồ sơ này vẫn như cũ."))
    detail = {"reason": reason.strip()} | timekeeping.turn(
        dossier, Kind.RECALCULATED, at=at, article="BLDS 2015 Điều 147, 148", due_at=due_at
    )
    dossier.calendar_version = detail["calendar"]
    return steps.move(dossier, Verb.RECALCULATE, by=by, at=at, detail=detail)


def _calendar(dossier: Dossier, calendars: Calendars) -> WorkingCalendar:
    return calendars.of(dossier.agency.calendar_id)


def _due_now(dossier: Dossier, events: Iterable[ClockEvent], calendar: WorkingCalendar) -> datetime:
    """Return the day that the clock's events give under the calendar as it is now, as if promised today."""
    anew = [clock.promised_anew(event) for event in events]
    return clock.read(anew, rules=dossier.rule_set, calendar=calendar).due_at
