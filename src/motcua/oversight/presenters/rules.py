"""Where the law was at its limit: who waits, who was told sorry, which supplements broke the rule, what came late."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from motcua.organisations.models import Agency
from motcua.oversight.lists import url_of
from motcua.oversight.presenters.frame import frame
from motcua.oversight.room import Visit
from motcua.reporting.queries import HardCases, hard_cases

#: Name in the address → days back, today included; none: since New Year
PERIODS = {"30-ngay": 30, "90-ngay": 90, "nam-nay": None}


def page(visit: Visit, *, period: str) -> dict[str, Any]:
    """Return the figures of every unit that has any, over the chosen days."""
    chosen = period if period in PERIODS else "30-ngay"
    span = _span(visit.today, PERIODS[chosen])
    rows = hard_cases(**span)
    return frame(visit) | {
        "periods": [{"url": f"?khi={name}", "label": label, "current": name == chosen} for name, label in _names()],
        "rows": [_row(row, row.agency, span) for row in rows],
        "total": _row(_sum(rows), None, span) if rows else None,
        "span": span,
    }


def figures_of(unit: Agency, *, today: date, days: int) -> dict[str, Any] | None:
    """Return one unit's figures over these days, None where there is nothing to tell."""
    span = _span(today, days)
    found = next((row for row in hard_cases(**span) if row.agency == unit), None)
    return _row(found, unit, span) if found else None


def _span(today: date, days: int | None) -> dict[str, date]:
    return {"first": date(today.year, 1, 1) if days is None else today - timedelta(days=days - 1), "last": today}


def _names() -> list[tuple[str, str]]:
    return [("30-ngay", _("30 ngày qua")), ("90-ngay", _("90 ngày qua")), ("nam-nay", _("Từ đầu năm"))]


def _sum(rows: list[HardCases]) -> HardCases:
    names = ("supplement", "payment", "apologised", "again", "late", "entered_late")
    return HardCases(rows[0].agency, **{name: sum(getattr(row, name) for row in rows) for name in names})


def _row(row: HardCases, agency: Agency | None, span: dict[str, date]) -> dict[str, Any]:
    figures: tuple[tuple[str, int, str, str, dict[str, Any]], ...] = (
        ("supplement", row.supplement, _("Chờ bổ sung"), "", {}),
        ("payment", row.payment, _("Chờ nộp tiền"), "", {}),
        ("apologised", row.apologised, _("Đã xin lỗi, hẹn lại"), "hot", {}),
        ("again", row.again, _("Bổ sung lần hai"), "red", {"part": "again"} | span),
        ("late", row.late, _("Bổ sung sau hạn"), "red", {"part": "late"} | span),
        ("entered_late", row.entered_late, _("Nhập bù"), "hot", span),
    )
    return {
        "agency": agency,
        "figures": [
            {"value": value, "url": url_of(_LISTS[name], agency=agency, **more), "label": label, "cls": cls}
            for name, value, label, cls, more in figures
        ],
    }


_LISTS = {
    "supplement": "cho-bo-sung",
    "payment": "cho-nop-tien",
    "apologised": "hen-lai",
    "again": "bo-sung-sai",
    "late": "bo-sung-sai",
    "entered_late": "nhap-bu",
}
