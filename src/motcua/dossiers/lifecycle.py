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
    SUPPLY = "supply", _("Gửi giấy tờ bổ sung")
    SETTLE = "settle", _("Giải quyết ngay tại quầy")
    CONSULT = "consult", _("Lấy ý kiến")
    ANSWER = "answer", _("Trả lời ý kiến")
    TAKE_BACK = "take-back", _("Lấy lại việc vừa làm")
    TRANSFER = "transfer", _("Giao lại hồ sơ")
    RECALCULATE = "recalculate", _("Tính lại hạn")
    RECORD = "record", _("Ghi kết quả theo sổ giấy")
    ARRIVE = "arrive", _("Nhận giấy tờ bàn giao")


class Place(TextChoices):
    """Where an officer must hold the role."""

    DESK = "desk", _("nơi tiếp nhận")  # the unit that received the dossier
    HOLDER = "holder", _("nơi đang giữ hồ sơ")  # the unit whose step it is now
    ASKED = "asked", _("nơi được lấy ý kiến")  # a unit whose answer is awaited
    PART = "part", _("nơi đã góp phần")  # a unit that has or had a part in it
    PROVINCE = "province", _("toàn tỉnh")  # the role counts wherever it is held
    OWN = "own", _("hồ sơ của mình")  # the citizen's own dossier
    SYSTEM = "system", _("phần mềm")  # nobody: a job of the system itself


class Who(NamedTuple):
    role: str
    place: Place


class Row(NamedTuple):
    """One line of the table."""

    sources: frozenset[Status]
    target: Status | None  # None: the status stays
    who: tuple[Who, ...]
    at_step: tuple[StepKind, ...] = ()  # the process must stand at a step of one of these kinds
    in_hand: bool = False  # a specialist must have taken the dossier over first
    received: bool | None = None  # only before or only after the reception; None: either


COUNTER = Who("counter", Place.DESK)
SPECIALIST = Who("specialist", Place.HOLDER)
LEADER = Who("leader", Place.HOLDER)
PARTNER = Who("partner", Place.DESK)
APPLICANT = Who("applicant", Place.OWN)
ASKED_SPECIALIST = Who("specialist", Place.ASKED)
ASKED_LEADER = Who("leader", Place.ASKED)
ANY_SPECIALIST = Who("specialist", Place.PART)
ANY_LEADER = Who("leader", Place.PART)
CENTRE = Who("centre", Place.PROVINCE)
CONTROLLER = Who("controller", Place.PROVINCE)
SYSTEM = Who("system", Place.SYSTEM)


def _row(
    sources: Collection[Status],
    target: Status | None,
    *who: Who,
    at_step: StepKind | tuple[StepKind, ...] = (),
    in_hand: bool = False,
    received: bool | None = None,
) -> Row:
    kinds = (at_step,) if isinstance(at_step, StepKind) else at_step
    return Row(frozenset(sources), target, who, kinds, in_hand, received)


