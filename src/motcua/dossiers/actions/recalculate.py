from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Q
from django.utils.translation import gettext as _

from motcua.dossiers import clock, steps, timekeeping
from motcua.dossiers.actors import Actor
from motcua.dossiers.clock import ClockEvent, Kind
from motcua.dossiers.kept import calendar_for
from motcua.dossiers.lifecycle import StepNotOpen, Verb
from motcua.dossiers.models import Dossier, DossierQuerySet, Event
from motcua.dossiers.queries import clock_events, clock_events_among
from motcua.lib.reading_along import along, as_rows
from motcua.organisations.models import Agency
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.queries import Calendars, all_calendars


@dataclass(frozen=True)
class Shift:
    """What today's calendar makes of one open dossier that was promised something under another one."""

    dossier: Dossier
    due_at: datetime

    @property
    def moves(self) -> bool:
        """Tell whether its day would be another; a change may lie before or behind all that was promised."""
        return self.due_at != self.dossier.due_at


def preview_recalculation(*, agencies: Iterable[Agency] = ()) -> Iterator[Shift]:
    """Yield the open dossiers whose day would be another under today's calendar, by id; nothing changes (3 statements).

    Whose clock knows no other calendar than today's is promised right: only the others are read and reckoned, a few
    hundred at a time, however many there are.

    :param agencies: only what these settle; none named: the whole province
    """
    calendars = all_calendars()
    found = _read(_told_by_another_calendar(calendars, {agency.pk for agency in agencies}))
    return (shift for shift in _reckoned(found.iterator(chunk_size=_TOGETHER), calendars) if shift.moves)


def how_many_to_look_at() -> int:
    """Return how many open dossiers were promised something under another calendar than today's (3 statements)."""
    return _told_by_another_calendar(all_calendars(), set()).count()


def next_to_look_at(*, after: UUID | None, most: int) -> list[Shift]:
    """Return the next of those, by id, moving or not; fewer than `most` at the end (3 statements).

    :param after: the last one that was looked at; None at the beginning
    """
    calendars = all_calendars()
    found = _told_by_another_calendar(calendars, set())
    found = _read(found.filter(pk__gt=after) if after else found)
    return list(_reckoned(found[:most], calendars))


_TOGETHER = 500
_NEEDED = ("code", "quick_code", "received_at", "due_at", "rules", "agency__name", "agency__calendar")
_LINE = ("id", "verb", "at", "due_at", "detail")


def _read(dossiers: DossierQuerySet) -> DossierQuerySet:
    """Return these dossiers by id, each with what its diary says of the clock."""
    lines = Event.objects.filter(dossier=OuterRef("pk"), detail__has_key="clock").order_by("seq")
    return dossiers.select_related("agency").only(*_NEEDED).annotate(kept_lines=along(lines, _LINE)).order_by("pk")


def _reckoned(dossiers: Iterable[Any], calendars: Calendars) -> Iterator[Shift]:
    for dossier in dossiers:
        events = clock_events_among(as_rows(Event, _LINE, dossier.kept_lines), dossier)
        yield Shift(dossier, _due_now(dossier, events, calendars.of(dossier.agency.calendar_id)))


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


def _due_now(dossier: Dossier, events: Iterable[ClockEvent], calendar: WorkingCalendar) -> datetime:
    """Return the day that the clock's events give under the calendar as it is now, as if promised today."""
    anew = [clock.promised_anew(event) for event in events]
    return clock.read(anew, rules=dossier.rule_set, calendar=calendar).due_at
