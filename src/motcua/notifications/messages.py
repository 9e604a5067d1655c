"""What people are told, in words: a line of the diary in, a text out. Nothing is read from the database here.

A letter names no person: an address may be mistyped, and then a stranger reads it. What it leads to, the tracking
page, shows a masked name only.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.catalogue.models import Channel
from motcua.dossiers import quick_codes
from motcua.dossiers.clock import Kind as ClockKind
from motcua.dossiers.lifecycle import Status, Verb
from motcua.dossiers.models import Dossier, Event, Outcome
from motcua.lib import vietnamese
from motcua.notifications.models import Kind, Notification


class Text(NamedTuple):
    """An e-mail to be."""

    subject: str
    body: str


def tracking_url(dossier: Dossier) -> str:
    """Return the address behind the receipt's QR: whoever has it sees the masked name and the history."""
    token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
    return f"{settings.PUBLIC_URL}/t/{dossier.quick_code}/{token}"


def rating_url(dossier: Dossier) -> str:
    """Return the address where this dossier's handling can be rated, once."""
    token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
    return f"{settings.PUBLIC_URL}/danh-gia/{dossier.quick_code}/{token}/"


def letter_about(event: Event, dossier: Dossier) -> Text | None:
    """Return what to write to the citizen about this line of the diary; None when it does not concern them."""
    writer = _LETTERS.get(Verb(event.verb))
    return writer(event, dossier) if writer else _came_to_wait(event, dossier)


def _submitted(event: Event, dossier: Dossier) -> Text:
    return _letter(
        dossier,
        _("Đã nhận được hồ sơ gửi trên mạng %(code)s"),
        _("Hồ sơ của bà con đã tới %(unit)s. Cán bộ đang xem, nhận xong sẽ báo ngày hẹn trả."),
        link=_("Xem hồ sơ tới đâu: %(link)s") % {"link": tracking_url(dossier)},
    )


def _received(event: Event, dossier: Dossier) -> Text:
    due = vietnamese.when(timezone.localtime(event.due_at))
    return _letter(
        dossier,
        _("Đã nhận hồ sơ %(code)s, hẹn trả %(due)s"),
        _("%(unit)s đã nhận hồ sơ của bà con."),
        _("Hẹn trả kết quả: chậm nhất %(due)s."),
        link=_("Xem hồ sơ tới đâu: %(link)s") % {"link": tracking_url(dossier)},
        due=due,
    )


def _refused(event: Event, dossier: Dossier) -> Text:
    return _letter(
        dossier,
        _("Hồ sơ %(code)s chưa nhận được"),
        _("%(unit)s chưa nhận hồ sơ của bà con được. Lý do:"),
        "%(reason)s",
        _("Bà con làm theo lời ghi trên rồi nộp lại. Chưa rõ thì gọi số bên dưới, hoặc tới quầy hỏi."),
        link=_("Xem lại: %(link)s") % {"link": tracking_url(dossier)},
        reason=str(event.detail.get("reason", "")),
    )


def _decided(event: Event, dossier: Dossier) -> Text:
    if event.detail.get("outcome") == Outcome.REFUSED:
        subject = _("Hồ sơ %(code)s đã có văn bản trả lời")
        first = _("Cơ quan chưa giải quyết được hồ sơ của bà con. Văn bản trả lời có ghi rõ lý do.")
    else:
        subject = _("Hồ sơ %(code)s đã có kết quả")
        first = _("Hồ sơ của bà con đã làm xong.")
    return _letter(
        dossier,
        subject,
        first,
        _where_to_collect(dossier),
        link=_("Xem hồ sơ: %(link)s") % {"link": tracking_url(dossier)},
    )


def _where_to_collect(dossier: Dossier) -> str:
    if dossier.result_channel == Channel.POST:
        return _("Bưu điện sẽ đem kết quả tới nhà. Bà con giữ điện thoại bên mình.")
    if dossier.result_channel == Channel.ONLINE:
        return _("Kết quả được trả trên mạng. Bản giấy thì nhận tại %(desk)s.")
    return _("Mời bà con đem giấy hẹn tới %(desk)s để nhận. Địa chỉ: %(address)s.")


def _returned(event: Event, dossier: Dossier) -> Text:
    subject = _("Đã trả kết quả hồ sơ %(code)s")
    first = [_("%(unit)s đã trả kết quả cho bà con. Cảm ơn bà con.")]
    if dossier.result_consignment:  # its number leads to a name at the post office: it stands on the page, not here
        subject = _("Đã gửi kết quả hồ sơ %(code)s qua bưu điện")
        first = [_("%(unit)s đã gửi kết quả qua bưu điện. Cảm ơn bà con."), _("Xem mã bưu gửi: %(tracking)s")]
    return _letter(
        dossier,
        subject,
        *first,
        _("Xin bà con chấm điểm, một chạm là xong. Không cần ghi tên:"),
        link=rating_url(dossier),
        tracking=tracking_url(dossier),
    )


