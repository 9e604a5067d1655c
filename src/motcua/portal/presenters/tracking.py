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

from motcua.dossiers.lifecycle import RUNNING, Status
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import timeliness
from motcua.law import rule_sets
from motcua.law.refusals import Refusal
from motcua.lib import vietnamese
from motcua.portal.presenters.appointments import Appointment
from motcua.portal.presenters.procedure import limit_words
from motcua.working_time.calendar import CalendarEnds, WorkingCalendar
from motcua.working_time.due_dates import working_days_left, working_time_left


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


# The panel


def panel_of(dossier: Dossier, appointment: Appointment | None, *, at: datetime, calendar: WorkingCalendar) -> Panel:
    """Return what stands first on the page, in every state a dossier can have."""
    status = Status(dossier.status)
    if status not in RUNNING:
        return _PANELS[status](dossier, at, calendar)
    assert appointment is not None  # it runs, so it was received
    if dossier.clock_stopped_at is not None:
        return _held_up(dossier)
    if _has_a_later_day(dossier):
        return _appointed_anew(dossier, appointment, at, calendar)
    if timeliness(dossier, at=at) == "overdue":
        return _late(dossier, at, calendar)
    return _in_time(dossier, appointment, at, calendar)


def _has_a_later_day(dossier: Dossier) -> bool:
    """Tell whether the citizen was told a later day than the one that lateness is judged by."""
    return dossier.due_at is not None and dossier.judged_due_at is not None and dossier.due_at > dossier.judged_due_at


def _in_time(dossier: Dossier, appointment: Appointment, at: datetime, calendar: WorkingCalendar) -> Panel:
    due_at = _due(dossier)
    is_soon = timeliness(dossier, at=at) == "soon"
    return Panel(
        above=_("Hẹn trả kết quả"),
        answer=f"{vietnamese.sentence(_day(due_at))},",
        end=_("trước %(time)s") % {"time": vietnamese.clock_time(due_at)},
        below=_begun_line(dossier, appointment),
        tag="due_soon" if is_soon else "on_time",
        tag_is_term=True,
        clock=_clock_of(dossier, appointment.since, at, calendar),
    )


def _appointed_anew(dossier: Dossier, appointment: Appointment, at: datetime, calendar: WorkingCalendar) -> Panel:
    """Sorry first, then the new day, and honestly: a new day does not make it punctual (NĐ 61/2018 art. 19.9)."""
    due_at, first = _due(dossier), _judged(dossier)
    if at > due_at:
        return _late(dossier, at, calendar)
    is_late = timeliness(dossier, at=at) == "overdue"
    return Panel(
        above=_("Xin lỗi bà con, hồ sơ này trễ hẹn. Hẹn lại:"),
        answer=f"{vietnamese.sentence(_day(due_at))},",
        end=_("trước %(time)s") % {"time": vietnamese.clock_time(due_at)},
        below=_("Hẹn trước là %(day)s. Hồ sơ vẫn tính là trễ hẹn.") % {"day": _day(first)},
        tone="late",
        tag="overdue" if is_late else dossier.status,
        tag_is_term=is_late,
        clock=_clock_of(dossier, appointment.since, at, calendar),
    )


def _held_up(dossier: Dossier) -> Panel:
    """A step outside the office: its time is nobody's here."""
    assert dossier.clock_stopped_at is not None
    return Panel(
        above=_("Đang chờ cơ quan ngoài"),
        answer=_("Bà con chưa phải làm gì"),
        below=_("Đồng hồ dừng từ %(when)s, có trả lời thì chạy tiếp.")
        % {"when": vietnamese.when(localtime(dossier.clock_stopped_at), _language())},
        tone="wait",
        tag="paused",
        tag_is_term=True,
        clock=ArchClock(0, "", "", _("Đồng hồ đang dừng"), tone="wait"),
    )


def _late(dossier: Dossier, at: datetime, calendar: WorkingCalendar) -> Panel:
    """The day that it is judged by, and how long ago that was; a second day that passed too is said as well."""
    due_at, told = _judged(dossier), _due(dossier)
    minutes = max(0, -_minutes_left(at, due_at, calendar))
    days = max(0, -_days_left(at, due_at, calendar))
    words = vietnamese.lateness(minutes, calendar.minutes_per_day, _language())
    values = {"holder": dossier.holder.name, "day": _day(told)}
    below = _("Nơi đang giữ: %(holder)s. Bà con gọi hỏi, có số ở dưới.") % values
    if told > due_at:
        below = _("Đã hẹn lại %(day)s mà cũng chưa xong. Nơi đang giữ: %(holder)s.") % values
    return Panel(
        above=_("Xin lỗi bà con, hồ sơ đã trễ hẹn."),
        answer=_("Hẹn %(day)s,") % {"day": _day(due_at)},
        end=words,
        below=below,
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
    """The citizen's turn. Before the reception no clock runs that could stand."""
    paid = dossier.status == Status.AWAITING_PAYMENT
    stopped_at = localtime(dossier.clock_stopped_at or dossier.moved_at)
    below = _("Đồng hồ dừng từ %(when)s. Nộp đủ thì làm tiếp.") % {"when": vietnamese.when(stopped_at, _language())}
    if dossier.received_at is None:
        below = _("Nộp đủ thì nơi nhận tiếp nhận, rồi hẹn ngày trả kết quả.")
    return Panel(
        above=_("Đang chờ bà con"),
        answer=_("Cần nộp tiền") if paid else _("Cần bổ sung giấy tờ"),
        below=below,
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
    answer = _("Đã gửi kết quả qua bưu điện") if dossier.result_consignment else _("Đã trả kết quả")
    return _over(dossier, answer, dossier.returned_at, _outcome_line(dossier, at))


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
    return _over(
        dossier, _("Hồ sơ đã dừng giải quyết"), dossier.finished_at, _("Không làm tiếp. Cần thì nộp hồ sơ mới.")
    )


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
    if not term or dossier.judged_due_at is None:
        return ""
    due = {"day": vietnamese.day(localtime(dossier.judged_due_at), _language())}
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


def _begun_line(dossier: Dossier, appointment: Appointment) -> str:
    assert dossier.received_at is not None  # it runs, so it was received
    begun_at = appointment.since if appointment.is_anew else localtime(dossier.received_at)
    facts = {
        "time": vietnamese.clock_time(begun_at),
        "day": vietnamese.day(begun_at, _language(), year=False),
        "limit": limit_words(appointment.limit),
    }
    if appointment.is_anew:
        return _("Tính lại từ %(time)s %(day)s · hạn %(limit)s") % facts
    if "working day" in appointment.limit:
        return _("Nhận hồ sơ %(time)s %(day)s · hạn %(limit)s, không tính ngày nghỉ") % facts
    return _("Nhận hồ sơ %(time)s %(day)s · hạn %(limit)s") % facts


def _clock_of(dossier: Dossier, since: datetime, at: datetime, calendar: WorkingCalendar) -> ArchClock:
    due_at = _due(dossier)
    total = _days_left(since, due_at, calendar)
    left = _days_left(at, due_at, calendar)
    if left > 0 and total > 0:
        gone = max(0, total - left)
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


def _judged(dossier: Dossier) -> datetime:
    assert dossier.judged_due_at is not None  # it runs, so it was promised
    return localtime(dossier.judged_due_at)


def _day(moment: datetime) -> str:
    return vietnamese.day(moment, _language())


def _language() -> str:
    return get_language() or "vi"
