"""The grid of late entry and the list of what was entered, as the templates draw them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from motcua.counter.desk import Desk
from motcua.counter.ledger_rows import CELLS, TypedRow, entered_late
from motcua.counter.presenters.frame import frame, keys
from motcua.counter.presenters.receive import everyday_name
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import timeliness
from motcua.lib.clock import VIETNAM

SHORTCUTS = (
    ("Tab", _("Ô kế")),
    ("⏎", _("Dòng kế, giữ thủ tục và ngày")),
    ('"', _("Như dòng trên")),
    ("Ctrl+⏎", _("Lưu")),
)
_HEADS = {
    "procedure": _("Thủ tục"),
    "received": _("Ngày nhận"),
    "number": _("Số giấy tờ hoặc điện thoại"),
    "name": _("Họ tên, tên tổ chức"),
    "decided": _("Có kết quả"),
    "returned": _("Đã trả"),
}
_SHOWN = 30


def grid_page(desk: Desk, rows: Sequence[TypedRow]) -> dict[str, Any]:
    """Return the context of the grid, with what this officer entered today below it (3 statements)."""
    today = list(entered_late(desk, on=desk.at.date(), only_mine=True)[: _SHOWN + 1])
    lines = [_grid_row(place, row) for place, row in enumerate(rows)]
    return {
        **frame(desk),
        "heads": list(_HEADS.values()),
        "rows": lines,
        "problems": [
            {"id": cell["id"], "row": line["number"], "said": said}
            for line in lines
            for cell in line["cells"]
            for said in cell["problems"]
        ],
        "entered": [_entered_row(desk, dossier) for dossier in today[:_SHOWN]],
        "is_cut": len(today) > _SHOWN,
        "list_url": f"{reverse('counter:late_list')}?ngay={desk.at:%Y-%m-%d}",
        "example": f"{desk.at:%d%m%y}",
        "shortcuts": keys(*SHORTCUTS),
    }


def list_page(desk: Desk, day: date) -> dict[str, Any]:
    """Return the context of the list of one day (3 statements)."""
    rows = [_entered_row(desk, dossier) for dossier in entered_late(desk, on=day)]
    return {
        **frame(desk),
        "day": datetime.combine(day, time(), VIETNAM),
        "rows": rows,
        "unit": desk.unit,
        "printed_at": desk.at,
        "before_url": f"?ngay={day - timedelta(days=1)}",
        "after_url": f"?ngay={day + timedelta(days=1)}" if day < desk.at.date() else "",
        "shortcuts": keys(("Ctrl+P", _("In danh sách"))),
    }


def _grid_row(place: int, row: TypedRow) -> dict[str, Any]:
    return {
        "number": place + 1,
        "id_name": f"{place}-id",
        "row_id": row.row_id,
        "cells": [
            {
                "key": cell,
                "id": f"o-{place}-{cell}",
                "name": f"{place}-{cell}",
                "value": row.cells[cell],
                "label": _HEADS[cell],
                "problems": row.problems.get(cell, []),
            }
            for cell in CELLS
        ],
    }


def _entered_row(desk: Desk, dossier: Dossier) -> dict[str, Any]:
    term = timeliness(dossier, at=desk.at)
    return {
        "dossier": dossier,
        "name": everyday_name(dossier.version),
        "url": reverse("counter:dossier", args=[dossier.code]),
        "term": {"soon": "due_soon", "in_time": "", "late": "overdue", "waiting": ""}.get(term, term),
    }