def _withdrawn(event: Event, dossier: Dossier) -> Text:
    return _letter(
        dossier,
        _("Hồ sơ %(code)s đã rút"),
        _("Hồ sơ đã được rút theo yêu cầu của bà con. Giấy tờ đã nộp nhận lại tại %(desk)s."),
        _("Bà con không yêu cầu rút? Gọi ngay số bên dưới."),
        link=_("Xem lại: %(link)s") % {"link": tracking_url(dossier)},
    )


def _supplement_asked(event: Event, dossier: Dossier) -> Text:
    detail = event.detail
    papers = "\n".join(f"• {name}" for name in detail.get("papers", ()))
    until = detail.get("asked_until")
    said = [_("%(asker)s xem hồ sơ, thấy còn thiếu. Cụ thể:"), "%(reason)s"]
    said += ["%(papers)s"] if papers else []
    said += [_("Bà con chụp ảnh gửi ở đường dẫn dưới, hoặc đem tới %(desk)s.")]
    said += [_("Nên xong trước hết %(until)s. Tới sau cũng được, hồ sơ không mất.")] if until else []
    if detail.get("stage") == "before":
        said += [_("Đủ giấy tờ thì tiếp nhận, rồi báo ngày hẹn trả.")]
    else:
        said += [_("Trong lúc chờ, đồng hồ dừng. Đủ giấy tờ thì báo ngày hẹn mới.")]
    return _letter(
        dossier,
        _("Hồ sơ %(code)s cần bổ sung giấy tờ"),
        *said,
        link=_("Xem và gửi bổ sung: %(link)s") % {"link": tracking_url(dossier)},
        asker=event.agency.name if event.agency else dossier.unit.name,
        reason=str(detail.get("reason", "")),
        papers=papers,
        until=vietnamese.day(date.fromisoformat(until)) if until else "",
    )


def _supplement_accepted(event: Event, dossier: Dossier) -> Text:
    link = _("Xem hồ sơ tới đâu: %(link)s") % {"link": tracking_url(dossier)}
    if event.detail.get("clock") is None or event.due_at is None:
        return _letter(
            dossier,
            _("Hồ sơ %(code)s đã bổ sung đủ"),
            _("%(unit)s đã nhận giấy tờ bổ sung. Cán bộ xem, tiếp nhận xong sẽ báo ngày hẹn trả."),
            link=link,
        )
    anew = event.detail["clock"] == ClockKind.RESTARTED
    return _letter(
        dossier,
        _("Hồ sơ %(code)s đã bổ sung đủ, hẹn mới %(due)s"),
        _("%(unit)s đã nhận đủ giấy tờ bổ sung. Cảm ơn bà con."),
        _("Thời hạn tính lại từ đầu, từ lúc đủ giấy tờ.") if anew else _("Thời gian chờ bổ sung không tính."),
        *_days_said(event),
        link=link,
        **_days(event),
    )


def _payment_asked(event: Event, dossier: Dossier) -> Text:
    amount = event.detail.get("amount")
    said = [_("Hồ sơ làm tới bước nộp tiền. Bà con cần nộp:"), "%(reason)s"]
    said += [_("Số tiền: %(amount)s.")] if amount else []
    said += [_("Nộp xong, đem biên lai tới %(desk)s."), _("Trong lúc chờ, đồng hồ dừng. Nộp rồi thì làm tiếp.")]
    return _letter(
        dossier,
        _("Hồ sơ %(code)s cần nộp tiền"),
        *said,
        link=_("Xem hồ sơ: %(link)s") % {"link": tracking_url(dossier)},
        reason=str(event.detail.get("reason", "")),
        amount=vietnamese.dong(int(amount)) if amount else "",
    )


def _paid(event: Event, dossier: Dossier) -> Text:
    return _letter(
        dossier,
        _("Đã ghi nhận nộp tiền hồ sơ %(code)s, hẹn trả %(due)s"),
        _("%(unit)s đã ghi nhận bà con nộp tiền. Cơ quan làm tiếp hồ sơ."),
        *_days_said(event),
        link=_("Xem hồ sơ tới đâu: %(link)s") % {"link": tracking_url(dossier)},
        **_days(event),
    )


