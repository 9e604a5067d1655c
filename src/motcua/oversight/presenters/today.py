"""The first page of the monitoring room: the province on one screen, every number opens its list (ux.md §3.8 G1)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.jobs import queries as jobs
from motcua.lib import vietnamese
from motcua.live.addresses import address_for
from motcua.live.passes import PROVINCE
from motcua.notifications import queries as letters
from motcua.organisations.models import Agency
from motcua.oversight import addresses
from motcua.oversight.lists import url_of
from motcua.oversight.presenters import adoption as doors
from motcua.oversight.presenters.frame import frame, keys
from motcua.oversight.presenters.reviews import states_of, trend_of
from motcua.oversight.presenters.satisfaction import BEGINNING, places
from motcua.oversight.queries import Aside, bar_of
from motcua.oversight.room import Visit
from motcua.ratings.models import FEWEST_FOR_PERCENT
from motcua.ratings.queries import Satisfaction, satisfaction_in_each_of, together
from motcua.reporting import queries
from motcua.reporting.queries import DayAhead, Promised
from motcua.working_time.due_dates import working_days_left
from motcua.working_time.queries import Calendars, all_editions

#: What fits on the screen; the rest is one tap further
MOST_AGENCIES = 4
MOST_LETTERS = 8
LONG_WAIT = timedelta(days=20)
_WEEKDAYS = (
    gettext_lazy("T2"), gettext_lazy("T3"), gettext_lazy("T4"), gettext_lazy("T5"), gettext_lazy("T6"),
    gettext_lazy("T7"), gettext_lazy("CN"),
)  # fmt: skip


def page(visit: Visit) -> dict[str, Any]:
    """Return everything that the page shows (5 statements, each by index)."""
    listen = address_for([PROVINCE])
    said = _read_with_the_bar(visit)
    calendars = Calendars.said_by(said["editions"])
    promised = queries.promised_ahead(at=visit.at, calendars=calendars)
    late, days = _overdue(visit, promised, calendars), promised.by_day()
    this_week, ever = satisfaction_in_each_of([(visit.week.monday, visit.today), (BEGINNING, visit.today)])
    return (
        frame(visit, bar=said, late=late["count"])
        | {
            "listen": listen,
            "tomorrow": _tomorrow(visit, promised, days),
            "days": [_column(day, marked=day.day == promised.days.tomorrow) for day in days],
            "late": late,
            "waiting": _waiting(said),
            "satisfaction": _satisfaction(this_week),
            "places": places(ever),
            "review": _review(visit),
            "faults": _faults(visit, said) if visit.sends else [],
            "shortcuts": keys(("Alt+0–8", _("Chuyển trang")), ("Ctrl+K", _("Tìm lệnh"))),
        }
        | doors.panel(visit)
    )


def _read_with_the_bar(visit: Visit) -> dict[str, Any]:
    """Return the numbers of the bar and what is asked together with them: counts, and how the machine does."""
    values = {"long_before": visit.at - LONG_WAIT}
    if not visit.sends:
        return bar_of(visit, queries.waiting, _editions, late=False, **values)
    asked = (queries.waiting, _editions, _stuck, jobs.reports())
    return bar_of(visit, *asked, late=False, **values, **jobs.reports_since(visit.at))


def _editions() -> Aside:
    return {"editions": all_editions()}


def _stuck() -> Aside:
    return {"stuck": letters.letters_stuck()}


def _tomorrow(visit: Visit, promised: Promised, days: list[DayAhead]) -> dict[str, Any]:
    """Return the first question of the day: what is due on the next working day and not on a leader's desk."""
    day = promised.days.tomorrow
    unsent = promised.unsent_for_tomorrow()
    lines = [
        {
            "agency": line.agency,
            "count": line.count,
            "where": _where(line.step_name),
            "url": url_of("mai-chua-trinh", agency=Agency(key=line.agency.key)),
        }
        for line in unsent[:MOST_AGENCIES]
    ]
    return {
        "day": day,
        "is_tomorrow": day - visit.today == timedelta(days=1),
        "all": sum(column.all for column in days if column.day == day),
        "all_url": url_of("den-han", day=day),
        "unsent": sum(line.count for line in unsent),
        "unsent_url": url_of("mai-chua-trinh"),
        "lines": lines,
        "more": len(unsent) - MOST_AGENCIES,
    }


