"""A dossier that lacks something: ask for it, take it in when it comes, or stop when nobody came back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from motcua.counter import queries
from motcua.counter.desk import Desk, at_counter
from motcua.counter.forms import VersionedForm
from motcua.counter.presenters import book as on_its_page
from motcua.counter.presenters import turns as present
from motcua.dossiers import actions
from motcua.dossiers.answering import MEND, status_of
from motcua.dossiers.application import HandedIn
from motcua.dossiers.lifecycle import NotAllowed, Verb
from motcua.dossiers.models import Dossier

Act = Callable[[Dossier, dict[str, Any], dict[str, Any]], Dossier]


def _accept(dossier: Dossier, typed: dict[str, Any], who: dict[str, Any]) -> Dossier:
    came = [HandedIn(code, originals, copies) for code, (originals, copies) in typed["papers"].items()]
    return actions.accept_supplement(dossier=dossier.pk, documents=came, note=typed["note"], **who)


def _confirm(dossier: Dossier, typed: dict[str, Any], who: dict[str, Any]) -> Dossier:
    return actions.confirm_payment(dossier=dossier.pk, proof=typed["proof"], **who)


def _request(dossier: Dossier, typed: dict[str, Any], who: dict[str, Any]) -> Dossier:
    return actions.request_supplement(dossier=dossier.pk, reason=typed["reason"], papers=typed["papers"], **who)


def _stop(dossier: Dossier, typed: dict[str, Any], who: dict[str, Any]) -> Dossier:
    return actions.stop(dossier=dossier.pk, reason=typed["reason"], **who)


_ACTS: dict[Verb, tuple[Act, str | Promise]] = {
    Verb.ACCEPT_SUPPLEMENT: (_accept, _("Đã nhận bổ sung.")),
    Verb.CONFIRM_PAYMENT: (_confirm, _("Đã xác nhận nộp tiền. Đồng hồ chạy lại.")),
    Verb.REQUEST_SUPPLEMENT: (_request, _("Đã gửi yêu cầu bổ sung cho người nộp.")),
    Verb.STOP: (_stop, _("Đã dừng giải quyết hồ sơ. Người nộp sẽ được báo.")),
}


@require_GET
@at_counter
def waiting(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List what waits for its applicant, longest first, page by page."""
    page = present.list_page(desk, after=request.GET.get("sau", "")[:80])
    return render(request, "counter/waiting.html", page)


@require_POST
@at_counter
def turn(request: HttpRequest, desk: Desk, code: str, verb: str) -> HttpResponse:
    """Do one turn, and stay on the dossier's page."""
    dossier = queries.dossier_of_code(desk, code)
    if dossier is None or verb not in _ACTS:
        raise Http404
    act, said = _ACTS[Verb(verb)]
    form = present.form_of(Verb(verb), dossier, data=request.POST)
    if not form.is_valid():
        return _again(request, desk, code, (Verb(verb), form), status=MEND)
    who = {"by": desk.actor, "at": desk.at, "expected_version": form.cleaned_data["version"]}
    try:
        act(dossier, form.cleaned_data, who)
    except ValidationError as trouble:
        form.take_problems(trouble)
        return _again(request, desk, code, (Verb(verb), form), status=MEND)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _again(request, desk, code, (Verb(verb), form), status=status_of(refusal))
    messages.success(request, str(said))
    return redirect("counter:dossier", code)


def _again(
    request: HttpRequest, desk: Desk, code: str, refused: tuple[Verb, VersionedForm], *, status: int
) -> HttpResponse:
    fresh = queries.dossier_of_code(desk, code)
    assert fresh is not None  # it was there a moment ago, and dossiers are never deleted
    context = on_its_page.dossier_page(desk, fresh, refused=refused) | {"has_errors": True}
    return render(request, "counter/dossier.html", context, status=status)
