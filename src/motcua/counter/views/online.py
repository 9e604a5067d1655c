"""Dossiers that were submitted online or by post: read them, take them in or refuse them (ux.md truc-tuyen/)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.catalogue.models import Channel
from motcua.counter import queries
from motcua.counter.desk import Desk, at_counter
from motcua.counter.forms import AcceptForm, ReasonForm, VersionedForm
from motcua.counter.intake import closed_book
from motcua.counter.presenters import online as present
from motcua.dossiers import actions
from motcua.dossiers.answering import MEND, status_of
from motcua.dossiers.lifecycle import NotAllowed
from motcua.dossiers.models import Dossier
from motcua.lib import vietnamese
from motcua.lib.clock import VIETNAM


@require_GET
@at_counter
def queue(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the queue with the dossier that has waited longest."""
    return render(request, "counter/online.html", present.page(desk, queries.waiting_online(desk).first()))


@require_GET
@at_counter
def dossier(request: HttpRequest, desk: Desk, quick_code: str) -> HttpResponse:
    """Show the queue with this dossier."""
    return render(request, "counter/online.html", present.page(desk, _of_code(desk, quick_code)))


@require_POST
@at_counter
def accept(request: HttpRequest, desk: Desk, quick_code: str) -> HttpResponse:
    """Take the dossier in: its clock starts now, or when the handover record of a posted one was signed."""
    waiting, form = _of_code(desk, quick_code), AcceptForm(request.POST, at=desk.at)
    signed_at = form.cleaned_data.get("signed") if form.is_valid() and waiting.channel == Channel.POST else None
    if signed_at and (closed := closed_book(desk, signed_at)):
        form.add_error("signed", closed)
    if form.errors:
        return _again(request, desk, waiting, form, status=MEND)
    try:
        received = actions.receive(
            dossier=waiting.pk,
            by=desk.actor,
            at=desk.at,
            received_at=signed_at,
            expected_version=form.cleaned_data["version"],
        )
    except ValidationError as trouble:
        return _again(request, desk, waiting, form, trouble, status=MEND)
    except NotAllowed as refusal:
        return _again(request, desk, waiting, form, ValidationError(str(refusal)), status=status_of(refusal))
    assert received.due_at  # the database says so of what was received
    due = vietnamese.when(received.due_at.astimezone(VIETNAM))
    messages.success(request, _("Đã tiếp nhận %(code)s, hẹn trả %(due)s.") % {"code": received.code, "due": due})
    return redirect("counter:online")


@require_POST
@at_counter
def refuse(request: HttpRequest, desk: Desk, quick_code: str) -> HttpResponse:
    """Refuse to take the dossier in, with the reason."""
    waiting, form = _of_code(desk, quick_code), ReasonForm(request.POST)
    if not form.is_valid():
        return _again(request, desk, waiting, form, status=MEND)
    try:
        actions.refuse(
            dossier=waiting.pk,
            reason=form.cleaned_data["reason"],
            by=desk.actor,
            at=desk.at,
            expected_version=form.cleaned_data["version"],
        )
    except ValidationError as trouble:
        return _again(request, desk, waiting, form, trouble, status=MEND)
    except NotAllowed as refusal:
        return _again(request, desk, waiting, form, ValidationError(str(refusal)), status=status_of(refusal))
    code = vietnamese.quick_code(quick_code)
    messages.success(request, _("Đã từ chối hồ sơ %(code)s, lý do đã gửi cho người nộp.") % {"code": code})
    return redirect("counter:online")


def _of_code(desk: Desk, quick_code: str) -> Dossier:
    found = queries.dossier_of_code(desk, quick_code)
    if found is None:
        raise Http404
    return found


def _again(
    request: HttpRequest,
    desk: Desk,
    waiting: Dossier,
    form: VersionedForm,
    trouble: ValidationError | None = None,
    *,
    status: int,
) -> HttpResponse:
    """Give the page back as the dossier stands now, with the sentence and what was typed."""
    if trouble is not None:
        form.take_problems(trouble)
    fresh = _of_code(desk, waiting.quick_code)
    context = present.page(desk, fresh, form=form) | {"has_errors": True}
    return render(request, "counter/online.html", context, status=status)
