"""The row of doors that a dossier passes: what is done, where it is at work, what is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.catalogue.models import StepKind
from motcua.dossiers.lifecycle import RUNNING, TERMINAL, WAITING, Status
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import StepState, timeliness
from motcua.lib import vietnamese

#: More doors than this do not stand side by side: what follows one another with the same purpose becomes one
MOST_DOORS = 6


@dataclass(frozen=True)
class Door:
    state: str  # dn, cu, fu, late, wait
    name: str
    note: str
    icon: str


_ICONS = {
    StepKind.RECEPTION: "tray-arrow-down-fill",
    StepKind.HANDLING: "file-text",
    StepKind.WAITING: "hourglass-medium",
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
    if kind == StepKind.RETURN and dossier.due_at and dossier.status in RUNNING and not dossier.clock_stopped_at:
        due = vietnamese.day(localtime(dossier.due_at), _language(), year=False)
        return Door("fu", name, _("hẹn %(day)s") % {"day": due}, icon)
    return Door("fu", name, _("Không làm tiếp") if dossier.status in TERMINAL else _("Chưa tới"), icon)


def _current_door(dossier: Dossier, name: str, icon: str, kind: StepKind, *, at: datetime) -> Door:
    status = Status(dossier.status)
    if status in WAITING:
        return Door("wait", name, _("Chờ bà con"), icon)
    if dossier.clock_stopped_at is not None:
        return Door("wait", name, _("Chờ cơ quan ngoài"), icon)
    if kind == StepKind.RETURN:
        return Door("cu", name, _("Mời đến nhận"), icon)
    if timeliness(dossier, at=at) == "overdue":
        return Door("late", name, _("Đang làm, trễ hẹn"), icon)
    if dossier.asked:
        return Door("cu", name, _("Đang hỏi ý kiến"), icon)
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


def _language() -> str:
    return get_language() or "vi"
