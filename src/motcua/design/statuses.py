"""How the status of a dossier and the state of its term look and read: colour, shape and word.

The words are ux.md §3.12. Statuses are known by their public value (contract §2): this room does not know dossiers.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Look(NamedTuple):
    """What a tag shows; `citizen` speaks to people, `officer` is the official word."""

    tone: str  # on soon late wait ready new done
    icon: str
    citizen: str | Promise
    officer: str | Promise


STATUSES = {
    "draft": Look("done", "pencil-simple-line-fill", _("Nháp"), _("Bản nháp")),
    "submitted": Look("new", "paper-plane-tilt-fill", _("Mới nộp, chờ tiếp nhận"), _("Chờ tiếp nhận")),
    "received": Look("ready", "tray-arrow-down-fill", _("Đã tiếp nhận"), _("Đã tiếp nhận")),
    "in_progress": Look("new", "clock-fill", _("Đang làm"), _("Đang giải quyết")),
    "awaiting_supplement": Look("wait", "pause-circle-fill", _("Chờ bà con bổ sung"), _("Chờ bổ sung")),
    "awaiting_payment": Look(
        "wait", "currency-circle-dollar-fill", _("Chờ nộp phí"), _("Chờ thực hiện nghĩa vụ tài chính")
    ),
    "result_ready": Look("ready", "gift-fill", _("Có kết quả"), _("Chờ trả kết quả")),
    "returned": Look("done", "check-fill", _("Đã trả kết quả"), _("Đã trả")),
    "refused": Look("done", "prohibit-fill", _("Không giải quyết, có lý do"), _("Từ chối")),
    "withdrawn": Look("done", "arrow-u-up-left-fill", _("Đã rút"), _("Đã rút")),
    "stopped": Look("done", "stop-circle-fill", _("Đã dừng, có lý do"), _("Dừng giải quyết")),
    # what happens inside a step, for the lists of officers
    "pending_signature": Look("soon", "stamp-fill", _("Đang chờ ký"), _("Chờ ký")),
    "interlinked": Look("new", "arrows-left-right-fill", _("Đang ở cơ quan khác"), _("Liên thông")),
}

TERMS = {
    "early": Look("on", "check-circle-fill", _("Trước hạn"), _("Trước hạn")),
    "on_time": Look("on", "check-circle-fill", _("Đúng hạn"), _("Đúng hạn")),
    "due_soon": Look("soon", "hourglass-medium-fill", _("Sắp đến hạn"), _("Sắp đến hạn")),
    "overdue": Look("late", "warning-octagon-fill", _("Quá hạn"), _("Quá hạn")),
    "paused": Look("wait", "pause-circle-fill", _("Tạm dừng"), _("Tạm dừng")),
}
