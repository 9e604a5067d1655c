"""The handover sheet (phiếu bàn giao hồ sơ): A4, two copies, one for each side."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from motcua.dossiers.documents.receipt import letterhead, office_mark
from motcua.dossiers.documents.typesetting import typeset
from motcua.handovers.models import Direction, Handover, HandoverLine, LineState
from motcua.lib import vietnamese
from motcua.organisations.models import Agency

TEMPLATE = Path(__file__).with_name("sheet.typ")
TITLES = {Direction.OUT: "PHIẾU BÀN GIAO HỒ SƠ", Direction.BACK: "PHIẾU BÀN GIAO KẾT QUẢ"}
COPIES = ("Bên giao giữ", "Bên nhận giữ")


def render(sheet: Handover) -> bytes:
    """Return the sheet as PDF; what was found missing stands on it once it is confirmed."""
    return typeset(TEMPLATE, values_of(sheet), at=sheet.made_at)


def values_of(sheet: Handover) -> dict[str, Any]:
    """Return what the sheet says. A paper of the offices speaks Vietnamese, whatever language the officer reads."""
    made_at = timezone.localtime(sheet.made_at)
    superior, office = _head_of(sheet.giver)
    return {
        "title": TITLES[Direction(sheet.direction)],
        "superior": superior,
        "unit": office,
        "number": f"Số: {sheet.number:03d}/PBG-{_mark_of(sheet.giver)}",
        "place_and_day": f"{sheet.giver.place}, {vietnamese.formal_day(made_at.date())}",
        "giver": sheet.giver.desk_name or sheet.giver.name,
        "taker": sheet.taker.desk_name or sheet.taker.name,
        "made": vietnamese.formal_moment(made_at),
        "carried_by": sheet.carried_by,
        "note": sheet.note,
        "received": vietnamese.formal_moment(timezone.localtime(sheet.received_at)) if sheet.received_at else "",
        "given_by": sheet.given_by_name,
        "received_by": sheet.received_by_name,
        "rows": [_row(line) for line in sheet.lines.all()],
        "copies": COPIES,
        "foot": f"Phiếu {sheet} · in từ phần mềm một cửa",
    }


def _row(line: HandoverLine) -> dict[str, str]:
    dossier = line.dossier
    assert dossier.received_at is not None and dossier.due_at is not None  # only received dossiers travel
    return {
        "code": dossier.code or "",
        "applicant": dossier.applicant.name,
        "procedure": dossier.version.name + (f" – {dossier.case.name}" if dossier.case else ""),
        "received": f"{timezone.localtime(dossier.received_at):%H:%M %d/%m/%Y}",
        "due": f"{timezone.localtime(dossier.due_at):%d/%m/%Y}",
        "state": "Không thấy" if line.state == LineState.MISSING else "",
    }


def _head_of(unit: Agency) -> tuple[str, str]:
    if unit.desk_name:
        return letterhead(unit)
    return (unit.parent.name if unit.parent else "").upper(), unit.name.upper()


def _mark_of(unit: Agency) -> str:
    return office_mark(unit) if unit.desk_name else "".join(word[0] for word in unit.name.split()).upper()
