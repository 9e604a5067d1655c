"""The desk's book and one dossier of it, as the templates draw them."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.counter import paging, queries
from motcua.counter.desk import Desk
from motcua.counter.forms import ReasonForm, VersionedForm
from motcua.counter.paging import Key, read_key
from motcua.counter.presenters.frame import frame, keys
from motcua.counter.presenters.paper import codes_of
from motcua.counter.presenters.receive import everyday_name
from motcua.counter.presenters.turns import asked_for, turns_of
from motcua.dossiers import steps
from motcua.dossiers.documents.receipt import about
from motcua.dossiers.lifecycle import Status, Verb
from motcua.dossiers.models import Dossier, DossierDocument, DossierQuerySet, Event
from motcua.dossiers.presenters import account_in_words
from motcua.dossiers.queries import StepState, progress, timeline, timeliness
from motcua.papers.models import IssuedPaper
from motcua.papers.queries import label_of, name_of, papers_of

PERIODS = (
    ("hom-nay", gettext_lazy("Hôm nay")),
    ("tuan-nay", gettext_lazy("Tuần này")),
    ("tat-ca", gettext_lazy("Từ trước tới nay")),
)
_STATES = {"done": "dn", "current": "cu", "future": "fu"}
_TERMS = {"soon": "due_soon", "in_time": "", "waiting": "paused", "late": "overdue"}


def list_page(desk: Desk, asked: dict[str, str]) -> dict[str, Any]:
    """Return the context of one page of the book (3 statements): nothing is counted, pages follow by key."""
    text = asked.get("q", "")
    period = asked.get("khi") or ("tat-ca" if text else "hom-nay")
    rows = queries.book(desk, since=_since(desk, period), status=asked.get("trang_thai", ""), text=text)
    found = list(_after(rows, asked.get("sau", ""))[: paging.PAGE + 1])
    filters = {"khi": period, "trang_thai": asked.get("trang_thai", ""), "q": text}
    return {
        **frame(desk),
        "rows": [_row(desk, dossier) for dossier in found[: paging.PAGE]],
        "next_url": _key(found[paging.PAGE - 1]).url(**filters) if len(found) > paging.PAGE else "",
        "periods": [
            {"label": label, "url": f"?{urlencode(filters | {'khi': key})}", "current": key == period}
            for key, label in PERIODS
        ],
        "statuses": [(status.value, status.label) for status in Status if status not in _NEVER_RECEIVED],
        "asked": filters,
        "is_searching": bool(text or asked.get("trang_thai")),
        "shortcuts": keys(("F4", gettext_lazy("Tìm hồ sơ")), ("↑+↓", gettext_lazy("Dòng trước, sau"))),
    }


_NEVER_RECEIVED = {Status.DRAFT, Status.SUBMITTED}


def dossier_page(
    desk: Desk,
    dossier: Dossier,
    *,
    form: ReasonForm | None = None,
    refused: tuple[Verb, VersionedForm] | None = None,
) -> dict[str, Any]:
    """Return the context of one dossier (16 statements, 4 more while it waits).

    :param refused: the turn that just came to nothing, with its form as typed
    """
    turns = turns_of(desk, dossier, refused=refused)
    verbs = set(steps.verbs_open_to(desk.actor, dossier))
    code = dossier.code or dossier.quick_code
    term = timeliness(dossier, at=desk.at)
    return {
        **frame(desk),
        "dossier": dossier,
        "name": everyday_name(dossier.version),
        "about": about(dossier.applicant),
        "term": _TERMS.get(term, term),
        "steps": [_step(state) for state in progress(dossier)],
        "events": [_event(line) for line in reversed(timeline(dossier))],
        "papers": [{"name": paper.name, "many": _many(paper)} for paper in dossier.documents.order_by("position")],
        "issued": [_issued(paper, code) for paper in papers_of(dossier)],
        "control_slip_url": reverse("counter:control_slip", args=[code]) if dossier.received_at else "",
        "receipt_url": reverse("counter:receipt", args=[dossier.code]) if _has_receipt(desk, dossier) else "",
        "accept_url": reverse("counter:online_dossier", args=[dossier.quick_code]) if Verb.RECEIVE in verbs else "",
        "return_url": (
            f"{reverse('counter:hand_over')}?ma={dossier.quick_code}" if Verb.RETURN_RESULT in verbs else ""
        ),
        "withdraw_url": reverse("counter:withdraw", args=[code]) if Verb.WITHDRAW in verbs else "",
        "form": form or ReasonForm(initial={"version": dossier.version_number}),
        "turns": turns,
        "refused_form": refused[1] if refused else None,
        "is_gone": refused is not None and not any(turn["form"] is refused[1] for turn in turns),
        "asked": asked_for(dossier),
        "account": account_in_words(dossier, at=desk.at),
        **codes_of(dossier),
        "shortcuts": keys(("Ctrl+P", gettext_lazy("In giấy hẹn"))) if dossier.code else [],
    }


def _issued(paper: IssuedPaper, code: str) -> dict[str, Any]:
    """Return a paper as the list of the dossier's papers shows it."""
    return {
        "name": name_of(paper),
        "number": label_of(paper),
        "at": paper.issued_at,
        "url": reverse("counter:paper", args=[code, paper.pk]),
    }


def _has_receipt(desk: Desk, dossier: Dossier) -> bool:
    return dossier.code is not None and dossier.unit_id in desk.units


def _since(desk: Desk, period: str) -> datetime | None:
    midnight = desk.at.replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "tuan-nay":
        return midnight - timedelta(days=midnight.weekday())
    return midnight if period == "hom-nay" else None


def _after(rows: DossierQuerySet, text: str) -> DossierQuerySet:
    key = read_key(text)
    if key is None:
        return rows
    return rows.filter(Q(received_at__lt=key.moment) | Q(received_at=key.moment, id__lt=key.pk))


def _key(dossier: Dossier) -> Key:
    assert dossier.received_at  # the book holds what was received
    return Key(dossier.received_at, dossier.pk)


def _row(desk: Desk, dossier: Dossier) -> dict[str, Any]:
    term = timeliness(dossier, at=desk.at)
    return {
        "dossier": dossier,
        "name": everyday_name(dossier.version),
        "url": reverse("counter:dossier", args=[dossier.code]),
        "receipt_url": reverse("counter:receipt", args=[dossier.code]),
        "term": _TERMS.get(term, term),
    }


def _many(paper: DossierDocument) -> str:
    said = [_("%d bản chính") % paper.originals] if paper.originals else []
    return ", ".join(said + ([_("%d bản sao") % paper.copies] if paper.copies else []))


def _step(state: StepState) -> dict[str, Any]:
    assignment = state.assignment
    where = assignment.officer or assignment.agency if assignment else state.step.agency
    return {
        "state": _STATES[state.state],
        "name": state.step.name,
        "who": str(where or ""),
        "ended_at": assignment.ended_at if assignment else None,
        "due_at": assignment.due_at if assignment else None,
    }


def _event(line: Event) -> dict[str, Any]:
    said = [line.by_name]
    if line.agency is not None and line.agency.name != line.by_name:
        said.append(line.agency.short_name)
    words = {
        "reason": _("Lý do: %s"),
        "note": "%s",
        "to": _("Chuyển tới %s"),
        "summary": "%s",
        "collected_by": _("Người nhận thay: %s"),
        "authority": _("Giấy ủy quyền: %s"),
        "consignment": _("Mã bưu gửi: %s"),
    }
    said += [words[name] % line.detail[name] for name in words if line.detail.get(name)]
    return {"at": line.at, "title": Verb(line.verb).label, "detail": " · ".join(said)}