_S = Status
_HANDLING = StepKind.HANDLING
_AT_WORK = {_S.RECEIVED, _S.IN_PROGRESS}
_WAITING = {_S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT}
TABLE: dict[Verb, tuple[Row, ...]] = {
    Verb.SUBMIT: (_row({_S.DRAFT}, _S.SUBMITTED, APPLICANT, COUNTER, PARTNER),),
    Verb.RECEIVE: (_row({_S.DRAFT, _S.SUBMITTED}, _S.RECEIVED, COUNTER),),
    Verb.REFUSE: (
        _row({_S.DRAFT, _S.SUBMITTED}, _S.REFUSED, COUNTER),
        _row({_S.AWAITING_SUPPLEMENT}, _S.REFUSED, COUNTER, received=False),
    ),
    Verb.TAKE_OVER: (_row(_AT_WORK, _S.IN_PROGRESS, SPECIALIST, at_step=_HANDLING),),
    Verb.FORWARD: (_row(_AT_WORK, None, SPECIALIST, LEADER, at_step=(_HANDLING, StepKind.WAITING), in_hand=True),),
    Verb.PROPOSE: (_row({_S.IN_PROGRESS}, None, SPECIALIST, at_step=_HANDLING, in_hand=True),),
    Verb.APPROVE: (_row({_S.IN_PROGRESS}, _S.RESULT_READY, LEADER, at_step=StepKind.APPROVAL),),
    Verb.SEND_BACK: (_row({_S.IN_PROGRESS}, None, LEADER, at_step=StepKind.APPROVAL),),
    Verb.RETURN_RESULT: (_row({_S.RESULT_READY}, _S.RETURNED, COUNTER, at_step=StepKind.RETURN),),
    Verb.SETTLE: (_row({_S.RECEIVED}, _S.RESULT_READY, COUNTER, at_step=_HANDLING),),
    Verb.WITHDRAW: (_row({_S.SUBMITTED, *_AT_WORK, *_WAITING}, _S.WITHDRAWN, APPLICANT, COUNTER),),
    Verb.REQUEST_SUPPLEMENT: (
        _row({_S.SUBMITTED}, _S.AWAITING_SUPPLEMENT, COUNTER),
        _row(_AT_WORK, _S.AWAITING_SUPPLEMENT, SPECIALIST, at_step=_HANDLING, in_hand=True),
    ),
    Verb.SUPPLY: (_row({_S.AWAITING_SUPPLEMENT}, None, APPLICANT),),
    Verb.ACCEPT_SUPPLEMENT: (
        _row({_S.AWAITING_SUPPLEMENT}, _S.SUBMITTED, COUNTER, received=False),
        _row({_S.AWAITING_SUPPLEMENT}, _S.IN_PROGRESS, COUNTER, received=True),
    ),
    Verb.REQUEST_PAYMENT: (_row(_AT_WORK, _S.AWAITING_PAYMENT, SPECIALIST, at_step=_HANDLING, in_hand=True),),
    Verb.CONFIRM_PAYMENT: (_row({_S.AWAITING_PAYMENT}, _S.IN_PROGRESS, COUNTER, SPECIALIST),),
    Verb.STOP: (
        _row(_AT_WORK, _S.STOPPED, LEADER),
        _row(_WAITING, _S.STOPPED, LEADER, COUNTER, received=True),
    ),
    Verb.EXTEND: (_row(_AT_WORK, None, LEADER),),
    Verb.CONSULT: (_row(_AT_WORK, None, SPECIALIST, at_step=_HANDLING, in_hand=True),),
    Verb.ANSWER: (_row({*_AT_WORK, *_WAITING}, None, ASKED_SPECIALIST, ASKED_LEADER),),
    Verb.TAKE_BACK: (_row(_AT_WORK, None, ANY_SPECIALIST, ANY_LEADER),),
    Verb.TRANSFER: (
        _row({*_AT_WORK, *_WAITING}, None, LEADER, CENTRE, CONTROLLER, SYSTEM),
        _row({_S.SUBMITTED, _S.RESULT_READY}, None, CENTRE, CONTROLLER, SYSTEM),
    ),
    Verb.RECALCULATE: (_row({*_AT_WORK, *_WAITING}, None, CENTRE, SYSTEM, received=True),),
    Verb.RECORD: (_row({_S.RECEIVED}, _S.RESULT_READY, COUNTER, at_step=_HANDLING),),
    Verb.ARRIVE: (_row(_AT_WORK, None, SPECIALIST, LEADER),),
}


def row_at(verb: Verb, status: Status, *, received: bool) -> Row | None:
    """Return the line of the table for this verb where a dossier stands now, None where there is none."""
    for row in TABLE[verb]:
        if status in row.sources and row.received in (None, received):
            return row
    return None


#: Nothing more happens to a dossier in one of these.
TERMINAL = frozenset({_S.RETURNED, _S.REFUSED, _S.WITHDRAWN, _S.STOPPED})
#: The office's clock runs.
RUNNING = frozenset({_S.RECEIVED, _S.IN_PROGRESS})
#: The office's clock stands still: the dossier waits for somebody outside.
WAITING = frozenset(_WAITING)
#: Received, and not yet decided.
OPEN = RUNNING | WAITING


class NotAllowed(Exception):
    """The verb was refused; `str()` is the sentence for the person who tried."""


class StepNotOpen(NotAllowed):
    """The law's table does not have this verb where the dossier stands now (409)."""


class StepNotYours(NotAllowed):
    """Somebody else may do this, but not this person (403)."""


class StalePage(NotAllowed):
    """The dossier has moved on since this person looked at it (412)."""
