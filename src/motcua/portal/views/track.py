"""The page of one dossier, in two depths; the receipt as PDF; asking for the dossier back."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.accounts.actions import count_try
from motcua.dossiers import actions, actors, queries, quick_codes, steps
from motcua.dossiers.actors import Actor
from motcua.dossiers.documents import receipt as receipt_form
from motcua.dossiers.kept import calendar_for
from motcua.dossiers.lifecycle import NotAllowed, Status, Verb
from motcua.dossiers.models import Dossier, Event
from motcua.lib import clock, damm
from motcua.papers.queries import content_of, latest, name_of, papers_for_applicant, tracked_in_full
from motcua.portal import confidence, guard
from motcua.portal.forms import LookupForm, WithdrawForm
from motcua.portal.presenters import appointments, confided, doors, hours, needs, procedure, tracking

#: Wrong proofs for one dossier in a day, before the counter has to help
PROOFS_A_DAY = 10


@never_cache
@require_safe
def track(request: HttpRequest, code: str) -> HttpResponse:
    in_full = confidence.is_given(request, code)
    if not in_full and guard.is_closed_to(request):
        return too_many(request)
    find = tracked_in_full if in_full else queries.tracked
    dossier = find(code) if damm.is_valid(code) else None
    if dossier is None:
        return _unknown(request, code)
    lines = queries.timeline(dossier) if in_full else queries.bare_clock_lines(dossier)
    context = _shared(dossier, lines, clock.now(), in_full=in_full)
    return render(request, "portal/track.html", context | (_in_full(dossier, lines) if in_full else {}))


def _shared(dossier: Dossier, lines: list[Event], at: datetime, *, in_full: bool) -> dict[str, Any]:
    """Return what anybody may know who has the ten digits. Nothing in it names or describes a person."""
    calendar = calendar_for(dossier)
    events = queries.clock_events_among(lines, dossier)
    appointment = appointments.appointment_of(dossier, lines, events, calendar=calendar)
    return {
        "in_full": in_full,
        "code": dossier.quick_code,
        "dossier_code": dossier.code,
        "status": dossier.status,
        "is_open": dossier.status not in ("returned", "refused", "withdrawn", "stopped"),
        "title": procedure.title_of(dossier.version),
        "procedure_url": procedure.address_of(dossier.version),
        "panel": tracking.panel_of(dossier, appointment, at=at, calendar=calendar),
        "doors": doors.doors_of(dossier, queries.bare_progress(dossier), at=at),
        "derivation": appointment.explanation if appointment else None,
        "new_day": appointments.new_day_of(dossier, appointment, in_full=in_full),
        "asked": confided.units_asked(dossier, at=at),
        "holder": dossier.holder,
        "step_name": dossier.step.name if dossier.step else "",
        "step_due_at": dossier.step_due_at,
        "step_is_late": bool(dossier.step_due_at and dossier.step_due_at < at),
        "unit": dossier.unit,
        "hours": partial(hours.hours_words, calendar),  # asked for only where a result waits
        "short_url": f"{settings.PUBLIC_URL}/t/{dossier.quick_code}",
    }


def _in_full(dossier: Dossier, lines: list[Event]) -> dict[str, Any]:
    by = applicant_of(dossier)
    token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
    has_receipt = dossier.received_at is not None
    return {
        "name": confided.name_of(dossier.applicant),
        "place": dossier.applicant.commune.short_name if dossier.applicant.commune else "",
        "history": confided.history_of(lines, receipt_url="giay-hen.pdf" if has_receipt else ""),
        "reason": confided.reason_of(dossier, lines, getattr(dossier, "result", None)),
        "need": needs.need_of(dossier, lines),
        "parcel": confided.parcel_of(dossier),
        "may_supply": steps.may(by, Verb.SUPPLY, dossier),
        "has_receipt": has_receipt,
        "issued": [
            {"pk": paper.pk, "name": name_of(paper), "at": localtime(paper.issued_at)}
            for paper in papers_for_applicant(dossier)
            if paper.form != "receipt"
        ],
        "may_withdraw": steps.may(by, Verb.WITHDRAW, dossier),
        "rate_url": f"/danh-gia/{dossier.quick_code}/{token}/" if dossier.status == Status.RETURNED else "",
        "scanned_url": f"{settings.PUBLIC_URL}/t/{dossier.quick_code}/{token}",
    }


@never_cache
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Give the appointment slip to whoever has shown its token."""
    dossier = confided_to(request, code)
    if dossier.received_at is None:
        raise Http404
    issued = latest(dossier, "receipt")
    return _pdf(content_of(issued) if issued else receipt_form.render(dossier, copies=1), f"giay-hen-{code}")


