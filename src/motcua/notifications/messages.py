"""What people are told, in words: a line of the diary in, a text out. Nothing is read from the database here.

A letter names no person: an address may be mistyped, and then a stranger reads it. What it leads to, the tracking
page, shows a masked name only.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.catalogue.models import Channel
from motcua.dossiers import quick_codes
from motcua.dossiers.lifecycle import Verb
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
    return writer(event, dossier) if writer else None


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
    return _letter(
        dossier,
        _("Đã trả kết quả hồ sơ %(code)s"),
        _("%(unit)s đã trả kết quả cho bà con. Cảm ơn bà con."),
        _("Xin bà con chấm điểm, một chạm là xong. Không cần ghi tên:"),
        link=rating_url(dossier),
    )


def _withdrawn(event: Event, dossier: Dossier) -> Text:
    return _letter(
        dossier,
        _("Hồ sơ %(code)s đã rút"),
        _("Hồ sơ đã được rút theo yêu cầu của bà con. Giấy tờ đã nộp nhận lại tại %(desk)s."),
        _("Bà con không yêu cầu rút? Gọi ngay số bên dưới."),
        link=_("Xem lại: %(link)s") % {"link": tracking_url(dossier)},
    )


_LETTERS: dict[Verb, Callable[[Event, Dossier], Text]] = {
    Verb.SUBMIT: _submitted,
    Verb.RECEIVE: _received,
    Verb.REFUSE: _refused,
    Verb.APPROVE: _decided,
    Verb.RETURN_RESULT: _returned,
    Verb.WITHDRAW: _withdrawn,
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
    values = {"code": "", "procedure": "", "by": "", "due": "", "reason": "", "agency": "", "week": ""} | notice.params
    return _SENTENCES[Kind(notice.kind)]() % values


_SENTENCES: dict[Kind, Callable[[], str]] = {
    Kind.SUBMITTED: lambda: _("Hồ sơ nộp trên mạng chờ tiếp nhận: %(procedure)s."),
    Kind.NEW_DOSSIER: lambda: _("Hồ sơ mới về cơ quan: %(procedure)s. Hẹn trả %(due)s."),
    Kind.FORWARDED: lambda: _("%(by)s chuyển hồ sơ tới: %(procedure)s. Hẹn trả %(due)s."),
    Kind.TO_SIGN: lambda: _("%(by)s trình ký: %(procedure)s. Hẹn trả %(due)s."),
    Kind.SENT_BACK: lambda: _("%(by)s trả lại: %(procedure)s. Cần sửa: %(reason)s"),
    Kind.DECIDED: lambda: _("Có kết quả, chờ trả cho bà con: %(procedure)s."),
    Kind.REVIEW: lambda: _("Rà soát tuần %(week)s của %(agency)s đã gửi. Xem và trả lời."),
    Kind.REVIEW_ANSWERED: lambda: _("%(agency)s đã trả lời rà soát tuần %(week)s."),
    Kind.REMINDER: lambda: _("Nhắc: %(procedure)s hẹn trả %(due)s, chưa trình ký."),
    Kind.LETTER_REFUSED: lambda: _("Thư báo cho bà con không tới được: %(procedure)s. Gọi điện báo giúp."),
}
