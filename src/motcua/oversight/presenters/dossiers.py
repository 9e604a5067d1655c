"""A list of dossiers behind a figure: where each lies, with whom, and until when. No citizen is named here."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import timeliness
from motcua.lib import vietnamese
from motcua.notifications.messages import name_of
from motcua.oversight import queries
from motcua.oversight.lists import LISTINGS, Asked, address_of
from motcua.oversight.presenters.frame import frame
from motcua.oversight.room import Visit
from motcua.reporting.queries import name_of as name_of_whose
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.due_dates import working_time_left
from motcua.working_time.queries import calendar_of

_TERMS = {"early": "early", "on_time": "on_time", "late": "overdue", "overdue": "overdue", "soon": "due_soon"}


def page(visit: Visit, asked: Asked, *, query: Mapping[str, str]) -> dict[str, Any]:
    """Return one page of the list that the address asks for."""
    dossiers = queries.visible(asked, visit)
    found = queries.page_of(dossiers, after=query.get("sau", ""))
    count = queries.count_of(dossiers)
    return frame(visit) | {
        "title": LISTINGS[asked.name].title(asked),
        "whose": asked.agency.name if asked.agency else (name_of_whose(asked.whose) if asked.whose else ""),
        "count": min(count, queries.MOST_COUNTED),
        "is_more": count > queries.MOST_COUNTED,
        "rows": rows_of(found.rows, visit),
        "next_url": _next(query, found.after),
    }


def asked_for(query: Mapping[str, str], visit: Visit) -> Asked:
    """Read the address of a list; days that are none are left out."""
    key = query.get("don-vi", "")
    return Asked(
        name=query.get("loc", ""),
        at=visit.at,
        agency=queries.agency_or_404(key, on=visit.today) if key else None,
        whose=queries.whose_or_404(query.get("theo", ""), query["muc"]) if query.get("muc") else None,
        day=_day(query.get("ngay", "")),
        first=_day(query.get("tu", "")),
        last=_day(query.get("den", "")),
        part=query.get("phan", ""),
    )


def rows_of(dossiers: Iterable[Dossier], visit: Visit) -> list[dict[str, Any]]:
    """Return the rows of a table of dossiers."""
    calendar = calendar_of(None)
    return [_row(dossier, visit, calendar) for dossier in dossiers]


def _row(dossier: Dossier, visit: Visit, calendar: WorkingCalendar) -> dict[str, Any]:
    state = timeliness(dossier, at=visit.at)
    return {
        "dossier": dossier,
        "url": address_of(dossier),
        "procedure": name_of(dossier),
        "holder": dossier.holder.name,
        "where": _where(dossier),
        "term": _TERMS.get(state, ""),
        "lateness": lateness_of(dossier, visit, calendar) if state == "overdue" else "",
        "first_due_at": dossier.judged_due_at if dossier.judged_due_at != dossier.due_at else None,
        "marks": marks_of(dossier),
    }


def marks_of(dossier: Dossier) -> list[str]:
    """Return what was out of the ordinary: an apology, an entry after the fact, papers asked for again."""
    marks = []
    if dossier.extended_at is not None and dossier.due_at is not None:
        day = vietnamese.day(timezone.localtime(dossier.due_at), get_language() or "vi", year=False)
        marks.append(_("Đã xin lỗi, hẹn lại %(day)s") % {"day": day})
    if dossier.supplement_requests > 1:
        marks.append(_("Yêu cầu bổ sung %(count)d lần") % {"count": dossier.supplement_requests})
    if dossier.entered_at is not None:
        marks.append(_("Nhập bù %(day)s") % {"day": f"{timezone.localtime(dossier.entered_at):%d/%m}"})
    return marks


def _where(dossier: Dossier) -> str:
    if dossier.finished_at is not None:
        return _("đã xong %(day)s") % {"day": f"{timezone.localtime(dossier.finished_at):%d/%m}"}
    if dossier.step is None:
        return _("chờ tiếp nhận")
    step = dossier.step.name
    return f"{step} · {dossier.officer}" if dossier.officer else _("%(step)s · chưa ai nhận") % {"step": step}


def lateness_of(dossier: Dossier, visit: Visit, calendar: WorkingCalendar) -> str:
    """Say how late a running dossier is, in working time."""
    if dossier.judged_due_at is None:
        return ""
    minutes = -working_time_left(visit.at, dossier.judged_due_at, calendar)
    return vietnamese.lateness(minutes, calendar.minutes_per_day, get_language() or "vi")


def _next(query: Mapping[str, str], after: str) -> str:
    return f"?{urlencode({**query, 'sau': after})}" if after else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
