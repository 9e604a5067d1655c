"""The first page of the monitoring room: the province on one screen, every number opens its list (ux.md §3.8 G1)."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.jobs import queries as jobs
from motcua.lib import vietnamese
from motcua.notifications import queries as letters
from motcua.oversight.lists import url_of
from motcua.oversight.presenters import adoption as doors
from motcua.oversight.presenters.frame import frame, keys
from motcua.oversight.presenters.reviews import state_of, trend_of
from motcua.oversight.presenters.satisfaction import places
from motcua.oversight.room import Visit
from motcua.ratings.models import FEWEST_FOR_PERCENT
from motcua.ratings.queries import satisfaction, together
from motcua.reporting import queries
from motcua.reporting.queries import DayAhead
from motcua.working_time.due_dates import working_days_left
from motcua.working_time.queries import calendar_of

#: What fits on the screen; the rest is one tap further
MOST_AGENCIES = 4
MOST_LETTERS = 8
LONG_WAIT = timedelta(days=20)


def page(visit: Visit) -> dict[str, Any]:
    """Return everything that the page shows (about 30 statements, each by index)."""
    late = _overdue(visit)
    return (
        frame(visit, late=late["count"])
        | {
            "tomorrow": _tomorrow(visit),
            "days": _days(visit),
            "late": late,
            "waiting": _waiting(visit),
            "satisfaction": _satisfaction(visit),
            "places": places(visit),
            "review": _review(visit),
            "faults": _faults(visit) if visit.sends else [],
            "shortcuts": keys(("Alt+0–8", _("Chuyển trang")), ("Ctrl+K", _("Tìm lệnh"))),
        }
        | doors.panel(visit)
    )


def _tomorrow(visit: Visit) -> dict[str, Any]:
    """Return the first question of the day: what is due on the next working day and not on a leader's desk."""
    day = queries.looked_at(at=visit.at).tomorrow
    unsent = queries.unsent_for_tomorrow(at=visit.at).select_related("agency", "step")
    rows = list(unsent.only("agency__name", "agency__key", "agency__order", "step__name", "officer_id"))
    by_agency = Counter(dossier.agency for dossier in rows)
    lines = [
        {
            "agency": agency,
            "count": count,
            "where": _where([dossier for dossier in rows if dossier.agency == agency]),
            "url": url_of("mai-chua-trinh", agency=agency),
        }
        for agency, count in sorted(by_agency.items(), key=lambda line: (-line[1], line[0].order))
    ]
    return {
        "day": day,
        "is_tomorrow": day - visit.today == timedelta(days=1),
        "all": queries.due_on(day, at=visit.at).count(),
        "all_url": url_of("den-han", day=day),
        "unsent": len(rows),
        "unsent_url": url_of("mai-chua-trinh"),
        "lines": lines[:MOST_AGENCIES],
        "more": len(lines) - MOST_AGENCIES,
    }


def _where(dossiers: Sequence[Any]) -> str:
    """Say where most of these lie: with nobody yet, or at a step."""
    places = Counter(
        _("chưa ai nhận") if dossier.officer_id is None else _("đang %(step)s") % {"step": dossier.step.name.lower()}
        for dossier in dossiers
    )
    return places.most_common(1)[0][0]


def _days(visit: Visit) -> list[dict[str, Any]]:
    tomorrow = queries.looked_at(at=visit.at).tomorrow
    return [_column(day, marked=day.day == tomorrow) for day in queries.days_ahead(at=visit.at)]


def _column(day: DayAhead, *, marked: bool) -> dict[str, Any]:
    names = (_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN"))
    return {
        "name": names[day.day.weekday()],
        "date": f"{day.day:%d/%m}",
        "risk": day.risk,
        "todo": day.todo,
        "done": day.done,
        "marked": marked,
        "url": url_of("den-han", day=day.day),
    }


def _overdue(visit: Visit) -> dict[str, Any]:
    found = queries.overdue(at=visit.at).aggregate(
        count=Count("pk"), agencies=Count("agency", distinct=True), oldest=Min("judged_due_at")
    )
    note = _("Mọi hồ sơ đang làm đều còn trong hạn")
    if found["oldest"]:
        days = -working_days_left(visit.at, found["oldest"], calendar_of(None))
        longest = _("lâu nhất %(days)d ngày làm việc") % {"days": days} if days else _("mới quá hạn hôm nay")
        note = _("%(agencies)d đơn vị, %(longest)s") % {"agencies": found["agencies"], "longest": longest}
    return {"count": found["count"], "note": note, "url": reverse("oversight:overdue")}


def _waiting(visit: Visit) -> dict[str, Any]:
    waiting = queries.awaiting_supplement()
    count = waiting.count()
    to_pay = queries.awaiting_payment().count()
    long_ago = waiting.filter(moved_at__lt=visit.at - LONG_WAIT).count() if count else 0
    note = _("Đồng hồ đứng cho tới khi bà con nộp thêm")
    if long_ago:
        note = _("%(count)d hồ sơ chờ quá 20 ngày") % {"count": long_ago}
    if to_pay:
        note = _("%(note)s. Thêm %(count)d hồ sơ chờ nộp tiền") % {"note": note, "count": to_pay}
    return {"count": count, "note": note, "url": url_of("cho-bo-sung")}


def _satisfaction(visit: Visit) -> dict[str, Any]:
    figure = together(satisfaction(first=visit.week.monday, last=visit.today))
    values = {"count": vietnamese.number(figure.ratings), "bad": figure.not_satisfied, "fewest": FEWEST_FOR_PERCENT}
    if figure.percent is None:
        note = _("Chưa đủ %(fewest)d lượt để tính tỉ lệ") % values
        value, label = vietnamese.number(figure.ratings), _("lượt chấm điểm tuần này")
    else:
        note = _("%(count)s lượt, %(bad)d lượt chưa hài lòng") % values
        value, label = vietnamese.percent(float(figure.percent), 1), _("hài lòng tuần này")
    return {"value": value, "label": label, "note": note, "url": f"{reverse('oversight:satisfaction')}?khi=tuan-nay"}


def _review(visit: Visit) -> dict[str, Any]:
    review = queries.review_of(visit.week)
    if review is None:
        return {"drafted": None, "rows": []}
    letters = list(queries.letters_of(review))
    trends = queries.on_time_by_week(at=visit.at)
    return {
        "drafted": review,
        "count": len(letters),
        "url": reverse("oversight:review", args=[review.week]),
        "unseen": sum(letter.seen_at is None for letter in letters) if review.sent_at else 0,
        "rows": [
            {
                "letter": letter,
                "url": reverse("oversight:letter", args=[review.week, letter.agency.key]),
                "trend": trend_of(trends.get(letter.agency_id)),
                "state": state_of(letter),
            }
            for letter in letters[:MOST_LETTERS]
        ],
    }


def _faults(visit: Visit) -> list[str]:
    """Return what the machine has left undone: a job that did not run must not go unnoticed (one sentence each)."""
    return [*jobs.what_is_wrong(at=visit.at, real_at=datetime.now(UTC)), *letters.what_is_wrong()]
