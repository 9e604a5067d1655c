"""Turning a dossier's clock: the event is added to what the diary says, and the dossier shows what they add up to."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from motcua.dossiers import clock
from motcua.dossiers.clock import ClockEvent, Kind
from motcua.dossiers.kept import calendar_for
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import clock_events
from motcua.law import rule_sets
from motcua.law.refusals import Refusal
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.sentences import refusal_in_words


def start(dossier: Dossier, *, limit: str, received_at: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    """Start the clock of a dossier that is being received; return what the diary keeps of it.

    :raises ValidationError: a day without rules, a year without a calendar, a limit that nobody can read
    """
    same_day = dossier.version.same_day
    event = ClockEvent(Kind.STARTED, received_at, limit=limit, same_day=same_day)
    try:
        rules = rule_sets.in_force_on(received_at.date())
        reading = clock.read([event], rules=rules, calendar=calendar)
    except Refusal as refusal:
        raise ValidationError({"received_at": refusal_in_words(refusal)}) from refusal
    dossier.rules, dossier.limit, dossier.calendar_version = rules.name, limit, calendar.version
    dossier.received_at, dossier.first_due_at = received_at, reading.due_at
    _show(dossier, reading)
    article = rules.basis["clock_starts"].article
    detail = {"clock": "started", "rules": rules.name, "limit": limit, "calendar": calendar.version}
    return detail | {"article": article} | ({"same_day": True} if same_day else {})


def turn(
    dossier: Dossier,
    kind: Kind,
    *,
    at: datetime,
    article: str,
    limit: str = "",
    waits_for: str = "",
    due_at: datetime | None = None,
) -> dict[str, Any]:
    """Turn the clock and let the dossier show it; return what the diary keeps of it (1 statement).

    :param article: what the law says of this turn
    :param limit: the whole limit that begins anew: only for a restart
    """
    at = max(at, dossier.moved_at)
    calendar = calendar_for(dossier)
    same_day = bool(limit) and limit == dossier.limit and dossier.version.same_day
    event = ClockEvent(kind, at, article, waits_for, limit, same_day, due_at)
    before = dossier.due_at
    try:
        reading = clock.read([*clock_events(dossier), event], rules=dossier.rule_set, calendar=calendar)
    except Refusal as refusal:
        raise ValidationError({"__all__": refusal_in_words(refusal)}) from refusal
    _show(dossier, reading)
    dossier.is_told_otherwise |= calendar.version != dossier.calendar_version
    detail: dict[str, Any] = {"clock": str(kind), "article": article, "calendar": calendar.version}
    detail |= {"limit": limit} if limit else {}
    detail |= {"same_day": True} if same_day else {}
    detail |= {"waits_for": waits_for} if waits_for else {}
    if before is not None and reading.due_at != before:
        detail |= {"due_before": before.isoformat()}
    if reading.judged_due_at != reading.due_at:  # the line itself has the day that was told
        detail |= {"judged_due_at": reading.judged_due_at.isoformat()}
    return detail


def _show(dossier: Dossier, reading: clock.Reading) -> None:
    dossier.due_at, dossier.judged_due_at, dossier.national_due_at = reading
