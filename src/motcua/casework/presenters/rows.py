"""A dossier as a row of a list."""

from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework.asked import Asked
from motcua.casework.desk import Desk
from motcua.casework.presenters.terms import Term, answer_term_of, term_of, waiting_in_words
from motcua.catalogue.models import StepKind
from motcua.dossiers.models import Consultation, Dossier
from motcua.lib import vietnamese
from motcua.lib.clock import VIETNAM
from motcua.notifications.messages import name_of
from motcua.working_time.calendar import WorkingCalendar

_CODE = "code"  # stands for a dossier's own in an address
#: The door at the left of a row, by its term
DOORS = {"late": "x-bold", "soon": "clock-bold", "wait": "pause-bold", "ok": "dots-three-bold"}


def row_of(
    dossier: Dossier,
    *,
    desk: Desk,
    calendar: WorkingCalendar,
    look: Asked,
    is_chosen: bool = False,
    question: Consultation | None = None,
) -> dict[str, Any]:
    """Return what a row shows: the applicant masked, as lists are looked at over shoulders.

    :param look: what the list was asked for, without what stands beside it
    :param question: what this officer's unit is asked: then the row is about that, and its own term
    """
    term = (
        answer_term_of(question, calendar=calendar, at=desk.at)
        if question
        else term_of(dossier, calendar=calendar, at=desk.at)
    )
    return {
        "dossier": dossier,
        "name": name_of(dossier),
        "url": look.url_beside(dossier.quick_code),
        "beside_url": f"{_address_beside().replace(_CODE, str(dossier))}?{look.query}",
        "is_chosen": is_chosen,
        "icon": door_of(dossier, term),
        "term": term,
        "bar": bar_of(dossier),
        "happening": question.question if question else happening(dossier, desk=desk),
    }


@cache
def _address_beside() -> str:
    """Return where one dossier alone is answered with, with _CODE where its own goes: nothing in a code is quoted."""
    return reverse("casework:beside", args=[_CODE])


def door_of(dossier: Dossier, term: Term) -> str:
    signed_off = dossier.step is not None and dossier.step.kind == StepKind.APPROVAL
    return "check-bold" if signed_off and term.tone == "ok" else DOORS[term.tone]


def bar_of(dossier: Dossier) -> tuple[str, ...]:
    """Return the step bar: "y" for what is behind, "c" for where it stands, "" for what is ahead."""
    now_at = dossier.step.position if dossier.step else 0
    positions = dossier.positions  # type: ignore[attr-defined]  # of a row of motcua.casework.queries
    return tuple("y" if position < now_at else "c" if position == now_at else "" for position in positions)


def happening(dossier: Dossier, *, desk: Desk) -> str:
    """Say in a few words what is going on at this step."""
    if dossier.clock_stopped_at is not None:
        return vietnamese.sentence(waiting_in_words(dossier))
    step = dossier.step.name if dossier.step else ""
    if dossier.step is not None and dossier.step.kind == StepKind.APPROVAL:
        return _("%(step)s · chờ ký") % {"step": step}
    if dossier.is_proposed:  # type: ignore[attr-defined]  # of a row of motcua.casework.queries
        return _("Lãnh đạo trả lại, cần sửa")
    if dossier.officer is not None and dossier.officer_id != desk.user.pk:
        return f"{step} · {dossier.officer.get_short_name()}"
    moved_at = dossier.moved_at.astimezone(VIETNAM)
    if dossier.officer is None and moved_at.date() == desk.at.date():
        return _("Mới chuyển đến %(time)s") % {"time": vietnamese.clock_time(moved_at)}
    return step if dossier.officer else _("Chưa ai nhận · %(step)s") % {"step": step}