def _extended(event: Event, dossier: Dossier) -> Text:
    return _letter(
        dossier,
        _("Xin lỗi bà con, hồ sơ %(code)s hẹn lại %(due)s"),
        _("%(agency)s làm không kịp hẹn, xin lỗi bà con. Lý do:"),
        "%(reason)s",
        *_days_said(event),
        _("Quy định chỉ cho hẹn lại một lần. Hồ sơ vẫn tính là trễ hẹn."),
        link=_("Xem hồ sơ tới đâu: %(link)s") % {"link": tracking_url(dossier)},
        agency=event.agency.name if event.agency else dossier.agency.name,
        reason=str(event.detail.get("reason", "")),
        **_days(event),
    )


def _recalculated(event: Event, dossier: Dossier) -> Text:
    return _letter(
        dossier,
        _("Hồ sơ %(code)s đổi ngày hẹn: %(due)s"),
        _("Lịch nghỉ, làm bù của cơ quan đã đổi. Ngày hẹn được tính lại theo lịch mới."),
        "%(reason)s",
        *_days_said(event),
        link=_("Xem hồ sơ tới đâu: %(link)s") % {"link": tracking_url(dossier)},
        reason=str(event.detail.get("reason", "")),
        **_days(event),
    )


def _stopped(event: Event, dossier: Dossier) -> Text:
    return _letter(
        dossier,
        _("Hồ sơ %(code)s đã dừng giải quyết"),
        _("Cơ quan dừng giải quyết hồ sơ của bà con. Lý do:"),
        "%(reason)s",
        _("Giấy tờ đã nộp nhận lại tại %(desk)s. Cần làm lại thì nộp hồ sơ mới."),
        link=_("Xem lại: %(link)s") % {"link": tracking_url(dossier)},
        reason=str(event.detail.get("reason", "")),
    )


def _came_to_wait(event: Event, dossier: Dossier) -> Text | None:
    """Write when the process itself waits for the citizen at this step; nobody asked in words of their own."""
    if event.verb not in (Verb.FORWARD, Verb.RECEIVE, Verb.PROPOSE):
        return None
    link = _("Xem hồ sơ: %(link)s") % {"link": tracking_url(dossier)}
    asked = _("Chưa rõ cần gì, bà con gọi số bên dưới hoặc tới %(desk)s hỏi.")
    if event.status == Status.AWAITING_PAYMENT:
        return _letter(
            dossier, _("Hồ sơ %(code)s cần nộp tiền"), _("Hồ sơ làm tới bước bà con nộp tiền."), asked, link=link
        )
    if event.status == Status.AWAITING_SUPPLEMENT:
        said = _("Hồ sơ làm tới bước chờ bà con bổ sung giấy tờ.")
        return _letter(dossier, _("Hồ sơ %(code)s cần bổ sung giấy tờ"), said, asked, link=link)
    return None


def _days_said(event: Event) -> list[str]:
    new = _("Hẹn trả kết quả: chậm nhất %(due)s.")
    return [_("Hẹn trước: %(before)s."), new] if event.detail.get("due_before") else [new]


def _days(event: Event) -> dict[str, str]:
    """Return the day that was promised by this line and the one before it, in words."""
    before = event.detail.get("due_before")
    return {
        "due": vietnamese.when(timezone.localtime(event.due_at)) if event.due_at else "",
        "before": vietnamese.when(timezone.localtime(datetime.fromisoformat(before))) if before else "",
    }


_LETTERS: dict[Verb, Callable[[Event, Dossier], Text]] = {
    Verb.SUBMIT: _submitted,
    Verb.RECEIVE: _received,
    Verb.REFUSE: _refused,
    Verb.APPROVE: _decided,
    Verb.RETURN_RESULT: _returned,
    Verb.WITHDRAW: _withdrawn,
    Verb.SETTLE: _decided,
    Verb.REQUEST_SUPPLEMENT: _supplement_asked,
    Verb.ACCEPT_SUPPLEMENT: _supplement_accepted,
    Verb.REQUEST_PAYMENT: _payment_asked,
    Verb.CONFIRM_PAYMENT: _paid,
    Verb.EXTEND: _extended,
    Verb.RECALCULATE: _recalculated,
    Verb.STOP: _stopped,
}


def _letter(dossier: Dossier, subject: str, *said: str, link: str, **more: str) -> Text:
    """Lay out a letter: what it is about, what happened, where to look, whom to ask."""
    values = {
        "code": vietnamese.quick_code(dossier.quick_code),
        "unit": dossier.unit.name,
        "desk": dossier.unit.desk_name or dossier.unit.name,
        "address": dossier.unit.address or dossier.unit.name,
        **more,
    }
    about = [_("Việc: %(procedure)s") % {"procedure": name_of(dossier)}]
    if dossier.code:
        about.append(_("Mã hồ sơ: %(code)s") % {"code": dossier.code})
    about.append(_("Mã tra nhanh: %(code)s") % values)
    paragraphs = [
        _("Chào bà con,"),
        *(line % values for line in said),
        "\n".join(about),
        link,
        _("Đường dẫn trên là của riêng hồ sơ này, bà con đừng gửi cho người lạ."),
        _("Cần hỏi, gọi %(phone)s.") % {"phone": vietnamese.phone(dossier.unit.phone or settings.SITE["phone"])},
        "-- \n" + _("%(unit)s\nThư này do máy gửi, bà con không cần trả lời.") % values,
    ]
    return Text(subject=subject % values, body="\n\n".join(paragraphs) + "\n")


