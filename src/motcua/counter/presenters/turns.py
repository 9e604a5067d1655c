"""What a counter can do about a dossier that lacks something: the forms on its page, the list of those that wait."""

from datetime import datetime
from typing import Any, NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.counter import forms, paging, queries
from motcua.counter.desk import Desk
from motcua.counter.forms import VersionedForm, handed_in
from motcua.counter.paging import Key, read_key
from motcua.counter.presenters.frame import frame
from motcua.counter.presenters.receive import everyday_name, paper_rows
from motcua.dossiers import clock, steps
from motcua.dossiers.clock import ClockEvent, Kind
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import clock_events
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
    asks_for_papers: bool = False


LOOKS = {
    Verb.ACCEPT_SUPPLEMENT: Look(
        forms.AcceptSupplementForm, gettext_lazy("Nhận bổ sung"), gettext_lazy("Nhận đủ bổ sung")
    ),
    Verb.CONFIRM_PAYMENT: Look(
        forms.ConfirmPaymentForm, gettext_lazy("Đã nộp tiền"), gettext_lazy("Xác nhận đã nộp tiền")
    ),
    Verb.REQUEST_SUPPLEMENT: Look(
        forms.RequestSupplementForm,
        gettext_lazy("Yêu cầu bổ sung"),
        gettext_lazy("Gửi yêu cầu bổ sung"),
        asks_for_papers=True,
    ),
    Verb.STOP: Look(forms.StopForm, gettext_lazy("Dừng giải quyết"), gettext_lazy("Dừng giải quyết"), is_final=True),
}


def form_of(verb: Verb, dossier: Dossier, *, data: QueryDict | None = None) -> VersionedForm:
    """Return the form of this turn; papers that are asked for are ticked by name."""
    more: dict[str, Any] = {}
    if LOOKS[verb].asks_for_papers:
        more["papers"] = [(paper.name, paper.name) for paper in queries.published_papers(dossier)]
    return LOOKS[verb].form(data, auto_id=f"id_{verb.value}_%s", **more)


def turns_of(
    desk: Desk, dossier: Dossier, *, refused: tuple[Verb, VersionedForm] | None = None
) -> list[dict[str, Any]]:
    """Return the turns that this desk may take, each with its form; what was just refused stands open, as typed."""
    return [
        _turn(desk, dossier, verb, refused[1] if refused and refused[0] == verb else None)
        for verb in LOOKS
        if steps.may(desk.actor, verb, dossier)
    ]


def _turn(desk: Desk, dossier: Dossier, verb: Verb, refused: VersionedForm | None) -> dict[str, Any]:
    form = refused or form_of(verb, dossier)
    papers = queries.published_papers(dossier) if verb == Verb.ACCEPT_SUPPLEMENT else []
    return {
        "look": LOOKS[verb],
        "form": form,
        "papers": paper_rows(papers, form.data, ticked=handed_in(form.data)),
        "is_open": refused is not None or verb in (Verb.ACCEPT_SUPPLEMENT, Verb.CONFIRM_PAYMENT),
        "url": reverse("counter:turn", args=[dossier.code or dossier.quick_code, verb.value]),
        "promise": _promise(verb, dossier, at=desk.at),
    }


def _promise(verb: Verb, dossier: Dossier, *, at: datetime) -> str:
    """Return what day would be promised if this were done now; "" where it promises none (2 statements)."""
    if dossier.received_at is None or verb not in (Verb.ACCEPT_SUPPLEMENT, Verb.CONFIRM_PAYMENT):
        return ""
    rules = dossier.rule_set
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


def list_page(desk: Desk, *, after: str) -> dict[str, Any]:
    """Return the context of one page of what waits for its applicant, longest first (3–4 statements)."""
    behind = read_key(after)
    found = list(queries.standing_still(desk, after=behind)[: paging.PAGE + 1])
    rows = found[: paging.PAGE]
    calendar = calendar_of(desk.unit.calendar_id)
    return {
        **frame(desk, waiting=len(found) if behind is None else None),
        "rows": [
            {
                "dossier": row,
                "name": everyday_name(row.version),
                "url": reverse("counter:dossier", args=[row.code or row.quick_code]),
                "waited": _waited(calendar.between(row.asked_at, desk.at), calendar.minutes_per_day),  # type: ignore[attr-defined]
                "has_sent": row.sent_at is not None and row.sent_at >= row.asked_at,  # type: ignore[attr-defined]
            }
            for row in rows
        ],
        "next_url": Key(rows[-1].asked_at, rows[-1].pk).url() if len(found) > paging.PAGE else "",  # type: ignore[attr-defined]
    }


def _waited(minutes: int, day_minutes: int) -> str:
    days = minutes // day_minutes
    return _("%(days)d ngày làm việc") % {"days": days} if days else _("chưa tới một ngày")
