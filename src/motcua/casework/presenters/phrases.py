"""Sentences that officers write every day, a key away. They are starting points: whoever sends them has read them."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.models import Outcome


class Phrase(NamedTuple):
    """A sentence, what its button says, and the outcome it argues for."""

    label: str | Promise
    text: str | Promise
    outcome: str = ""


_PROPOSALS = (
    Phrase(
        _("Đủ điều kiện"),
        _("Hồ sơ đủ giấy tờ, thông tin khớp. Đề nghị giải quyết theo quy định."),
        Outcome.GRANTED,
    ),
    Phrase(
        _("Đã xác minh"),
        _("Đã đối chiếu bản gốc và xác minh, không có vướng mắc. Đề nghị giải quyết."),
        Outcome.GRANTED,
    ),
    Phrase(_("Chưa đủ"), _("Chưa đủ điều kiện theo quy định, vì: "), Outcome.REFUSED),
)
_SENDING_BACK = (
    Phrase(_("Nêu căn cứ"), _("Ghi rõ căn cứ pháp lý rồi trình lại.")),
    Phrase(_("Xem lại giấy tờ"), _("Kiểm tra lại giấy tờ, thông tin chưa khớp: ")),
)


def for_proposals() -> tuple[Phrase, ...]:
    return _PROPOSALS


def for_sending_back() -> tuple[Phrase, ...]:
    return _SENDING_BACK
