"""How much time is left, in the words and colours of these desks. What is late is asked of motcua.dossiers.queries."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.catalogue.models import WaitsFor
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Assignment, Consultation, Dossier
from motcua.dossiers.queries import timeliness
from motcua.lib import vietnamese
from motcua.lib.clock import VIETNAM
from motcua.lib.midnight import end_of
from motcua.working_time.calendar import WorkingCalendar

#: As the design room names them
TERM_TAGS = {
    "early": "early",
    "on_time": "on_time",
    "late": "overdue",
    "overdue": "overdue",
    "soon": "due_soon",
    "waiting": "paused",
}
#: Whom a dossier waits for while its clock stands still
_WAITS_FOR = {
    WaitsFor.APPLICANT.value: gettext_lazy("chờ bổ sung"),
    WaitsFor.PAYMENT.value: gettext_lazy("chờ nộp tiền"),
    WaitsFor.PARTNER.value: gettext_lazy("chờ cơ quan ngoài phần mềm"),
}
_MINUTES_OF_HALF_A_DAY = 240


class Term(NamedTuple):
    """The due column of a row: its words, and "late", "soon", "wait" or "ok"."""

    words: str
    tone: str


def term_of(dossier: Dossier, *, calendar: WorkingCalendar, at: datetime) -> Term:
    """Say until when a dossier must leave the hands it is in."""
    if dossier.clock_stopped_at is not None:
        return Term(_("đồng hồ dừng"), "wait")
    if dossier.due_at is None or dossier.judged_due_at is None:
        return Term("", "ok")
    if timeliness(dossier, at=at) == "overdue":
        return Term(_late(calendar.between(dossier.judged_due_at, at), calendar), "late")
    turn = min(dossier.step_due_at or dossier.due_at, dossier.due_at)
    if turn < at:
        return Term(_("bước %(late)s") % {"late": _late(calendar.between(turn, at), calendar)}, "soon")
    if turn < end_of(at.astimezone(VIETNAM).date()):
        return Term(_("còn %(left)s") % {"left": _roughly(calendar.between(at, turn), calendar)}, "soon")
    local = turn.astimezone(VIETNAM)
    return Term(f"{local:%d/%m}, {vietnamese.clock_time(local)}", "ok")


def answer_term_of(share: Consultation, *, calendar: WorkingCalendar, at: datetime) -> Term:
    """Say until when another unit's answer is awaited, by that unit's own calendar."""
    if share.due_at is None:
        return Term(_("chờ tới lượt"), "wait")
    if share.answered_at is not None:
        is_late = share.answered_at > share.due_at
        return Term(_("trả lời trễ") if is_late else _("đã trả lời"), "late" if is_late else "ok")
    if share.due_at < at:
        return Term(_late(calendar.between(share.due_at, at), calendar), "late")
    left = _("còn %(left)s") % {"left": _roughly(calendar.between(at, share.due_at), calendar)}
    is_soon = share.due_at < end_of(at.astimezone(VIETNAM).date())
    return Term(left, "soon" if is_soon else "ok")


def clock_of(
    dossier: Dossier, assignment: Assignment | None, *, calendar: WorkingCalendar, at: datetime
) -> dict[str, Any]:
    """Return the arch clock: what is left of the step, or of the whole where the step has no time of its own."""
    promise = dossier.due_at.astimezone(VIETNAM) if dossier.due_at else None
    clock: dict[str, Any] = {"promise": promise, "fraction": 0.0, "about": "", "tone": "on", "words": ""}
    status = Status(dossier.status)
    if dossier.due_at is None or dossier.judged_due_at is None:
        return clock | {"words": _("Chưa hẹn ngày"), "about": _("Hồ sơ chưa tiếp nhận, đồng hồ chưa chạy.")}
    if dossier.finished_at is not None:
        finished = vietnamese.when(dossier.finished_at.astimezone(VIETNAM), _language(), year=False)
        return clock | {"fraction": 1.0, "words": status.label, "about": vietnamese.sentence(finished)}
    if dossier.clock_stopped_at is not None:
        about = vietnamese.sentence(waiting_in_words(dossier))
        return clock | {"tone": "wait", "words": _("Đồng hồ dừng"), "about": about}
    if timeliness(dossier, at=at) == "overdue":
        late = _late(calendar.between(dossier.judged_due_at, at), calendar)
        return clock | {"tone": "late", "fraction": 1.0, "words": late, "about": _("so với ngày hẹn trả")}
    return clock | _running(dossier, dossier.due_at, assignment, calendar=calendar, at=at)


def _running(
    dossier: Dossier, due_at: datetime, assignment: Assignment | None, *, calendar: WorkingCalendar, at: datetime
) -> dict[str, Any]:
    ends = dossier.step_due_at or due_at
    begins = assignment.started_at if assignment and dossier.step_due_at else dossier.received_at or at
    name = dossier.step.name if dossier.step else ""
    whole = max(calendar.between(begins, ends), 1)
    left = calendar.between(at, ends)
    fraction = 1 - left / whole
    if ends < at:
        words, about = _late(-left, calendar), _("ở bước %(step)s, ngày hẹn trả chưa qua")
        return {"tone": "soon", "fraction": 1.0, "words": vietnamese.sentence(words), "about": about % {"step": name}}
    today = ends < end_of(at.astimezone(VIETNAM).date())
    words = vietnamese.time_left(left, calendar.minutes_per_day, _language())
    half_days = dossier.step.half_days if dossier.step and dossier.step_due_at else 0
    if half_days:
        about = _("cho bước %(step)s (hạn %(limit)s làm việc)") % {"step": name, "limit": half_days_in_words(half_days)}
    else:
        about = _("tới lúc hẹn trả")
    return {"tone": "soon" if today else "on", "fraction": fraction, "words": words, "about": about}


def waiting_in_words(dossier: Dossier) -> str:
    """Say whom a dossier with a stopped clock waits for, and since when: "chờ bổ sung từ 15/10"."""
    assert dossier.clock_stopped_at is not None  # asked of such dossiers only
    since = f"{dossier.clock_stopped_at.astimezone(VIETNAM):%d/%m}"
    return _("%(whom)s từ %(day)s") % {"whom": _WAITS_FOR[dossier.waits_for], "day": since}


def half_days_in_words(half_days: int) -> str:
    """Return the length of a step: "4 giờ", "2 ngày", "2,5 ngày"."""
    if half_days == 1:
        return vietnamese.time_left(_MINUTES_OF_HALF_A_DAY, language=_language())
    days = vietnamese.number(half_days / 2, half_days % 2, _language())
    return _("%(days)s ngày") % {"days": days}


def _roughly(minutes: int, calendar: WorkingCalendar) -> str:
    """Return what is left in a narrow column: whole hours, or minutes under one."""
    rounded = minutes // 60 * 60 if minutes >= 60 else minutes
    return vietnamese.time_left(rounded, calendar.minutes_per_day, _language())


def _late(minutes: int, calendar: WorkingCalendar) -> str:
    return vietnamese.lateness(minutes, calendar.minutes_per_day, _language())


def _language() -> str:
    return get_language() or "vi"
