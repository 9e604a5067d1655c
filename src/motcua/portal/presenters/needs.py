"""What a dossier waits for, in words: what lacks and why, until when, who asks. Only for whoever has the token."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.dossiers.lifecycle import Status, Verb
from motcua.dossiers.models import Dossier, Event
from motcua.lib import vietnamese
from motcua.organisations.models import Agency

#: What stands in the diary of a dossier that came to wait without anybody asking: its process has such a step
_ASKS = {Status.AWAITING_SUPPLEMENT: Verb.REQUEST_SUPPLEMENT, Status.AWAITING_PAYMENT: Verb.REQUEST_PAYMENT}


@dataclass(frozen=True)
class Need:
    """What the citizen has to do now."""

    title: str
    papers: Sequence[str]
    reason: str
    until: date | None
    amount: str
    asked_by: Agency
    sent_at: datetime | None  # files that were sent since, and nobody has looked at yet
    sent: str


def need_of(dossier: Dossier, lines: Sequence[Event]) -> Need | None:
    """Return what this dossier waits for; None when it does not wait for its citizen."""
    status = Status(dossier.status)
    if status not in _ASKS:
        return None
    asked = last_request(dossier, lines)
    detail = asked.detail if asked else {}
    papers = list(detail.get("papers", ()))
    supplied = [line for line in lines if line.verb == Verb.SUPPLY and (asked is None or line.seq > asked.seq)]
    until, amount = detail.get("asked_until"), detail.get("amount")
    files = sum(len(line.detail.get("files", ())) for line in supplied)
    return Need(
        title=_title(status, papers),
        papers=papers,
        reason=detail.get("reason", ""),
        until=date.fromisoformat(until) if until else None,
        amount=vietnamese.dong(int(amount)) if amount else "",
        asked_by=(asked.agency if asked else None) or dossier.holder,
        sent_at=localtime(supplied[-1].at) if supplied else None,
        sent=ngettext("%(count)s tệp", "%(count)s tệp", files) % {"count": files} if supplied else "",
    )


def last_request(dossier: Dossier, lines: Sequence[Event]) -> Event | None:
    """Return the line that made this dossier wait as it does, if somebody asked."""
    verb = _ASKS[Status(dossier.status)]
    return next((line for line in reversed(lines) if line.verb == verb), None)


def _title(status: Status, papers: Sequence[str]) -> str:
    if status == Status.AWAITING_PAYMENT:
        return _("Nộp tiền theo giấy báo")
    if not papers:
        return _("Bổ sung, sửa lại hồ sơ")
    return ngettext("Còn thiếu %(count)s giấy tờ", "Còn thiếu %(count)s giấy tờ", len(papers)) % {"count": len(papers)}
