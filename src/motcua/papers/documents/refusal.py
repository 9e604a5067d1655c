"""Form 03: why a dossier is not received, or not granted after appraisal (NĐ 61/2018 art. 17.2, 19.8)."""

from dataclasses import dataclass
from pathlib import Path

from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Result
from motcua.lib import vietnamese
from motcua.papers.documents.heads import Head, Source, contact, head

TEMPLATE = Path(__file__).with_name("refusal.typ")


@dataclass(frozen=True, kw_only=True)
class Refusal(Head):
    """Form 03 as it is printed (law.md §4.3)."""

    opening: str
    statement: str
    reason: str
    contact: str
    submitter: str
    signs: str
    officer: str


def drawn(source: Source) -> Refusal:
    """Return what the slip says: of a reception that was declined, or of a decision that says no (1–2 statements)."""
    dossier, event = source.dossier, source.event
    at_the_door = event.verb == Verb.REFUSE
    desk = dossier.unit.desk_name or dossier.unit.name
    moment = f"lúc {vietnamese.formal_moment(source.at)}"
    return Refusal(
        **head(source),
        opening=f"{desk} đã xem hồ sơ của" if at_the_door else f"{desk} tiếp nhận hồ sơ của",
        statement=(
            f"Hồ sơ không được tiếp nhận, giải quyết {moment}, với lý do cụ thể như sau:"
            if at_the_door
            else f"Sau khi thẩm định, {moment}, {source.unit.name} từ chối giải quyết, với lý do cụ thể như sau:"
        ),
        reason=source.said("reason") or ("" if at_the_door else _summary(source)),
        contact=contact(dossier.unit, event.by_name if at_the_door else ""),
        submitter=(dossier.submitter or dossier.applicant).name,
        signs="NGƯỜI TIẾP NHẬN HỒ SƠ" if at_the_door else "THỦ TRƯỞNG CƠ QUAN",
        officer=event.by_name,
    )


def _summary(source: Source) -> str:
    result = Result.objects.filter(dossier=source.dossier).first()
    return result.summary if result else ""
