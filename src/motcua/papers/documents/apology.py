"""Form 04: the apology of the agency that will be late, and the new day (NĐ 61/2018 art. 19.9)."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.timezone import localtime

from motcua.lib import vietnamese
from motcua.papers.documents.heads import Head, Source, contact, formal, head

TEMPLATE = Path(__file__).with_name("apology.typ")


@dataclass(frozen=True, kw_only=True)
class Apology(Head):
    """Form 04 as it is printed (law.md §4.4): the old day and the new one, both for ever."""

    received: str
    received_by: str
    field: str
    due_before: str
    due_after: str
    asked: str
    reason: str
    contact: str
    copies_to: list[str]
    signs: str
    officer: str


def drawn(source: Source) -> Apology:
    """Return what the letter says. In the set of 2025 it also asks for the longer time."""
    dossier = source.dossier
    assert dossier.received_at is not None  # only a received dossier was promised a day
    before = source.said("due_before") or _iso(dossier.first_due_at)
    after = source.said("due_after") or _iso(source.event.due_at)
    desk = dossier.unit.desk_name or dossier.unit.name
    asks = "gia hạn" in source.form.name
    return Apology(
        **head(source),
        received=vietnamese.sentence(vietnamese.formal_day(localtime(dossier.received_at).date())),
        received_by=desk,
        field=dossier.version.field.name,
        due_before=formal(before),
        due_after=formal(after),
        asked=f"từ {formal(before)} đến {formal(after)}" if asks else "",
        reason=source.said("reason"),
        contact=contact(dossier.unit),
        copies_to=["Như trên", desk, "Lưu: hồ sơ"],
        signs="THỦ TRƯỞNG CƠ QUAN",
        officer=source.event.by_name,
    )


def _iso(moment: object) -> str:
    return moment.isoformat() if hasattr(moment, "isoformat") else ""