@never_cache
@require_safe
def paper(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Give a paper that was issued to the applicant, as it was issued, to whoever has shown the receipt's token."""
    dossier = confided_to(request, code)
    issued = next((issued for issued in papers_for_applicant(dossier) if issued.pk == pk), None)
    if issued is None:
        raise Http404
    return _pdf(content_of(issued), f"giay-to-{code}")


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take a request to give the dossier back. Besides the token it wants the end of a number that was handed in."""
    dossier = confided_to(request, code)
    number = dossier.applicant.phone or dossier.applicant.id_number
    by = applicant_of(dossier)
    refusal = steps.why_not(by, Verb.WITHDRAW, dossier)
    if refusal is not None or len(number) < 4:
        messages.warning(request, str(refusal or _("Hồ sơ chưa có số điện thoại. Gọi nơi nhận để xin rút.")))
        return redirect("portal:track", code=code)
    form = WithdrawForm(request.POST if request.method == "POST" else None, number=number)
    if request.method == "POST" and _proof_is_open(code, form) and form.is_valid():
        return _withdrawn(request, dossier, by, reason=form.cleaned_data["reason"])
    context = {
        "form": form,
        "code": code,
        "title": procedure.title_of(dossier.version),
        "by_phone": bool(dossier.applicant.phone),
    }
    return render(request, "portal/withdraw.html", context, status=422 if form.errors else 200)


def _withdrawn(request: HttpRequest, dossier: Dossier, by: Actor, *, reason: str) -> HttpResponse:
    try:
        actions.withdraw(dossier=dossier, reason=reason, by=by, at=clock.now())
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Đã rút hồ sơ. Giấy tờ gốc thì tới nơi nộp lấy lại."))
    return redirect("portal:track", code=dossier.quick_code)


def _proof_is_open(code: str, form: WithdrawForm) -> bool:
    """Count this try; after too many on one day only the counter can help, right digits or not."""
    if count_try(key=f"withdraw:{code}", limit=PROOFS_A_DAY, seconds=24 * 60 * 60):
        return True
    form.add_error(None, ValidationError(_("Đã thử nhiều lần. Mai thử lại, hoặc gọi nơi nhận để xin rút.")))
    return False


def confided_to(request: HttpRequest, code: str) -> Dossier:
    """Return the dossier for somebody who has shown its token. :raises Http404: they have not, or there is none"""
    dossier = tracked_in_full(code) if confidence.is_given(request, code) else None
    if dossier is None:
        raise Http404
    return dossier


def applicant_of(dossier: Dossier) -> Actor:
    return actors.applicant(name=dossier.applicant.name, dossier_id=dossier.pk)


def _unknown(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the digits were mistyped or nobody has them; only the second tells anything, so only it counts."""
    form = LookupForm({"ma": code})
    if form.is_valid():
        guard.count_failure(request)
        form.add_error("ma", _("Chưa có hồ sơ mang mã này. Xem lại trên giấy hẹn, hoặc gọi để hỏi."))
    return render(request, "portal/lookup.html", {"form": form}, status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Ask somebody to wait who has tried too many codes that do not exist."""
    answer = render(request, "portal/too_many.html", status=429)
    answer["Retry-After"] = "600"
    return answer
