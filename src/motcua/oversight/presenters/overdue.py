"""What is late: by age, by agency, one by one."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from motcua.dossiers.queries import dossiers_visible_to
from motcua.organisations.models import Agency
from motcua.oversight import queries
from motcua.oversight.presenters.dossiers import rows_of
from motcua.oversight.presenters.frame import frame
from motcua.oversight.room import Visit
from motcua.reporting import queries as figures
from motcua.working_time.due_dates import working_days_left
from motcua.working_time.queries import calendar_of

#: Name, and the most working days that a dossier of this age is late
AGES = (("hom-nay", 0), ("1-2", 2), ("3-5", 5), ("tren-5", None))


def page(visit: Visit, *, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the late dossiers, the one that is late longest first; of one agency or one age when asked."""
    key = query.get("don-vi", "")
    agency = queries.agency_or_404(key, on=visit.today) if key else None
    everything = figures.overdue(at=visit.at)
    moments = everything.values_list("judged_due_at", flat=True)
    ages = Counter(_age(moment, visit) for moment in moments if moment)
    dossiers = dossiers_visible_to(visit.actor) & figures.overdue(at=visit.at, agency=agency)
    age = query.get("muc", "")
    if age in dict(AGES):
        of_age = [
            pk for pk, due_at in dossiers.values_list("pk", "judged_due_at") if due_at and _age(due_at, visit) == age
        ]
        dossiers = dossiers.filter(pk__in=of_age)
    found = queries.page_of(dossiers, after=query.get("sau", ""))
    return frame(visit, late=sum(ages.values())) | {
        "agency": agency,
        "count": queries.count_of(dossiers),
        "all": sum(ages.values()),
        "ages": [
            {"name": _names()[name], "count": ages[name], "url": _url(query, muc=name), "current": name == age}
            for name, _most in AGES
        ],
        "all_url": _url(query, muc=""),
        "agencies": _agencies(visit),
        "rows": rows_of(found.rows, visit),
        "next_url": _url(query, sau=found.after) if found.after else "",
        "last_late": _last_late(visit),
    }


def _names() -> dict[str, str]:
    return {
        "hom-nay": _("Trễ trong hôm nay"),
        "1-2": _("1–2 ngày"),
        "3-5": _("3–5 ngày"),
        "tren-5": _("Trên 5 ngày"),
    }


def _age(due_at: datetime, visit: Visit) -> str:
    """Return the class of age by begun working days."""
    days = -working_days_left(visit.at, due_at, calendar_of(None))
    return next(name for name, most in AGES if most is None or days <= most)


def _agencies(visit: Visit) -> list[dict[str, Any]]:
    rows = list(
        figures.overdue(at=visit.at)
        .values("agency")
        .annotate(count=Count("pk"), oldest=Min("judged_due_at"))
        .order_by("-count", "oldest")
    )
    agencies = Agency.objects.in_bulk([row["agency"] for row in rows])
    return [
        {"agency": agencies[row["agency"]], "count": row["count"], "url": f"?don-vi={agencies[row['agency']].key}"}
        for row in rows
    ]


def _last_late(visit: Visit) -> date | None:
    """Return when the last late dossier was finished, to be said when nothing is late now."""
    late = figures.finished(first=visit.week.plus(-12).monday, last=visit.today, outcome="late")
    return late.order_by("-until").values_list("until", flat=True).first()


def _url(query: Mapping[str, str], **more: str) -> str:
    asked = {name: value for name, value in {**query, "sau": "", **more}.items() if value}
    return f"?{urlencode(asked)}"
