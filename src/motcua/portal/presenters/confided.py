"""What the token on the receipt opens besides: a masked name, the diary in plain words, a reason, the citizen's verbs.

Still no full name, no number, no address, no words that an officer wrote for another officer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from motcua.dossiers.depths import opinions_awaited
from motcua.dossiers.lifecycle import Status, Verb
from motcua.dossiers.models import Applicant, Dossier, Event, Outcome, PersonKind, Result
from motcua.lib import vietnamese


def name_of(applicant: Applicant) -> str:
    """Return a person's name masked, and of a body only what kind it is: many are named after their owner."""
    if applicant.kind == PersonKind.PERSON:
        return vietnamese.masked_name(applicant.name)
    return vietnamese.sentence(str(PersonKind(applicant.kind).label))


@dataclass(frozen=True)
class Line:
    """A line of the timeline (design/parts/timeline.html)."""

    at: datetime
    title: str
    detail: str
    tone: str = ""
    url: str = ""
    link: str = ""


def history_of(events: Iterable[Event], *, receipt_url: str) -> list[Line]:
    """Return what has happened, newest first."""
    lines = [_line(event, receipt_url=receipt_url) for event in events]
    lines.reverse()
    if lines and not lines[0].tone:
        first = lines[0]
        lines[0] = Line(first.at, first.title, first.detail, "now1", first.url, first.link)
    return lines


_TONES = {
    Verb.REQUEST_SUPPLEMENT: "wait",
    Verb.REQUEST_PAYMENT: "wait",
    Verb.REFUSE: "late",
    Verb.EXTEND: "late",
    Verb.STOP: "late",
}


def _line(event: Event, *, receipt_url: str) -> Line:
    where = event.agency.name if event.agency else ""
    is_receipt = event.verb == Verb.RECEIVE and receipt_url
    on_paper = _on_paper(event)
    typed = _("ghi vào máy %(day)s") % {"day": f"{localtime(event.at):%d/%m/%Y}"} if on_paper else ""
    return Line(
        at=localtime(on_paper or event.at),
        title=_title(event),
        detail=" · ".join(part for part in (where, typed) if part),
        tone=_TONES.get(Verb(event.verb), ""),
        url=receipt_url if is_receipt else "",
        link=_("Xem giấy hẹn") if is_receipt else "",
    )


def parcel_of(dossier: Dossier) -> str:
    """Return the sentence on the postal item the result went out in, "" for none.

    Its number leads to a name and an address at the post office, so ten digits alone do not tell it.
    """
    if not dossier.result_consignment or dossier.returned_at is None:
        return ""
    return _("Kết quả gửi qua bưu điện %(when)s, mã bưu gửi %(number)s. Bưu tá mang tới địa chỉ bà con đã ghi.") % {
        "when": vietnamese.when(localtime(dossier.returned_at), get_language() or "vi"),
        "number": dossier.result_consignment,
    }


def _on_paper(event: Event) -> datetime | None:
    """Return when it happened, of a line that was typed later from the paper ledger."""
    detail = event.detail
    moment = detail.get("on_paper_at") or (detail.get("received_at") if detail.get("late_entry") else None)
    return datetime.fromisoformat(moment) if moment else None


