"""The overviews at the left of the bench: what each is called, and what is in it."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.casework import queries
from motcua.casework.desk import Desk
from motcua.dossiers.models import DossierQuerySet


class Overview(NamedTuple):
    """One list of the bench."""

    name: str | Promise
    icon: str
    rows: Callable[[Desk], DossierQuerySet]
    is_for_handlers: bool = False  # makes no sense for who only leads
    is_alarm: bool = False


MINE, OVERDUE, TODAY, UNCLAIMED = "cua-toi", "qua-han", "hom-nay", "chua-nhan"
WAITING, ASKED, SENT, ALL = "dang-cho", "y-kien", "da-trinh", "don-vi"
COVERING = "truc-thay"  # shown only to whoever covers for somebody today
OVERVIEWS = {
    MINE: Overview(_("Việc của tôi"), "tray", queries.mine, is_for_handlers=True),
    COVERING: Overview(_("Trực thay đồng nghiệp"), "user-switch", queries.covering, is_for_handlers=True),
    OVERDUE: Overview(_("Quá hạn"), "warning-octagon", queries.overdue, is_alarm=True),
    TODAY: Overview(_("Đến hạn hôm nay"), "hourglass-medium", queries.due_today),
    UNCLAIMED: Overview(_("Chưa ai nhận"), "users", queries.unclaimed),
    WAITING: Overview(_("Chờ bổ sung, chờ nộp tiền"), "pause-circle", queries.standing_still),
    ASKED: Overview(_("Lấy ý kiến – chờ mình trả lời"), "arrows-left-right", queries.asked_of_us),
    SENT: Overview(_("Đã trình ký"), "stamp", queries.sent_for_signature),
    ALL: Overview(_("Cả cơ quan"), "buildings", queries.at_agency),
}

FILTERS = {
    "": _("Theo hạn"),
    "moi": _("Mới chuyển đến"),
    "tren-mang": _("Nộp trên mạng"),
    "lien-thong": _("Liên thông"),
}


def overviews_for(desk: Desk) -> dict[str, Overview]:
    """Return the overviews that this officer has use for."""
    return {key: overview for key, overview in OVERVIEWS.items() if desk.handles or not overview.is_for_handlers}


def first_of(desk: Desk) -> str:
    """Return the overview that the bench opens with."""
    return MINE if desk.handles else ALL