def name_of(dossier: Dossier) -> str:
    """Return the procedure's everyday name, or the official one where it has none."""
    return dossier.version.procedure.everyday_name or dossier.version.name


# Inside the software


def said(notice: Notification) -> str:
    """Return a notification in the reader's language: one sentence, what happened and what to do."""
    wanted = ("code", "procedure", "by", "due", "reason", "agency", "week", "day", "count", "dossiers")
    values = dict.fromkeys(wanted, "") | notice.params
    return _SENTENCES[Kind(notice.kind)]() % values


_SENTENCES: dict[Kind, Callable[[], str]] = {
    Kind.SUBMITTED: lambda: _("Hồ sơ nộp trên mạng chờ tiếp nhận: %(procedure)s."),
    Kind.NEW_DOSSIER: lambda: _("Hồ sơ mới về cơ quan: %(procedure)s. Hẹn trả %(due)s."),
    Kind.FORWARDED: lambda: _("%(by)s chuyển hồ sơ tới: %(procedure)s. Hẹn trả %(due)s."),
    Kind.TO_SIGN: lambda: _("%(by)s trình ký: %(procedure)s. Hẹn trả %(due)s."),
    Kind.SENT_BACK: lambda: _("%(by)s trả lại: %(procedure)s. Cần sửa: %(reason)s"),
    Kind.DECIDED: lambda: _("Có kết quả, chờ trả cho bà con: %(procedure)s."),
    Kind.SUPPLEMENT_ASKED: lambda: _("%(by)s yêu cầu bổ sung: %(procedure)s. Giao phiếu, báo bà con."),
    Kind.SUPPLIED: lambda: _("Bà con gửi giấy tờ bổ sung: %(procedure)s. Xem rồi nhận bổ sung."),
    Kind.SUPPLEMENTED: lambda: _("Đã bổ sung đủ, làm tiếp: %(procedure)s. Hẹn mới %(due)s."),
    Kind.PAYMENT_ASKED: lambda: _("%(by)s báo nộp tiền: %(procedure)s. Giao giấy báo cho bà con."),
    Kind.PAID: lambda: _("Đã nộp tiền, làm tiếp: %(procedure)s. Hẹn trả %(due)s."),
    Kind.EXTENDED: lambda: _("Xin lỗi, hẹn lại %(due)s: %(procedure)s. Giao thư xin lỗi, báo bà con."),
    Kind.STOPPED: lambda: _("Đã dừng giải quyết: %(procedure)s. Báo bà con, trả lại giấy tờ. Lý do: %(reason)s"),
    Kind.RECALCULATED: lambda: _("Lịch nghỉ đổi, hẹn mới %(due)s: %(procedure)s. Báo bà con."),
    Kind.CONSULTED: lambda: _("%(by)s hỏi ý kiến: %(procedure)s. Trả lời trước %(due)s."),
    Kind.ANSWERED: lambda: _("%(agency)s đã trả lời ý kiến: %(procedure)s."),
    Kind.HANDED_OVER: lambda: _("%(by)s giao lại hồ sơ: %(procedure)s. Hẹn trả %(due)s."),
    Kind.REVIEW: lambda: _("Rà soát tuần %(week)s của %(agency)s đã gửi. Xem và trả lời."),
    Kind.REVIEW_ANSWERED: lambda: _("%(agency)s đã trả lời rà soát tuần %(week)s."),
    Kind.REMINDER: lambda: _("Nhắc: %(procedure)s hẹn trả %(due)s, chưa trình ký."),
    Kind.PROCEDURE_REPLACED: lambda: _(
        "Thủ tục có bản mới từ %(day)s: %(procedure)s. %(count)s hồ sơ đang chạy giữ bản cũ: %(dossiers)s."
    ),
    Kind.PROCEDURE_ABOLISHED: lambda: _(
        "Thủ tục bị bãi bỏ từ %(day)s: %(procedure)s. %(count)s hồ sơ đã nhận vẫn giải quyết tới nơi: %(dossiers)s."
    ),
    Kind.LETTER_REFUSED: lambda: _("Thư báo cho bà con không tới được: %(procedure)s. Gọi điện báo giúp."),
}