def _title(event: Event) -> str:
    if event.due_at and event.verb in (Verb.RECEIVE, Verb.ACCEPT_SUPPLEMENT, Verb.EXTEND, Verb.RECALCULATE):
        day = vietnamese.day(localtime(event.due_at), get_language() or "vi")
        return _DATED[Verb(event.verb)] % {"day": day}
    if event.verb == Verb.ACCEPT_SUPPLEMENT:
        return _("Đã bổ sung đủ, chờ tiếp nhận")
    if event.verb == Verb.REQUEST_SUPPLEMENT and event.detail.get("stage") == "before":
        return _("Cần bổ sung giấy tờ trước khi tiếp nhận")
    titles = {
        Verb.SUBMIT: _("Nộp hồ sơ, chờ tiếp nhận"),
        Verb.REFUSE: _("Không tiếp nhận hồ sơ"),
        Verb.TAKE_OVER: _("Cán bộ chuyên môn bắt tay làm"),
        Verb.FORWARD: _("Xong một bước, chuyển bước kế"),
        Verb.PROPOSE: _("Làm xong, trình lãnh đạo ký"),
        Verb.APPROVE: _("Lãnh đạo đã ký, có kết quả"),
        Verb.SEND_BACK: _("Lãnh đạo yêu cầu làm kỹ thêm"),
        Verb.RETURN_RESULT: _("Đã trả kết quả"),
        Verb.WITHDRAW: _("Đã rút hồ sơ"),
        Verb.REQUEST_SUPPLEMENT: _("Cần bổ sung giấy tờ, đồng hồ dừng"),
        Verb.REQUEST_PAYMENT: _("Cần nộp tiền, đồng hồ dừng"),
        Verb.CONFIRM_PAYMENT: _("Đã nộp tiền, đồng hồ chạy lại"),
        Verb.SUPPLY: _("Bà con gửi thêm giấy tờ"),
        Verb.STOP: _("Dừng giải quyết"),
        Verb.SETTLE: _("Giải quyết xong ngay tại quầy"),
        Verb.CONSULT: _("Hỏi ý kiến cơ quan khác"),
        Verb.ANSWER: _("Cơ quan được hỏi đã trả lời"),
        Verb.TAKE_BACK: _("Lấy lại việc vừa làm để xem kỹ hơn"),
        Verb.TRANSFER: _("Chuyển nơi hoặc người giải quyết"),
        Verb.RECORD: _("Có kết quả, ghi lại từ sổ giấy"),
        Verb.ARRIVE: _("Giấy tờ đã tới nơi giải quyết"),
    }
    return titles.get(Verb(event.verb), str(Verb(event.verb).label))


_DATED = {
    Verb.RECEIVE: later("Tiếp nhận hồ sơ, hẹn %(day)s"),
    Verb.ACCEPT_SUPPLEMENT: later("Đã bổ sung đủ, hẹn mới %(day)s"),
    Verb.EXTEND: later("Xin lỗi, hẹn lại %(day)s"),
    Verb.RECALCULATE: later("Lịch nghỉ đổi, hẹn mới %(day)s"),
}


@dataclass(frozen=True)
class Reason:
    """Why it ended without what was asked for, in the words of the paper that the citizen gets."""

    title: str
    text: str
    may_complain: bool = True


class UnitAsked(NamedTuple):
    """Another unit that this dossier waits for, never a person there."""

    name: str
    due_at: datetime | None
    is_late: bool


def units_asked(dossier: Dossier, *, at: datetime) -> list[UnitAsked]:
    """Return whose opinion or share of the work is awaited, with their day (0 statements)."""
    if not dossier.asked:
        return []
    return [
        UnitAsked(share.agency.name, share.due_at, bool(share.due_at and share.due_at < at))
        for share in opinions_awaited(dossier)
    ]


def reason_of(dossier: Dossier, events: Iterable[Event], result: Result | None) -> Reason | None:
    """Return why a dossier was not received, not granted, stopped or withdrawn; None when it was not."""
    ended = {
        Status.REFUSED: (Verb.REFUSE, _("Vì sao chưa tiếp nhận?")),
        Status.STOPPED: (Verb.STOP, _("Vì sao dừng giải quyết?")),
        Status.WITHDRAWN: (Verb.WITHDRAW, _("Lý do rút hồ sơ")),
    }.get(Status(dossier.status))
    if ended:
        verb, title = ended
        said = [event.detail.get("reason", "") for event in events if event.verb == verb]
        return Reason(title, said[-1] if said else "", may_complain=verb != Verb.WITHDRAW)
    is_told = dossier.status in (Status.RESULT_READY, Status.RETURNED)
    if is_told and result is not None and result.outcome == Outcome.REFUSED:
        return Reason(_("Vì sao không giải quyết?"), result.summary)
    return None
