"""Who uses the software: one door a commune, and whom to ring up today."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from motcua.organisations.models import Agency, Level
from motcua.oversight import addresses
from motcua.oversight.room import Visit
from motcua.reporting import queries
from motcua.reporting.queries import Silence, Use
from motcua.reporting.weeks import Week

#: What fits on the first page
MOST_CALLS = 4


def panel(visit: Visit) -> dict[str, Any]:
    """Return the doors of the communes and the calls of the day (1 statement)."""
    last_week = visit.week.plus(-1)
    rows = queries.silences(at=visit.at, weeks=[visit.week, last_week])
    communes = [row for row in rows if row.unit.level == Level.COMMUNE]
    calls = sorted((row for row in rows if row.must_be_called), key=_longest_silent_first)
    return {
        "doors": door_rows(communes),
        "communes": len(communes),
        "to_call": sum(row.must_be_called for row in communes),
        "calls": [call(row) for row in calls[:MOST_CALLS]],
        "more_calls": len(calls) - MOST_CALLS,
        "calls_url": f"{addresses.of('units')}?loc=can-goi",
        "silent": [
            {"count": _silent(rows, visit.week), "word": _("tuần này"), "url": _silent_url("tuan-nay")},
            {"count": _silent(rows, last_week), "word": _("tuần trước"), "url": _silent_url("tuan-truoc")},
        ],
        "desks": len(rows),
    }


def door_rows(communes: Iterable[Use]) -> list[dict[str, Any]]:
    """Return the rows for {% door_grid %}: a district each, in the districts' order."""
    rows: dict[Agency | None, list[Use]] = {}
    for commune in communes:
        rows.setdefault(commune.unit.parent, []).append(commune)
    return [
        {
            "name": parent.short_name.removeprefix("Huyện ") if parent else "",  # the column is narrow
            "alert": sum(row.must_be_called for row in members),
            "doors": [
                {"level": row.level, "label": label, "url": url_of_unit(row.unit)}
                for row, label in zip(members, labels_of(members), strict=True)
            ],
        }
        for parent, members in sorted(rows.items(), key=lambda row: row[0].order if row[0] else 0)
    ]


def call(row: Use) -> dict[str, Any]:
    """Return one line of whom to ring up, and why."""
    last = _("hồ sơ cuối %(day)s") % {"day": f"{row.last_on:%d/%m}"} if row.last_on else _("chưa có hồ sơ nào")
    return {
        "unit": row.unit,
        "about": " · ".join(filter(None, [row.unit.parent.short_name if row.unit.parent else "", last])),
        "silence": silence_of(row),
        "url": url_of_unit(row.unit),
    }


def silence_of(row: Use) -> str:
    """Say how long a unit has been silent."""
    if row.days_ago is None:
        return _("Chưa từng dùng")
    return _("%(days)d ngày") % {"days": row.days_ago} if row.days_ago else _("hôm nay")


def labels_of(rows: Iterable[Use]) -> list[str]:
    """Say in words what these doors show."""
    never, today, before = (
        _("%(unit)s: chưa từng dùng"), _("%(unit)s: có cập nhật hôm nay"), _("%(unit)s: %(days)d ngày chưa cập nhật")
    )  # fmt: skip
    return [
        (never if row.days_ago is None else before if row.days_ago else today)
        % {"unit": row.unit.name, "days": row.days_ago}
        for row in rows
    ]


def url_of_unit(unit: Agency) -> str:
    return addresses.of("unit", unit.key)


def _longest_silent_first(row: Use) -> tuple[bool, int, int]:
    return (row.days_ago is not None, -(row.days_ago or 0), row.unit.order)


def _silent(rows: Iterable[Silence], week: Week) -> int:
    return sum(week in row.weeks for row in rows)


def _silent_url(week: str) -> str:
    return f"{addresses.of('units')}?loc=im-lang&khi={week}"
