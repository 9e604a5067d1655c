"""The life of a dossier: who may do what, from where to where. One table; buttons and guards ask it alike.

The table is the law in code (docs/law.md names the articles; docs/lifecycle.md is drawn from it). What happens inside
an agency differs per procedure and is data: motcua.catalogue.models.ProcessStep. No queries here.
"""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.models import StepKind


class Status(TextChoices):
    """Where a dossier stands. The national numbers 1 to 10 are in motcua.law.statuses."""

    DRAFT = "draft", _("Bản nháp")
    SUBMITTED = "submitted", _("Chờ tiếp nhận")
    RECEIVED = "received", _("Đã tiếp nhận")
    IN_PROGRESS = "in_progress", _("Đang giải quyết")
    AWAITING_SUPPLEMENT = "awaiting_supplement", _("Chờ bổ sung")
    AWAITING_PAYMENT = "awaiting_payment", _("Chờ nộp tiền")
    RESULT_READY = "result_ready", _("Đã có kết quả")
    RETURNED = "returned", _("Đã trả kết quả")
    REFUSED = "refused", _("Không tiếp nhận")
    WITHDRAWN = "withdrawn", _("Đã rút")
    STOPPED = "stopped", _("Đã dừng")


class Verb(TextChoices):
    """What can be done to a dossier; the value is the verb's name in the API."""

    SUBMIT = "submit", _("Nộp hồ sơ")
    RECEIVE = "receive", _("Tiếp nhận")
    REFUSE = "refuse", _("Từ chối tiếp nhận")
    TAKE_OVER = "take-over", _("Nhận xử lý")
    FORWARD = "forward", _("Chuyển xử lý")
    PROPOSE = "propose", _("Trình ký")
    APPROVE = "approve", _("Phê duyệt")
    SEND_BACK = "send-back", _("Trả lại")
    RETURN_RESULT = "return-result", _("Trả kết quả")
    WITHDRAW = "withdraw", _("Rút hồ sơ")
    REQUEST_SUPPLEMENT = "request-supplement", _("Yêu cầu bổ sung")
    ACCEPT_SUPPLEMENT = "accept-supplement", _("Nhận bổ sung")
    STOP = "stop", _("Dừng giải quyết")
    REQUEST_PAYMENT = "request-payment", _("Báo nộp tiền")
    CONFIRM_PAYMENT = "confirm-payment", _("Xác nhận đã nộp tiền")
    EXTEND = "extend", _("Xin lỗi, hẹn lại")


class Place(TextChoices):
    """Where an officer must hold the role."""

    DESK = "desk", _("nơi tiếp nhận")  # the unit that received the dossier
    HOLDER = "holder", _("nơi đang giữ hồ sơ")  # the unit whose step it is now
    OWN = "own", _("hồ sơ của mình")  # the citizen's own dossier


class Who(NamedTuple):
    role: str
    place: Place


class Row(NamedTuple):
    """One line of the table."""

    sources: frozenset[Status]
    target: Status | None  # None: the status stays
    who: tuple[Who, ...]
    at_step: StepKind | None = None  # the process must stand at a step of this kind
    in_hand: bool = False  # a specialist must have taken the dossier over first


COUNTER = Who("counter", Place.DESK)
SPECIALIST = Who("specialist", Place.HOLDER)
LEADER = Who("leader", Place.HOLDER)
PARTNER = Who("partner", Place.DESK)
APPLICANT = Who("applicant", Place.OWN)


def _row(
    sources: Collection[Status],
    target: Status | None,
    *who: Who,
    at_step: StepKind | None = None,
    in_hand: bool = False,
) -> Row:
    return Row(frozenset(sources), target, who, at_step, in_hand)


_S = Status
TABLE: dict[Verb, Row] = {
    Verb.SUBMIT: _row({_S.DRAFT}, _S.SUBMITTED, APPLICANT, COUNTER, PARTNER),
    Verb.RECEIVE: _row({_S.DRAFT, _S.SUBMITTED}, _S.RECEIVED, COUNTER),
    Verb.REFUSE: _row({_S.DRAFT, _S.SUBMITTED}, _S.REFUSED, COUNTER),
    Verb.TAKE_OVER: _row({_S.RECEIVED, _S.IN_PROGRESS}, _S.IN_PROGRESS, SPECIALIST, at_step=StepKind.HANDLING),
    Verb.FORWARD: _row(
        {_S.RECEIVED, _S.IN_PROGRESS}, None, SPECIALIST, LEADER, at_step=StepKind.HANDLING, in_hand=True
    ),
    Verb.PROPOSE: _row({_S.IN_PROGRESS}, None, SPECIALIST, at_step=StepKind.HANDLING, in_hand=True),
    Verb.APPROVE: _row({_S.IN_PROGRESS}, _S.RESULT_READY, LEADER, at_step=StepKind.APPROVAL),
    Verb.SEND_BACK: _row({_S.IN_PROGRESS}, None, LEADER, at_step=StepKind.APPROVAL),
    Verb.RETURN_RESULT: _row({_S.RESULT_READY}, _S.RETURNED, COUNTER, at_step=StepKind.RETURN),
    Verb.WITHDRAW: _row({_S.SUBMITTED, _S.RECEIVED, _S.IN_PROGRESS}, _S.WITHDRAWN, APPLICANT, COUNTER),
}

#: Their place is kept; they come with the clock that stops and restarts.
NOT_YET = frozenset(set(Verb) - set(TABLE))

#: Nothing more happens to a dossier in one of these.
TERMINAL = frozenset({_S.RETURNED, _S.REFUSED, _S.WITHDRAWN, _S.STOPPED})
#: The office's clock runs.
RUNNING = frozenset({_S.RECEIVED, _S.IN_PROGRESS})
#: Received, and not yet decided.
OPEN = RUNNING | {_S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT}


class NotAllowed(Exception):
    """The verb was refused; `str()` is the sentence for the person who tried."""


class StepNotOpen(NotAllowed):
    """The law's table does not have this verb where the dossier stands now (409)."""


class StepNotYours(NotAllowed):
    """Somebody else may do this, but not this person (403)."""


class StalePage(NotAllowed):
    """The dossier has moved on since this person looked at it (412)."""