def _where(step_name: str) -> str:
    """Say where most of these lie: with nobody yet, or at a step."""
    return _("đang %(step)s") % {"step": step_name.lower()} if step_name else _("chưa ai nhận")


def _column(day: DayAhead, *, marked: bool) -> dict[str, Any]:
    return {
        "name": str(_WEEKDAYS[day.day.weekday()]),
        "date": f"{day.day:%d/%m}",
        "risk": day.risk,
        "todo": day.todo,
        "done": day.done,
        "marked": marked,
        "url": url_of("den-han", day=day.day),
    }


def _overdue(visit: Visit, promised: Promised, calendars: Calendars) -> dict[str, Any]:
    late = promised.late()
    note = _("Mọi hồ sơ đang làm đều còn trong hạn")
    if late.oldest:
        days = -working_days_left(visit.at, late.oldest, calendars.of(None))
        longest = _("lâu nhất %(days)d ngày làm việc") % {"days": days} if days else _("mới quá hạn hôm nay")
        note = _("%(agencies)d đơn vị, %(longest)s") % {"agencies": late.agencies, "longest": longest}
    return {"count": late.count, "note": note, "url": addresses.of("overdue")}


def _waiting(said: Mapping[str, Any]) -> dict[str, Any]:
    count, long_ago, to_pay = said["supplement"], said["supplement_long"], said["payment"]
    note = _("Đồng hồ đứng cho tới khi bà con nộp thêm")
    if long_ago:
        note = _("%(count)d hồ sơ chờ quá 20 ngày") % {"count": long_ago}
    if to_pay:
        note = _("%(note)s. Thêm %(count)d hồ sơ chờ nộp tiền") % {"note": note, "count": to_pay}
    return {"count": count, "note": note, "url": url_of("cho-bo-sung")}


def _satisfaction(figures: list[Satisfaction]) -> dict[str, Any]:
    figure = together(figures)
    values = {"count": vietnamese.number(figure.ratings), "bad": figure.not_satisfied, "fewest": FEWEST_FOR_PERCENT}
    if figure.percent is None:
        note = _("Chưa đủ %(fewest)d lượt để tính tỉ lệ") % values
        value, label = vietnamese.number(figure.ratings), _("lượt chấm điểm tuần này")
    else:
        note = _("%(count)s lượt, %(bad)d lượt chưa hài lòng") % values
        value, label = vietnamese.percent(float(figure.percent), 1), _("hài lòng tuần này")
    return {"value": value, "label": label, "note": note, "url": f"{addresses.of('satisfaction')}?khi=tuan-nay"}


def _review(visit: Visit) -> dict[str, Any]:
    glance = queries.glance_at(visit.week, most=MOST_LETTERS, at=visit.at)
    if glance is None:
        return {"drafted": None, "rows": []}
    return {
        "drafted": glance.review,
        "count": glance.count,
        "url": addresses.of("review", visit.week),
        "unseen": glance.unseen if glance.review.sent_at else 0,
        "rows": [
            {
                "letter": letter,
                "url": addresses.of("letter", visit.week, letter.agency.key),
                "trend": trend_of(trend),
                "state": state,
            }
            for letter, trend, state in zip(glance.letters, glance.trends, states_of(glance.letters), strict=True)
        ],
    }


def _faults(visit: Visit, said: Mapping[str, Any]) -> list[str]:
    """Return what the machine has left undone: a job that did not run must not go unnoticed (one sentence each)."""
    return [*jobs.said_of(said, at=visit.at, real_at=datetime.now(UTC)), *letters.said_of(said["stuck"])]
