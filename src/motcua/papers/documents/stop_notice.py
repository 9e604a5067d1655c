"""Form 05 of TT 03/2025: work on a dossier has stopped (NĐ 118/2025 art. 21; TT 03/2025 art. 7).

Its layout has not been seen in any source; it holds the minimum of law.md §4.5.
"""

from dataclasses import dataclass
from pathlib import Path

from django.utils.timezone import localtime

from motcua.dossiers.documents.receipt import counted
from motcua.dossiers.lifecycle import Verb
from motcua.lib import vietnamese
from motcua.papers.documents.heads import Head, Source, contact, head

TEMPLATE = Path(__file__).with_name("stop_notice.typ")


@dataclass(frozen=True, kw_only=True)
class StopNotice(Head):
    """Form 05 of 2025 as it is printed."""

    received: str
    request: str
    reason: str
    stopped: str
    returned: list[dict[str, str]]
    fees: str
    contact: str
    signs: str
    officer: str


def drawn(source: Source) -> StopNotice:
    """Return what the notice says (2 statements)."""
    dossier, event = source.dossier, source.event
    assert dossier.received_at is not None  # nobody is told that work stopped which never began
    asked_by = source.said("requested_by") or (dossier.applicant.name if event.verb == Verb.WITHDRAW else "")
    day = vietnamese.formal_day(source.at.date())
    return StopNotice(
        **head(source),
        received=vietnamese.formal_moment(localtime(dossier.received_at)),
        request=f"{asked_by or source.unit.name} {'đề nghị dừng' if asked_by else 'dừng'} giải quyết hồ sơ, {day}",
        reason=source.said("reason"),
        stopped=vietnamese.formal_moment(source.at),
        returned=[counted(paper) for paper in dossier.documents.filter(originals__gt=0).order_by("position")],
        fees=source.said("fees") or "Phí, lệ phí đã nộp (nếu có) được giải quyết theo pháp luật về phí, lệ phí",
        contact=contact(dossier.unit),
        signs="NGƯỜI TRẢ HỒ SƠ" if event.verb == Verb.WITHDRAW else "THỦ TRƯỞNG CƠ QUAN",
        officer=event.by_name if event.by_id else "",
    )
