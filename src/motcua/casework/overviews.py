"""The overviews at the left of the bench: what each is called, and what is in it."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.casework import lists
from motcua.casework.desk import Desk


class Overview(NamedTuple):
    """One list of the bench."""

    name: str | Promise
    icon: str
    which: lists.Which | None  # of what lies at the officer's units; None for what is asked of them
    is_for_handlers: bool = False  # makes no sense for who only leads
    is_alarm: bool = False


MINE, OVERDUE, TODAY, UNCLAIMED = "cua-toi", "qua-han", "hom-nay", "chua-nhan"
WAITING, ASKED, SENT, ALL = "dang-cho", "y-kien", "da-trinh", "don-vi"
COVERING = "truc-thay"  # shown only to whoever covers for somebody today
OVERVIEWS = {
    MINE: Overview(_("Việc của tôi"), "tray", lists.is_mine, is_for_handlers=True),
    COVERING: Overview(_("Trực thay đồng nghiệp"), "user-switch", lists.is_covered, is_for_handlers=True),
    OVERDUE: Overview(_("Quá hạn"), "warning-octagon", lists.is_overdue, is_alarm=True),
    TODAY: Overview(_("Đến hạn hôm nay"), "hourglass-medium", lists.is_due_today),
    UNCLAIMED: Overview(_("Chưa ai nhận"), "users", lists.is_unclaimed),
    WAITING: Overview(_("Chờ bổ sung, chờ nộp tiền"), "pause-circle", lists.stands_still),
    ASKED: Overview(_("Lấy ý kiến – chờ mình trả lời"), "arrows-left-right", None),
    SENT: Overview(_("Đã trình ký"), "stamp", lists.is_sent_for_signature),
    ALL: Overview(_("Cả cơ quan"), "buildings", lists.all_of_it),
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


def with_fields(desk: Desk, view: str) -> str:
    """Return the overview whose fields stand beside this one: the officer's own work, or all of the unit's."""
    return ALL if view == ALL else first_of(desk)
