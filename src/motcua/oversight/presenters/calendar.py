"""The province's calendar of a year: months with days off, swaps and make-up days, and where they come from."""

from calendar import Calendar as Months
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.lib import vietnamese
from motcua.oversight.forms import DayForm
from motcua.oversight.presenters.frame import frame
from motcua.oversight.room import Visit
from motcua.working_time.calendar import SpecialDay, WorkingCalendar
from motcua.working_time.models import KINDS, CalendarDay
from motcua.working_time.queries import calendar_of

#: What a kind of day looks like in the months and in the list
_TONES = {"holiday": "late", "compensatory": "wait", "swap_off": "soon", "make_up": "on"}


def page(visit: Visit, form: DayForm, *, year: int) -> dict[str, Any]:
    """Return the months and the list of one year; `form` adds a day, for whoever keeps the calendar."""
    calendar = calendar_of(None)
    first, last = calendar.first_day.year, calendar.last_day.year
    year = min(max(year, first), last)
    special = {day: what for day, what in calendar.special.items() if day.year == year}
    entered = CalendarDay.objects.filter(calendar__is_default=True, date__year=year).exclude(entered_by="")
    by = dict(entered.values_list("date", "entered_by"))
    return frame(visit) | {
        "year": year,
        "before_url": _url(year - 1) if year > first else "",
        "after_url": _url(year + 1) if year < last else "",
        "months": [_month(calendar, special, year, month, visit.today) for month in range(1, 13)],
        "days": [_day(what, by.get(day, "")) for day, what in sorted(special.items())],
        "kinds": [{"tone": _TONES[kind.value], "label": label} for kind, label in KINDS.items()],
        "form": form,
        "keeps": visit.keeps_the_calendar,
        "name": calendar.name,
        "has_errors": bool(form.errors),
    }


def _url(year: int) -> str:
    return f"{reverse('oversight:calendar')}?nam={year}"


def _month(
    calendar: WorkingCalendar, special: dict[date, SpecialDay], year: int, month: int, today: date
) -> dict[str, Any]:
    weeks = [
        [_cell(calendar, special, day, today) if day.month == month else None for day in week]
        for week in Months(firstweekday=0).monthdatescalendar(year, month)
    ]
    return {"name": _("Tháng %(month)d") % {"month": month}, "weeks": weeks}


def _cell(calendar: WorkingCalendar, special: dict[date, SpecialDay], day: date, today: date) -> dict[str, Any]:
    what = special.get(day)
    works = calendar.is_working_day(day)
    return {
        "number": day.day,
        "tone": _TONES[what.kind.value] if what else ("" if works else "off"),
        "said": str(KINDS[what.kind]) if what else ("" if works else _("nghỉ")),
        "today": day == today,
    }


def _day(what: SpecialDay, entered_by: str) -> dict[str, Any]:
    language = get_language() or "vi"
    return {
        "day": vietnamese.sentence(vietnamese.day(what.date, language)),
        "kind": KINDS[what.kind],
        "tone": _TONES[what.kind.value],
        "reason": what.reason,
        "basis": what.legal_basis,
        "is_estimate": what.is_estimate,
        "for": vietnamese.day(what.makes_up_for, language) if what.makes_up_for else "",
        "entered_by": entered_by,
    }
