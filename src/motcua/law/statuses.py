"""The ten national statuses of a dossier and which of them ours is (law.md §2.15).

The names in code are the public contract's; the numbers and the Vietnamese names are the national portal's. A paused
dossier (5, 6) is not finished: an earlier system reported it as finished, and whole provinces looked better than they
were.
"""

from dataclasses import dataclass
from typing import Literal

#: What the legal clock does while a dossier has this status
Clock = Literal["not_started", "running", "stopped", "ended", "none"]


@dataclass(frozen=True, slots=True)
class NationalStatus:
    number: int
    name: str
    clock: Clock
    is_terminal: bool


_NEW = NationalStatus(1, "Mới đăng ký", "not_started", is_terminal=False)
_RECEIVED = NationalStatus(2, "Được tiếp nhận", "running", is_terminal=False)
_NOT_RECEIVED = NationalStatus(3, "Không được tiếp nhận", "none", is_terminal=True)
_IN_PROGRESS = NationalStatus(4, "Đang xử lý", "running", is_terminal=False)
_SUPPLEMENT = NationalStatus(5, "Yêu cầu bổ sung giấy tờ", "stopped", is_terminal=False)
_PAYMENT = NationalStatus(6, "Yêu cầu thực hiện nghĩa vụ tài chính", "stopped", is_terminal=False)
_WITHDRAWN = NationalStatus(7, "Công dân yêu cầu rút hồ sơ", "stopped", is_terminal=True)
_STOPPED = NationalStatus(8, "Dừng xử lý", "stopped", is_terminal=True)
_DONE = NationalStatus(9, "Đã xử lý xong", "ended", is_terminal=False)
_RETURNED = NationalStatus(10, "Đã trả kết quả", "ended", is_terminal=True)

#: Our status → the national one. A draft is nobody's business yet: the national portal has no number for it.
NATIONAL: dict[str, NationalStatus | None] = {
    "draft": None,
    "submitted": _NEW,
    "received": _RECEIVED,
    "in_progress": _IN_PROGRESS,
    "awaiting_supplement": _SUPPLEMENT,
    "awaiting_payment": _PAYMENT,
    "result_ready": _DONE,
    "returned": _RETURNED,
    "refused": _NOT_RECEIVED,
    "withdrawn": _WITHDRAWN,
    "stopped": _STOPPED,
}


def number_of(status: str) -> int | None:
    """Return the national number 1 to 10 of one of our statuses, None for a draft. :raises KeyError: no such status"""
    national = NATIONAL[status]
    return national.number if national else None


def clock_of(status: str) -> Clock:
    """Return what the legal clock does in this status. :raises KeyError: no such status"""
    national = NATIONAL[status]
    return national.clock if national else "not_started"
