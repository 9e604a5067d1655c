"""Handing results over, as the templates draw it; and what a scanned receipt turns out to be."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.catalogue.models import Channel
from motcua.counter import queries
from motcua.counter.desk import Desk
from motcua.counter.forms import HandOverForm
from motcua.counter.presenters.frame import badge, frame, keys
from motcua.counter.presenters.paper import codes_of
from motcua.counter.presenters.receive import everyday_name
from motcua.counter.scans import digits_of
from motcua.dossiers import steps
from motcua.dossiers.documents.receipt import about
from motcua.dossiers.lifecycle import Status, Verb
from motcua.dossiers.models import Dossier, Outcome
from motcua.lib import damm, vietnamese

SHORTCUTS = (
    ("F4", gettext_lazy("Quét giấy hẹn")),
    ("Space", gettext_lazy("Đã xem giấy tờ")),
    ("Ctrl+⏎", gettext_lazy("Trả kết quả")),
)


@dataclass(frozen=True)
class Found:
    """What came of a scan: a dossier, or the sentence that says why none."""

    typed: str
    dossier: Dossier | None = None
    problem: str = ""


def find(desk: Desk, typed: str) -> Found:
    """Return the dossier of this receipt; a slip of the hand is told from a code that nobody has (1 statement)."""
    if not typed.strip():
        return Found(typed)
    digits = digits_of(typed)
    if "-" not in typed:  # a quick code; the long legal code has dashes
        if len(digits) != 10:
            said = _("Mã tra nhanh có 10 số, đây mới đọc được %(count)s số. Quét lại, hoặc gõ mười số trên giấy hẹn.")
            return Found(typed, problem=said % {"count": len(digits)})
        if not damm.is_valid(digits):
            said = _("Mã %(code)s gõ nhầm một số. Xem lại trên giấy hẹn.")
            return Found(typed, problem=said % {"code": vietnamese.quick_code(digits)})
    dossier = queries.dossier_of_code(desk, typed)
    if dossier is None:
        return Found(typed, problem=_("Quầy này không thấy hồ sơ mang mã đó. Hỏi lại nơi đã ghi trên giấy hẹn."))
    return Found(typed, dossier=dossier)


def page(desk: Desk, found: Found, *, form: HandOverForm | None = None) -> dict[str, Any]:
    """Return the context of the page (4 statements, 1 more for a result)."""
    ready = list(queries.ready_to_return(desk)[: queries.AS_MANY_AS_SHOWN])
    dossier = found.dossier
    return {
        **frame(desk, ready=len(ready)),
        "found": found,
        "open": _opened(desk, dossier) if dossier else None,
        "form": form or HandOverForm(initial={"version": dossier.version_number if dossier else None}),
        "rows": [_row(row) for row in ready[:20]],
        "badge": badge(len(ready)),
        "shortcuts": keys(*SHORTCUTS),
    }


def handed_over_page(desk: Desk, dossier: Dossier) -> dict[str, Any]:
    """Return the context of the page after a result was handed over."""
    return {
        **frame(desk),
        "dossier": dossier,
        "name": everyday_name(dossier.version),
        **codes_of(dossier),
        "shortcuts": keys(("F2", gettext_lazy("Người kế tiếp"))),
    }


def _opened(desk: Desk, dossier: Dossier) -> dict[str, Any]:
    is_ready = dossier.status == Status.RESULT_READY
    refusal = steps.why_not(desk.actor, Verb.RETURN_RESULT, dossier)
    result = getattr(dossier, "result", None) if is_ready or dossier.status == Status.RETURNED else None
    return {
        "dossier": dossier,
        "name": everyday_name(dossier.version),
        "about": about(dossier.applicant),
        "is_ready": is_ready,
        "by_post": dossier.result_channel == Channel.POST,
        "may": refusal is None,
        "why_not": str(refusal or ""),
        "result": result,
        "is_refusal": result is not None and result.outcome == Outcome.REFUSED,
        "is_open": dossier.finished_at is None and dossier.due_at is not None,
        "url": reverse("counter:dossier", args=[dossier.code or dossier.quick_code]),
    }


def _row(dossier: Dossier) -> dict[str, Any]:
    return {
        "url": f"{reverse('counter:hand_over')}?ma={dossier.quick_code}",
        "name": everyday_name(dossier.version),
        "who": dossier.applicant.name,
        "quick_code": dossier.quick_code,
        "by_post": dossier.result_channel == Channel.POST,
        "since": dossier.finished_at,
    }
