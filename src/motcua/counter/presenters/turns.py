"""What a counter can do about a dossier that lacks something: the forms on its page, the list of those that wait."""

from datetime import datetime
from typing import Any, NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.counter import forms, queries
from motcua.counter.desk import Desk
from motcua.counter.forms import VersionedForm
from motcua.counter.presenters.frame import frame
from motcua.counter.presenters.receive import everyday_name
from motcua.dossiers import clock, steps
from motcua.dossiers.clock import ClockEvent, Kind
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import clock_events
from motcua.law import rule_sets
from motcua.law.refusals import Refusal
from motcua.lib import vietnamese
from motcua.lib.clock import VIETNAM
from motcua.working_time.queries import calendar_of


class Look(NamedTuple):
    """How a turn looks on the dossier's page."""

    form: type[VersionedForm]
    title: str | Promise
    send: str | Promise
    is_final: bool = False
    has_papers: bool = False


LOOKS = {
    Verb.ACCEPT_SUPPLEMENT: Look(
        forms.AcceptSupplementForm, gettext_lazy("Nhận bổ sung"), gettext_lazy("Nhận đủ bổ sung"), has_papers=True
    ),
    Verb.CONFIRM_PAYMENT: Look(
        forms.ConfirmPaymentForm, gettext_lazy("Đã nộp tiền"), gettext_lazy("Xác nhận đã nộp tiền")
    ),
    Verb.REQUEST_SUPPLEMENT: Look(
        forms.RequestSupplementForm,
        gettext_lazy("Yêu cầu bổ sung"),
        gettext_lazy("Gửi yêu cầu bổ sung"),
        has_papers=True,
    ),
    Verb.STOP: Look(forms.StopForm, gettext_lazy("Dừng giải quyết"), gettext_lazy("Dừng giải quyết"), is_final=True),
}


def form_of(verb: Verb, dossier: Dossier, *, data: QueryDict | None = None) -> VersionedForm:
    """Return the form of this turn; papers are ticked by code when they come, by name when they are asked for."""
    more: dict[str, Any] = {}
    if LOOKS[verb].has_papers:
        by_code = verb == Verb.ACCEPT_SUPPLEMENT
        papers = queries.published_papers(dossier)
        more["papers"] = [(paper.code if by_code else paper.name, paper.name) for paper in papers]
    return LOOKS[verb].form(data, auto_id=f"id_{verb.value}_%s", **more)


def turns_of(
    desk: Desk, dossier: Dossier, *, refused: tuple[Verb, VersionedForm] | None = None
) -> list[dict[str, Any]]:
    """Return the turns that this desk may take, each with its form; what was just refused stands open, as typed."""
    return [
        {
            "look": look,
            "form": refused[1] if refused and refused[0] == verb else form_of(verb, dossier),
            "is_open": bool(refused and refused[0] == verb) or verb in (Verb.ACCEPT_SUPPLEMENT, Verb.CONFIRM_PAYMENT),
            "url": reverse("counter:turn", args=[dossier.code or dossier.quick_code, verb.value]),
            "promise": _promise(verb, dossier, at=desk.at),
        }
        for verb, look in LOOKS.items()
        if steps.may(desk.actor, verb, dossier)
    ]


def _promise(verb: Verb, dossier: Dossier, *, at: datetime) -> str:
    """Return what day would be promised if this were done now; "" where it promises none (2 statements)."""
    if dossier.received_at is None or verb not in (Verb.ACCEPT_SUPPLEMENT, Verb.CONFIRM_PAYMENT):
        return ""
    rules = rule_sets.named(dossier.rules)
    limit = dossier.limit if verb == Verb.ACCEPT_SUPPLEMENT and rules.clock_after_supplement == "restart" else ""
    if verb == Verb.CONFIRM_PAYMENT:
        asked = dossier.events.filter(verb=Verb.REQUEST_PAYMENT).order_by("-seq").first()
        limit = asked.detail.get("limit_after", "") if asked else ""
    same_day = bool(limit) and limit == dossier.limit and dossier.version.same_day
    kind = Kind.RESTARTED if limit else Kind.RESUMED
    event = ClockEvent(kind, max(at, dossier.moved_at), limit=limit, same_day=same_day)
    calendar = calendar_of(dossier.agency.calendar_id)
    try:
        reading = clock.read([*clock_events(dossier), event], rules=rules, calendar=calendar)
    except Refusal:
        return ""  # the action will say why
    return vietnamese.when(reading.due_at.astimezone(VIETNAM), get_language() or "vi")


def asked_for(dossier: Dossier) -> dict[str, Any] | None:
    """Return what the applicant was last asked for, and what was sent since; None when it does not wait."""
    diary = list(dossier.events.filter(verb__in=[Verb.REQUEST_SUPPLEMENT, Verb.REQUEST_PAYMENT, Verb.SUPPLY]))
    diary.sort(key=lambda line: line.seq)
    asked = next((line for line in reversed(diary) if line.verb != Verb.SUPPLY), None)
    if asked is None or dossier.status not in queries.STANDING_STILL:
        return None
    sent = dossier.attachments.filter(added_at__gte=asked.at).order_by("added_at", "id")
    return {
        "at": asked.at,
        "reason": asked.detail.get("reason", ""),
        "papers": asked.detail.get("papers", []),
        "notes": [line.detail["note"] for line in diary if line.seq > asked.seq and line.detail.get("note")],
        "files": [{"name": file.file_name, "url": reverse("counter:attachment", args=[file.pk])} for file in sent],
    }


def list_page(desk: Desk) -> dict[str, Any]:
    """Return the context of the list of what waits for its applicant, longest first (4 statements)."""
    found = list(queries.standing_still(desk)[: queries.AS_MANY_AS_SHOWN])
    calendar = calendar_of(desk.unit.calendar_id)
    return {
        **frame(desk, waiting=len(found)),
        "rows": [
            {
                "dossier": row,
                "name": everyday_name(row.version),
                "url": reverse("counter:dossier", args=[row.code or row.quick_code]),
                "waited": _waited(calendar.between(row.asked_at, desk.at), calendar.minutes_per_day),  # type: ignore[attr-defined]
                "has_sent": row.sent_at is not None and row.sent_at >= row.asked_at,  # type: ignore[attr-defined]
            }
            for row in found[:20]
        ],
        "is_cut": len(found) == queries.AS_MANY_AS_SHOWN,
    }


def _waited(minutes: int, day_minutes: int) -> str:
    days = minutes // day_minutes
    return _("%(days)d ngày làm việc") % {"days": days} if days else _("chưa tới một ngày")
