"""The units: who keeps their promises, who uses the software, whom to ring up; and one of them by itself."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.notifications.queries import holders_at
from motcua.organisations.models import Agency, Level, Role
from motcua.oversight.lists import url_of
from motcua.oversight.presenters import adoption as doors
from motcua.oversight.presenters import rules
from motcua.oversight.presenters.frame import frame
from motcua.oversight.presenters.reviews import State, states_of, trend_of
from motcua.oversight.presenters.satisfaction import BEGINNING, of_unit
from motcua.oversight.room import Visit
from motcua.reporting import queries
from motcua.reporting.queries import Adoption, DueSoon, Progress

DAYS_SHOWN = 30
LETTERS_SHOWN = 8


def page(visit: Visit, *, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the units: the agencies that settle, or the desks that receive, narrowed down as asked."""
    asked = query.get("loc", "")
    week = visit.week.plus(-1) if query.get("khi") == "tuan-truoc" else visit.week
    every = queries.adoption(at=visit.at, week=week)
    context = frame(visit) | {"filters": _filters(visit, every, asked, query.get("khi", "")), "asked": asked}
    if asked == "giai-quyet":
        return context | {"agencies": _agencies(visit)}
    rows = [row for row in every if _fits(row, asked)]
    return context | {"desks": [_desk(row, visit, week) for row in rows], "week_shown": week}


def _fits(row: Adoption, asked: str) -> bool:
    if asked == "can-goi":
        return row.must_be_called
    if asked == "im-lang":
        return not row.entered
    return asked not in Level.values or row.unit.level == asked


def _filters(visit: Visit, every: list[Adoption], asked: str, when: str) -> list[dict[str, Any]]:
    here = reverse("oversight:units")
    chosen = (asked, when if asked == "im-lang" else "")
    choices = (
        ("", "", _("Mọi nơi tiếp nhận")),
        ("can-goi", "", _("Cần gọi")),
        ("im-lang", "tuan-nay", _("Chưa nhập tuần này")),
        ("im-lang", "tuan-truoc", _("Chưa nhập tuần trước")),
        ("district", "", _("Cấp huyện")),
        ("commune", "", _("Cấp xã")),
        ("giai-quyet", "", _("Cơ quan giải quyết")),
    )
    levels = {row.unit.level for row in every}
    return [
        {
            "label": label,
            "url": here + (f"?loc={name}" if name else "") + (f"&khi={period}" if period else ""),
            "current": (name, period) == chosen,
        }
        for name, period, label in choices
        if name not in Level.values or name in levels
    ]


def _desk(row: Adoption, visit: Visit, week: Any) -> dict[str, Any]:
    return {
        "row": row,
        "url": doors.url_of_unit(row.unit),
        "entered_url": url_of("da-nhap", agency=row.unit, first=week.monday, last=week.sunday),
        "state": use_of(row),
        "parent": row.unit.parent.short_name if row.unit.parent else "",
    }


def use_of(row: Adoption) -> State:
    """Return a unit's use of the software as a tag."""
    if row.days_ago is None:
        return State("late", "x-circle", _("Chưa từng dùng"))
    if not row.days_ago:
        return State("on", "check-circle-fill", _("Có cập nhật hôm nay"))
    word = _("%(days)d ngày chưa cập nhật") % {"days": row.days_ago}
    return State("soon", "hourglass-medium-fill", word) if row.must_be_called else State("done", "clock-fill", word)


def _span(visit: Visit) -> dict[str, date]:
    return {"first": visit.today - timedelta(days=DAYS_SHOWN - 1), "last": visit.today}


def _agencies(visit: Visit) -> list[dict[str, Any]]:
    """Return every agency that settles dossiers, with what is due and how it kept its promises (8 statements)."""
    due = {row.agency.pk: row for row in queries.due_soon_by_agency(at=visit.at)}
    progress = {row.agency.pk: row for row in queries.progress(**_span(visit))}
    trends = queries.on_time_by_week(at=visit.at)
    agencies = queries.agencies_reviewed(on=visit.today, with_something={*due, *progress})
    return [
        _agency(agency, due.get(agency.pk), progress.get(agency.pk), visit) | {"trend": trend_of(trends.get(agency.pk))}
        for agency in agencies.order_by("order", "name")
    ]


def _agency(agency: Agency, due: DueSoon | None, progress: Progress | None, visit: Visit) -> dict[str, Any]:
    span = _span(visit)
    received, finished = (progress.received, progress.finished) if progress else (0, 0)
    late = progress.late if progress else 0
    soon, risk, over = (due.due_soon, due.at_risk, due.overdue) if due else (0, 0, 0)
    return {
        "agency": agency,
        "url": doors.url_of_unit(agency),
        "soon": _figure(soon, "sap-han", agency),
        "risk": _figure(risk, "nguy-co", agency),
        "over": _figure(over, "qua-han", agency),
        "received": _figure(received, "da-nhan", agency, **span),
        "finished": _figure(finished, "da-xong", agency, **span),
        "late": _figure(late, "da-xong", agency, part="late", **span),
    }


def _figure(value: int, name: str, agency: Agency, **more: Any) -> dict[str, Any]:
    """Return a number with the address of its list."""
    return {"value": value, "url": url_of(name, agency=agency, **more)}


def unit_page(visit: Visit, unit: Agency) -> dict[str, Any]:
    """Return what there is to know of one unit (about 20 statements)."""
    due = next((row for row in queries.due_soon_by_agency(at=visit.at) if row.agency == unit), None)
    span = _span(visit)
    progress = next((row for row in queries.progress(**span) if row.agency == unit), None)
    use = next((row for row in queries.adoption(at=visit.at) if row.unit == unit), None)
    holders = holders_at([unit.pk], on=visit.today)
    return frame(visit) | {
        "unit": unit,
        "heads": holders.of(Role.LEADER, unit.pk),
        # the surfaces do not know each other: the public address of ux.md §3.1
        "registers_url": "/lam-viec/quay/so-theo-doi/" if visit.actor.has(Role.CENTRE, unit.pk) else "",
        "figures": _agency(unit, due, progress, visit),
        "progress": _progress(unit, progress, span),
        "days_shown": DAYS_SHOWN,
        "hard_cases": rules.figures_of(unit, today=visit.today, days=DAYS_SHOWN),
        "use": use,
        "use_state": use_of(use) if use else None,
        "entered_url": url_of("da-nhap", agency=unit, first=visit.week.monday, last=visit.week.sunday),
        "satisfaction": of_unit(unit, first=BEGINNING, last=visit.today),
        "trend": trend_of(queries.on_time_by_week(at=visit.at).get(unit.pk)),
        "letters": _letters(unit),
    }


def _progress(unit: Agency, progress: Progress | None, span: dict[str, Any]) -> list[dict[str, Any]]:
    names = (("early", _("trước hạn")), ("on_time", _("đúng hạn")), ("late", _("quá hạn")))
    return [
        {
            "label": label,
            "name": name,
            "value": getattr(progress, name) if progress else 0,
            "url": url_of("da-xong", agency=unit, part=name, **span),
        }
        for name, label in names
    ]


def _letters(unit: Agency) -> list[dict[str, Any]]:
    letters = queries.letters_to(unit)[:LETTERS_SHOWN]
    return [
        {
            "letter": letter,
            "week": letter.review.week,
            "state": state,
            "url": reverse("oversight:letter", args=[letter.review.week, unit.key]),
        }
        for letter, state in zip(letters, states_of(letters), strict=True)
    ]
