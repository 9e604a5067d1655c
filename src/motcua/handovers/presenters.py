"""Paper that waits and sheets under way, as both sides' pages draw them."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.dossiers.actors import Actor
from motcua.dossiers.models import Dossier
from motcua.handovers import queries
from motcua.handovers.models import Direction, Handover, LineState
from motcua.organisations.models import Agency
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.queries import calendars_of

#: A page shows this many dossiers; a day's paper is fewer, and what is over comes up as the list shortens
MOST_WAITING = 200
_MOST_SHEETS = 20


def page(by: Actor, direction: str, *, at: datetime) -> dict[str, Any]:
    """Return what a side that gives in this direction sees: what waits, its sheets, those that come to it."""
    other = Direction.BACK if direction == Direction.OUT else Direction.OUT
    coming = queries.sheets_taken_by(by, other)
    return {
        "groups": _groups(by, direction, at),
        "to_confirm": _sheets(coming.filter(received_at=None)),
        "given": _sheets(queries.sheets_given_by(by, direction)),
        "taken": _sheets(coming.filter(received_at__isnull=False)),
        "is_out": direction == Direction.OUT,
    }


def _groups(by: Actor, direction: str, at: datetime) -> list[dict[str, Any]]:
    """Return what waits, by who gives and who takes it."""
    is_out = direction == Direction.OUT
    waiting = list((queries.to_hand_over(by) if is_out else queries.results_to_send(by))[:MOST_WAITING])
    calendars = calendars_of({dossier.unit.calendar_id for dossier in waiting})

    def sides(dossier: Dossier) -> tuple[Agency, Agency]:
        return (dossier.unit, dossier.agency) if is_out else (dossier.agency, dossier.unit)

    waiting.sort(key=lambda dossier: tuple(side.pk for side in sides(dossier)))  # stable: oldest first within a group
    groups = []
    for (giver, taker), dossiers in groupby(waiting, key=sides):
        rows = [_row(dossier, is_out, calendars[dossier.unit.calendar_id], at) for dossier in dossiers]
        late = sum(row["is_late"] for row in rows)
        groups.append({"giver": giver, "taker": taker, "rows": rows, "late": late})
    return groups


def _row(dossier: Dossier, is_out: bool, calendar: WorkingCalendar, at: datetime) -> dict[str, Any]:
    due_at = queries.due_of(dossier, calendar=calendar) if is_out else None
    return {
        "dossier": dossier,
        "name": dossier.version.procedure.everyday_name or dossier.version.name,
        "since": dossier.received_at if is_out else dossier.finished_at,
        "due_at": due_at,
        "is_late": due_at is not None and at > due_at,
    }


def _sheets(sheets: QuerySet[Handover]) -> list[dict[str, Any]]:
    return [_sheet(sheet) for sheet in sheets[:_MOST_SHEETS]]


def _sheet(sheet: Handover) -> dict[str, Any]:
    lines = list(sheet.lines.all())
    missing = [line for line in lines if line.state == LineState.MISSING]
    return {
        "sheet": sheet,
        "lines": [
            {"dossier": line.dossier, "name": line.dossier.version.procedure.everyday_name or line.dossier.version.name}
            for line in lines
        ],
        "many": len(lines),
        "missing": [str(line.dossier) for line in missing],
        "state": _("Thiếu %(n)s hồ sơ") % {"n": len(missing)} if missing else "",
    }
