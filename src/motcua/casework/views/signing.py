"""The leader's signing desk (ux.md L1): approve, send back, or leave for later."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.casework.desk import Desk, leading
from motcua.casework.doors import SIGNING
from motcua.casework.forms import ApproveForm, SendBackForm
from motcua.casework.presenters import signing as present
from motcua.casework.presenters.dossier import Refused
from motcua.casework.views.answers import Again, attempt, found, meant
from motcua.dossiers import actions
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier


@require_GET
@leading
def queue(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what waits for a signature, with the most urgent dossier or the one that the address names."""
    context = present.page(desk, chosen=request.GET.get("ho-so", ""))
    return render(request, "casework/signing.html", context)


@require_http_methods(["GET", "POST"])
@leading
def approve(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Decide as proposed, and lay the next dossier on the desk."""
    if request.method == "GET":
        return redirect(SIGNING)
    dossier, form = meant(desk, code), ApproveForm(request.POST)

    def act(typed: dict[str, Any]) -> Dossier:
        return actions.approve(dossier=dossier, by=desk.actor, at=desk.at, expected_version=typed["version"])

    refusal = attempt(Verb.APPROVE, form, act, desk=desk, dossier=dossier, again=_again(request, desk, code))
    if refusal is not None:
        return refusal
    messages.success(request, _("Đã duyệt hồ sơ của %(who)s.") % {"who": dossier.applicant.name})
    return _next(form)


@require_http_methods(["GET", "POST"])
@leading
def send_back(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Give the proposal back to its officer, and lay the next dossier on the desk."""
    if request.method == "GET":
        return redirect(SIGNING)
    dossier, form = meant(desk, code), SendBackForm(request.POST)

    def act(typed: dict[str, Any]) -> Dossier:
        return actions.send_back(
            dossier=dossier, reason=typed["reason"], by=desk.actor, at=desk.at, expected_version=typed["version"]
        )

    refusal = attempt(Verb.SEND_BACK, form, act, desk=desk, dossier=dossier, again=_again(request, desk, code))
    if refusal is not None:
        return refusal
    messages.success(request, _("Đã trả lại hồ sơ của %(who)s để sửa.") % {"who": dossier.applicant.name})
    return _next(form)


def _next(form: ApproveForm) -> HttpResponse:
    following = form.cleaned_data["following"]
    return redirect(f"{SIGNING}?ho-so={following}" if following.isdecimal() else SIGNING)


def _again(request: HttpRequest, desk: Desk, code: str) -> Again:
    """Return how to give the desk back with the dossier as it is now."""

    def again(refused: Refused, status: int) -> HttpResponse:
        fresh = found(desk, code, whole=True)
        context = present.page(desk, chosen=fresh.quick_code, dossier=fresh, refused=refused)
        return render(request, "casework/signing.html", context, status=status)

    return again
