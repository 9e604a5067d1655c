"""Where a dossier is, in words for whoever asks: one panel that answers first, then the doors it has passed.

Nothing here names a person, quotes one, or shows an address: this is the depth that the ten digits alone open (ux.md
D9). What the receipt's token opens besides is in motcua.portal.presenters.confided.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from motcua.catalogue.models import StepKind
from motcua.dossiers import deadlines
from motcua.dossiers.lifecycle import OPEN, RUNNING, TERMINAL, Status
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import StepState, timeliness
from motcua.law import rule_sets
from motcua.law.refusals import Refusal
from motcua.lib import vietnamese
from motcua.portal.presenters.procedure import limit_words
from motcua.working_time.calendar import CalendarEnds, WorkingCalendar
from motcua.working_time.due_dates import DueDate, working_days_left, working_time_left

#: More doors than this do not stand side by side: what follows one another with the same purpose becomes one
MOST_DOORS = 6


@dataclass(frozen=True)
class ArchClock:
    """How full the arch is, and what stands in it."""

    fraction: float
    number: str
    unit: str
    label: str
    tone: str = ""


@dataclass(frozen=True)
class Panel:
    """The answer: one line above, the answer itself, one line below."""

    above: str
    answer: str
    end: str = ""  # the end of the answer, in sun
    below: str = ""
    tone: str = ""  # late, wait, ready, done, new; empty while it runs in time
    tag: str = ""  # a status, or a state of the term
    tag_is_term: bool = False
    clock: ArchClock | None = None
    lines: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Door:
    state: str  # dn, cu, fu, late, wait
    name: str
    note: str
    icon: str


# The panel


def panel_of(dossier: Dossier, *, at: datetime, calendar: WorkingCalendar) -> Panel:
    """Return what stands first on the page, in every state a dossier can have."""
    status = Status(dossier.status)
    if status in RUNNING:
        is_late = timeliness(dossier, at=at) == "overdue"
        return (_late if is_late else _in_time)(dossier, at, calendar)
    return _PANELS[status](dossier, at, calendar)


def _in_time(dossier: Dossier, at: datetime, calendar: WorkingCalendar) -> Panel:
    due_at = _due(dossier)
    is_soon = timeliness(dossier, at=at) == "soon"
    return Panel(
        above=_("Hẹn trả kết quả"),
        answer=f"{vietnamese.sentence(_day(due_at))},",
        end=_("trước %(time)s") % {"time": vietnamese.clock_time(due_at)},
        below=_received_line(dossier),
        tag="due_soon" if is_soon else "on_time",
        tag_is_term=True,
        clock=_clock_of(dossier, at, calendar),
    )


def _late(dossier: Dossier, at: datetime, calendar: WorkingCalendar) -> Panel:
    due_at = _due(dossier)
    minutes = max(0, -_minutes_left(at, due_at, calendar))
    days = max(0, -_days_left(at, due_at, calendar))
    words = vietnamese.lateness(minutes, calendar.minutes_per_day, _language())
    return Panel(
        above=_("Xin lỗi bà con, hồ sơ đã trễ hẹn."),
        answer=_("Hẹn %(day)s,") % {"day": _day(due_at)},
        end=words,
        below=_("Nơi đang giữ: %(holder)s. Bà con gọi hỏi, có số ở dưới.") % {"holder": dossier.holder.name},
        tone="late",
        tag="overdue",
        tag_is_term=True,
        clock=ArchClock(
            1, f"+{days}" if days else "!", _("ngày trễ") if days else _("trễ hẹn"), words.capitalize(), tone="late"
        ),
    )


def _submitted(dossier: Dossier, at: datetime, calendar: WorkingCalendar) -> Panel:
    answer_by = answered_by(dossier, calendar)
    return Panel(
        above=_("Đã gửi tới nơi nhận"),
        answer=_("Đang chờ cán bộ tiếp nhận"),
        below=_("Nơi nhận xem hồ sơ chậm nhất %(when)s, rồi mới hẹn ngày trả kết quả.")
        % {"when": vietnamese.when(answer_by, _language())}
        if answer_by
        else _("Nơi nhận xem hồ sơ rồi mới hẹn ngày trả kết quả."),
        tone="new",
        tag=dossier.status,
    )


def _waiting(dossier: Dossier, at: datetime, calendar: WorkingCalendar) -> Panel:
    paid = dossier.status == Status.AWAITING_PAYMENT
    return Panel(
        above=_("Đang chờ bà con"),
        answer=_("Cần nộp tiền") if paid else _("Cần bổ sung giấy tờ"),
        below=_("Đồng hồ dừng từ %(when)s. Nộp đủ thì làm tiếp.")
        % {"when": vietnamese.when(localtime(dossier.moved_at), _language())},
        tone="wait",
        tag=dossier.status,
        clock=ArchClock(0, "", "", _("Đồng hồ đang dừng"), tone="wait"),
    )


def _ready(dossier: Dossier, at: datetime, calendar: WorkingCalendar) -> Panel:
    assert dossier.finished_at is not None  # a constraint of the table
    return Panel(
        above=_("Có kết quả từ %(when)s") % {"when": vietnamese.when(localtime(dossier.finished_at), _language())},
        answer=_how_to_get(dossier),
        below=_("Nhớ mang giấy hẹn và giấy tờ tùy thân.") if dossier.result_channel == "counter" else "",
        tone="ready",
        tag=dossier.status,
    )


def _how_to_get(dossier: Dossier) -> str:
    if dossier.result_channel == "post":
        return _("Bưu điện mang kết quả tới nhà")
    if dossier.result_channel == "online":
        return _("Kết quả gửi qua mạng")
    return _("Mời bà con đến nhận kết quả")


def _returned(dossier: Dossier, at: datetime, calendar: WorkingCalendar) -> Panel:
    assert dossier.returned_at is not None  # a constraint of the table
    return _over(dossier, _("Đã trả kết quả"), dossier.returned_at, _outcome_line(dossier, at))


def _refused(dossier: Dossier, at: datetime, calendar: WorkingCalendar) -> Panel:
    return _over(
        dossier,
        _("Nơi nhận chưa tiếp nhận hồ sơ này"),
        dossier.finished_at,
        _("Lý do ghi trong phiếu từ chối gửi bà con."),
    )


def _withdrawn(dossier: Dossier, at: datetime, calendar: WorkingCalendar) -> Panel:
    return _over(dossier, _("Bà con đã rút hồ sơ"), dossier.finished_at, _("Cần làm lại thì nộp hồ sơ mới."))


def _stopped(dossier: Dossier, at: datetime, calendar: WorkingCalendar) -> Panel:
    return _over(dossier, _("Hồ sơ đã dừng giải quyết"), dossier.finished_at, _("Gọi nơi nhận để biết lý do."))


def _over(dossier: Dossier, answer: str, when: datetime | None, below: str) -> Panel:
    above = vietnamese.sentence(vietnamese.when(localtime(when), _language())) if when else ""
    return Panel(above=above, answer=answer, below=below, tone="done", tag=dossier.status)


_PANELS: dict[Status, Callable[[Dossier, datetime, WorkingCalendar], Panel]] = {
    Status.SUBMITTED: _submitted,
    Status.AWAITING_SUPPLEMENT: _waiting,
    Status.AWAITING_PAYMENT: _waiting,
    Status.RESULT_READY: _ready,
    Status.RETURNED: _returned,
    Status.REFUSED: _refused,
    Status.WITHDRAWN: _withdrawn,
    Status.STOPPED: _stopped,
}


def _outcome_line(dossier: Dossier, at: datetime) -> str:
    term = timeliness(dossier, at=at)
    if not term or dossier.due_at is None:
        return ""
    due = {"day": vietnamese.day(localtime(dossier.due_at), _language())}
    if term == "late":
        return _("Trễ hẹn: hẹn %(day)s. Xin lỗi bà con.") % due
    return (_("Xong trước hẹn %(day)s.") if term == "early" else _("Xong đúng hẹn %(day)s.")) % due


def answered_by(dossier: Dossier, calendar: WorkingCalendar) -> datetime | None:
    """Return when a dossier from the net must have been looked at (NĐ 45/2020 art. 11: working hours)."""
    if dossier.submitted_at is None:
        return None
    submitted_at = localtime(dossier.submitted_at)
    try:
        hours = rule_sets.in_force_on(submitted_at.date()).online_first_response_hours
        return calendar.add_working(submitted_at, hours * 60)
    except Refusal:
        return None


def _received_line(dossier: Dossier) -> str:
    assert dossier.received_at is not None  # it runs, so it was received
    received_at = localtime(dossier.received_at)
    facts = {
        "time": vietnamese.clock_time(received_at),
        "day": vietnamese.day(received_at, _language(), year=False),
        "limit": limit_words(dossier.limit),
    }
    if "working day" in dossier.limit:
        return _("Nhận hồ sơ %(time)s %(day)s · hạn %(limit)s, không tính ngày nghỉ") % facts
    return _("Nhận hồ sơ %(time)s %(day)s · hạn %(limit)s") % facts


def _clock_of(dossier: Dossier, at: datetime, calendar: WorkingCalendar) -> ArchClock | None:
    assert dossier.received_at is not None and dossier.due_at is not None  # it runs, so it was received
    due_at = localtime(dossier.due_at)
    total = _days_left(localtime(dossier.received_at), due_at, calendar)
    left = _days_left(at, due_at, calendar)
    if left > 0 and total > 0:
        gone = total - left
        label = _("Đã qua %(gone)s trên %(total)s ngày làm việc") % {"gone": gone, "total": total}
        return ArchClock(gone / total, str(left), ngettext("ngày nữa", "ngày nữa", left), label)
    minutes = _minutes_left(at, due_at, calendar)
    label = _("Còn %(time)s làm việc") % {"time": vietnamese.time_left(minutes, calendar.minutes_per_day, _language())}
    if minutes < 60:
        return ArchClock(0.97, str(max(minutes, 0)), _("phút nữa"), label)
    return ArchClock(0.9, str(minutes // 60), _("giờ nữa"), label)


def _days_left(at: datetime, due_at: datetime, calendar: WorkingCalendar) -> int:
    try:
        return working_days_left(at, due_at, calendar)
    except CalendarEnds:  # a clock far from its calendar: the promise itself still stands
        return (due_at.date() - at.date()).days


def _minutes_left(at: datetime, due_at: datetime, calendar: WorkingCalendar) -> int:
    try:
        return working_time_left(at, due_at, calendar)
    except CalendarEnds:
        return int((due_at - at).total_seconds() // 60)


def _due(dossier: Dossier) -> datetime:
    assert dossier.due_at is not None  # it runs, so it was promised
    return localtime(dossier.due_at)


# Why this day


def derivation_of(dossier: Dossier, calendar: WorkingCalendar) -> DueDate | None:
    """Return how the promised day came about; None when the same count no longer gives it (it was appointed anew)."""
    if dossier.received_at is None or dossier.status not in OPEN:
        return None
    try:
        due = deadlines.promised(
            received_at=localtime(dossier.received_at),
            limit=dossier.limit,
            rules=rule_sets.named(dossier.rules),
            calendar=calendar,
        )
    except Refusal:
        return None
    return due if due.due_at == dossier.due_at else None


# The doors


_ICONS = {
    StepKind.RECEPTION: "tray-arrow-down-fill",
    StepKind.HANDLING: "file-text",
    StepKind.APPROVAL: "stamp-fill",
    StepKind.RETURN: "hand-arrow-down",
}


def doors_of(dossier: Dossier, steps: Sequence[StepState], *, at: datetime) -> list[Door]:
    """Return the row of doors; a dossier that nobody has received yet has only the doors that all have."""
    status = Status(dossier.status)
    if not steps:
        return _first_doors(dossier, status)
    doors = [_door(dossier, state, at=at) for state in steps]
    return doors if len(doors) <= MOST_DOORS else _joined(doors, steps)


def _first_doors(dossier: Dossier, status: Status) -> list[Door]:
    sent = localtime(dossier.submitted_at or dossier.moved_at)
    is_over = status in TERMINAL
    next_words = {Status.REFUSED: _("Không tiếp nhận"), Status.WITHDRAWN: _("Đã rút")}
    return [
        Door("dn", _("Nộp hồ sơ"), _stamp(sent), ""),
        Door(
            "fu" if is_over else "cu",
            _("Tiếp nhận"),
            next_words.get(status, _("Đang chờ")),
            _ICONS[StepKind.RECEPTION],
        ),
        Door("fu", _("Giải quyết"), _("Chưa tới"), _ICONS[StepKind.HANDLING]),
        Door("fu", _("Trả kết quả"), _("Chưa tới"), _ICONS[StepKind.RETURN]),
    ]


def _door(dossier: Dossier, state: StepState, *, at: datetime) -> Door:
    kind = StepKind(state.step.kind)
    name, icon = state.step.name, _ICONS[kind]
    if state.state == "done":
        ended_at = state.assignment.ended_at if state.assignment else None
        return Door("dn", name, _stamp(localtime(ended_at)) if ended_at else _("Xong"), icon)
    if state.state == "current":
        return _current_door(dossier, name, icon, kind, at=at)
    if kind == StepKind.RETURN and dossier.due_at and dossier.status in OPEN:
        due = vietnamese.day(localtime(dossier.due_at), _language(), year=False)
        return Door("fu", name, _("hẹn %(day)s") % {"day": due}, icon)
    return Door("fu", name, _("Không làm tiếp") if dossier.status in TERMINAL else _("Chưa tới"), icon)


def _current_door(dossier: Dossier, name: str, icon: str, kind: StepKind, *, at: datetime) -> Door:
    status = Status(dossier.status)
    if status in (Status.AWAITING_SUPPLEMENT, Status.AWAITING_PAYMENT):
        return Door("wait", name, _("Chờ bà con"), icon)
    if kind == StepKind.RETURN:
        return Door("cu", name, _("Mời đến nhận"), icon)
    if timeliness(dossier, at=at) == "overdue":
        return Door("late", name, _("Đang làm, trễ hẹn"), icon)
    return Door("cu", name, _("Đang chờ ký") if kind == StepKind.APPROVAL else _("Đang làm"), icon)


def _joined(doors: Sequence[Door], steps: Sequence[StepState]) -> list[Door]:
    """Join neighbours of one kind: the door shows the furthest state among them."""
    groups: list[list[Door]] = []
    kind = ""
    for door, state in zip(doors, steps, strict=True):
        if state.step.kind != kind:
            groups.append([])
            kind = state.step.kind
        groups[-1].append(door)
    return [_one_of(group) for group in groups]


def _one_of(group: Sequence[Door]) -> Door:
    """Return the door where the work stands, else the first that is still to come, else the last that is done."""
    at_work = [door for door in group if door.state not in ("dn", "fu")]
    to_come = [door for door in group if door.state == "fu"]
    return (at_work or to_come or [group[-1]])[0]


def _stamp(moment: datetime) -> str:
    return f"{moment.day:02}/{moment.month:02}, {vietnamese.clock_time(moment)}"


def _day(moment: datetime) -> str:
    return vietnamese.day(moment, _language())


def _language() -> str:
    return get_language() or "vi"
