"""Which day was promised last, why it is that day, and what day it was before.

Reads the clock's events off the diary. `Change.reason` is what an officer wrote: only for whoever has the token.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.dossiers import deadlines
from motcua.dossiers.clock import ClockEvent, Kind
from motcua.dossiers.lifecycle import OPEN, RUNNING, Verb
from motcua.dossiers.models import Dossier, Event
from motcua.law.refusals import Refusal
from motcua.law.rule_sets import RuleSet
from motcua.lib import vietnamese
from motcua.working_time import due_dates
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.due_dates import DueDate

#: What gives a dossier another day
_MOVES = (Kind.RESTARTED, Kind.RESUMED, Kind.MOVED, Kind.RECALCULATED)


@dataclass(frozen=True)
class Change:
    """The last time the promised day became another."""

    kind: Kind
    verb: Verb
    at: datetime
    old: datetime
    new: datetime
    article: str
    reason: str

    @property
    def is_apology(self) -> bool:
        return self.kind == Kind.MOVED


@dataclass(frozen=True)
class Appointment:
    """What a page needs to speak of the promised day."""

    since: datetime  # from when the present count runs
    limit: str
    is_anew: bool  # the whole limit was begun again
    change: Change | None
    explanation: DueDate | None  # none where no count gives this day


def appointment_of(
    dossier: Dossier, lines: Sequence[Event], events: Sequence[ClockEvent], *, calendar: WorkingCalendar
) -> Appointment | None:
    """Return how the promised day came about; None before the reception.

    :param lines: the diary, and `events` what it says of the clock
    """
    if dossier.received_at is None:
        return None
    starts = [event for event in events if event.kind in (Kind.STARTED, Kind.RESTARTED)]
    runs = [event for event in events if event.kind in (Kind.STARTED, Kind.RESTARTED, Kind.RESUMED)]
    last = starts[-1] if starts else None
    return Appointment(
        since=localtime(runs[-1].at if runs else dossier.received_at),
        limit=last.limit or dossier.limit if last else dossier.limit,
        is_anew=last is not None and last.kind == Kind.RESTARTED,
        change=_change(lines),
        explanation=_explanation(dossier, events, calendar),
    )


def _change(lines: Sequence[Event]) -> Change | None:
    moved = [line for line in lines if line.detail.get("clock") in _MOVES and line.detail.get("due_before")]
    if not moved or moved[-1].due_at is None:
        return None
    line = moved[-1]
    return Change(
        kind=Kind(line.detail["clock"]),
        verb=Verb(line.verb),
        at=localtime(line.at),
        old=localtime(datetime.fromisoformat(line.detail["due_before"])),
        new=localtime(line.due_at),
        article=line.detail.get("article", ""),
        reason=line.detail.get("reason", ""),
    )


def _explanation(dossier: Dossier, events: Sequence[ClockEvent], calendar: WorkingCalendar) -> DueDate | None:
    """Count again from the last start; None when that no longer gives the promised day: it was appointed anew.

    While the clock stands no day is promised that could be explained.
    """
    if dossier.status not in RUNNING or dossier.clock_stopped_at is not None:
        return None
    try:
        due = _counted(events, dossier.rule_set, calendar)
    except Refusal:
        return None
    return due if due and due.due_at == dossier.due_at else None


def _counted(events: Sequence[ClockEvent], rules: RuleSet, calendar: WorkingCalendar) -> DueDate | None:
    due: DueDate | None = None
    stopped_at: datetime | None = None
    for event in events:
        if event.kind in (Kind.STARTED, Kind.RESTARTED):
            due = deadlines.promised(
                received_at=localtime(event.at),
                limit=event.limit,
                rules=rules,
                calendar=calendar,
                same_day=event.same_day,
            )
        elif event.kind == Kind.STOPPED:
            stopped_at = event.at
        elif event.kind == Kind.RESUMED and due and stopped_at:
            due = due_dates.resumed(due, stopped_at=max(stopped_at, due.received_at), resumed_at=event.at)
    return due


@dataclass(frozen=True)
class NewDay:
    """The box that explains a day that is no longer the first one."""

    title: str
    why: str
    old: datetime
    new: datetime
    since: str
    late: str  # honest: what a new day does not mend
    article: str
    reason: str


def new_day_of(dossier: Dossier, appointment: Appointment | None, *, in_full: bool) -> NewDay | None:
    """Return what to say of a changed day while it still matters; the officer's reason only for the token."""
    change = appointment.change if appointment else None
    if change is None or dossier.status not in OPEN:
        return None
    stays_late = change.is_apology or (dossier.judged_due_at is not None and dossier.judged_due_at < change.new)
    return NewDay(
        title=_("Xin lỗi bà con, hẹn lại ngày") if change.is_apology else _("Vì sao ngày hẹn đổi?"),
        why=_why(change),
        old=change.old,
        new=change.new,
        since=_since(change),
        late=_("Quy định chỉ cho hẹn lại một lần. Hồ sơ vẫn tính là trễ hẹn.")
        if change.is_apology
        else (_("Hồ sơ trễ từ trước đó, nên vẫn tính là trễ hẹn.") if stays_late else ""),
        article=change.article,
        reason=change.reason if in_full else "",
    )


def _why(change: Change) -> str:
    if change.is_apology:
        return _("Nơi giải quyết làm không kịp, xin lỗi bà con.")
    if change.kind == Kind.RECALCULATED:
        return _("Lịch nghỉ, làm bù đã đổi, nên ngày hẹn được tính lại.")
    if change.verb == Verb.CONFIRM_PAYMENT:
        if change.kind == Kind.RESTARTED:
            return _("Bà con đã nộp tiền. Thời hạn sau khi nộp tính từ lúc đó.")
        return _("Bà con đã nộp tiền. Thời gian chờ nộp tiền không tính.")
    if change.kind == Kind.RESTARTED:
        return _("Giấy tờ đã đủ. Thời hạn được tính lại từ đầu.")
    return _("Giấy tờ đã đủ. Thời gian chờ không tính, phần còn lại tính tiếp.")


def _since(change: Change) -> str:
    if change.kind not in (Kind.RESTARTED, Kind.RESUMED):
        return ""
    return _("Tính từ %(when)s.") % {"when": vietnamese.when(change.at, get_language() or "vi")}
