"""What the token on the receipt opens besides: a masked name, the diary in plain words, a reason, the citizen's verbs.

Still no full name, no number, no address, no words that an officer wrote for another officer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

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


def _line(event: Event, *, receipt_url: str) -> Line:
    where = event.agency.name if event.agency else ""
    is_receipt = event.verb == Verb.RECEIVE and receipt_url
    return Line(
        at=localtime(event.at),
        title=_title(event),
        detail=where,
        tone={Verb.REQUEST_SUPPLEMENT: "wait", Verb.REQUEST_PAYMENT: "wait", Verb.REFUSE: "late"}.get(
            Verb(event.verb), ""
        ),
        url=receipt_url if is_receipt else "",
        link=_("Xem giấy hẹn") if is_receipt else "",
    )


def _title(event: Event) -> str:
    if event.verb == Verb.RECEIVE and event.due_at:
        day = vietnamese.day(localtime(event.due_at), get_language() or "vi")
        return _("Tiếp nhận hồ sơ, hẹn %(day)s") % {"day": day}
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
        Verb.ACCEPT_SUPPLEMENT: _("Đã bổ sung đủ, đồng hồ chạy lại"),
        Verb.REQUEST_PAYMENT: _("Cần nộp tiền, đồng hồ dừng"),
        Verb.CONFIRM_PAYMENT: _("Đã nộp tiền, đồng hồ chạy lại"),
        Verb.EXTEND: _("Xin lỗi và hẹn lại ngày trả"),
        Verb.STOP: _("Dừng giải quyết"),
    }
    return titles.get(Verb(event.verb), str(Verb(event.verb).label))


@dataclass(frozen=True)
class Reason:
    """Why the answer was no, in the words of the paper that the citizen gets."""

    title: str
    text: str


def reason_of(dossier: Dossier, events: Iterable[Event], result: Result | None) -> Reason | None:
    """Return why a dossier was not received, or not granted; None when neither is so."""
    if dossier.status == Status.REFUSED:
        said = [event.detail.get("reason", "") for event in events if event.verb == Verb.REFUSE]
        return Reason(_("Vì sao chưa tiếp nhận?"), said[-1] if said else "")
    is_told = dossier.status in (Status.RESULT_READY, Status.RETURNED)
    if is_told and result is not None and result.outcome == Outcome.REFUSED:
        return Reason(_("Vì sao không giải quyết?"), result.summary)
    return None
