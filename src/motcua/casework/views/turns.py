"""The turns of a dossier, each on a page of its own: ask for more, ask others, wait for money, apologise, stop."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.casework import queries
from motcua.casework.desk import Desk, in_office
from motcua.casework.forms import RequestPaymentForm, VerbForm
from motcua.casework.presenters import turns as present
from motcua.casework.presenters.dossier import Refused
from motcua.casework.presenters.looks import away_from
from motcua.casework.views.answers import Again, attempt, found
from motcua.dossiers import actions, steps
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier

#: Calls the action of one turn with what was typed
Act = Callable[[Dossier, VerbForm, Desk, dict[str, Any]], Dossier]


def _request_supplement(dossier: Dossier, form: VerbForm, desk: Desk, who: dict[str, Any]) -> Dossier:
    typed = form.cleaned_data
    return actions.request_supplement(
        dossier=dossier, reason=typed["reason"], papers=typed["papers"], asked_until=typed["asked_until"], **who
    )


def _consult(dossier: Dossier, form: VerbForm, desk: Desk, who: dict[str, Any]) -> Dossier:
    typed = form.cleaned_data
    units = {str(unit.pk): unit for unit in queries.units_to_ask(dossier, desk=desk)}
    return actions.consult(
        dossier=dossier,
        agency=units[typed["agency"]],
        question=typed["question"],
        half_days=int(typed["half_days"]),
        **who,
    )


def _request_payment(dossier: Dossier, form: VerbForm, desk: Desk, who: dict[str, Any]) -> Dossier:
    assert isinstance(form, RequestPaymentForm)
    typed = form.cleaned_data
    return actions.request_payment(
        dossier=dossier, reason=typed["reason"], amount=typed["amount"], limit_after=form.limit_after, **who
    )


def _confirm_payment(dossier: Dossier, form: VerbForm, desk: Desk, who: dict[str, Any]) -> Dossier:
    return actions.confirm_payment(dossier=dossier, proof=form.cleaned_data["proof"], **who)


def _extend(dossier: Dossier, form: VerbForm, desk: Desk, who: dict[str, Any]) -> Dossier:
    typed = form.cleaned_data
    return actions.extend(dossier=dossier, reason=typed["reason"], new_due_on=typed["new_due_on"], **who)


def _stop(dossier: Dossier, form: VerbForm, desk: Desk, who: dict[str, Any]) -> Dossier:
    return actions.stop(dossier=dossier, reason=form.cleaned_data["reason"], **who)


_ACTS: dict[Verb, tuple[Act, str | Promise]] = {
    Verb.REQUEST_SUPPLEMENT: (_request_supplement, _("Đã gửi yêu cầu bổ sung. Đồng hồ dừng, chờ người nộp.")),
    Verb.CONSULT: (_consult, _("Đã gửi câu hỏi. Cơ quan được hỏi thấy ngay ở bàn của mình.")),
    Verb.REQUEST_PAYMENT: (_request_payment, _("Đã báo nộp tiền. Đồng hồ dừng, chờ biên lai.")),
    Verb.CONFIRM_PAYMENT: (_confirm_payment, _("Đã xác nhận nộp tiền. Đồng hồ chạy lại.")),
    Verb.EXTEND: (_extend, _("Đã xin lỗi và hẹn ngày mới. Hồ sơ vẫn tính theo hẹn đầu.")),
    Verb.STOP: (_stop, _("Đã dừng giải quyết hồ sơ. Người nộp sẽ được báo.")),
}


def view_of(verb: Verb) -> Callable[..., Any]:
    """Return the view of one turn: its form, and on POST what it does."""

    @require_http_methods(["GET", "POST"])
    @in_office
    def turn(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
        dossier = found(desk, code)
        if request.method == "GET":
            return _ask(request, desk, dossier, verb)
        return _do(request, desk, dossier, verb)

    return turn


def _ask(request: HttpRequest, desk: Desk, dossier: Dossier, verb: Verb) -> HttpResponse:
    refusal = steps.why_not(desk.actor, verb, dossier)
    if refusal is not None:
        messages.warning(request, str(refusal))
        return redirect("casework:dossier", str(dossier))
    form = present.form_of(verb, dossier, desk=desk)
    context = present.page(desk, dossier, verb, form=form, back=request.GET.get("back", "")[:300])
    return render(request, "casework/turn.html", context)


def _do(request: HttpRequest, desk: Desk, dossier: Dossier, verb: Verb) -> HttpResponse:
    form = present.form_of(verb, dossier, desk=desk, data=request.POST)
    act, said = _ACTS[verb]

    def call(typed: dict[str, Any]) -> Dossier:
        who = {"by": desk.actor, "at": desk.at, "expected_version": typed["version"]}
        return act(dossier, form, desk, who)

    refusal = attempt(verb, form, call, desk=desk, dossier=dossier, again=_again(request, desk, dossier, verb))
    if refusal is not None:
        return refusal
    messages.success(request, str(said))
    return redirect(away_from(dossier, form.cleaned_data["back"]))


def _again(request: HttpRequest, desk: Desk, dossier: Dossier, verb: Verb) -> Again:
    """Return how to give the turn's page back with the dossier as it is now."""

    def again(refused: Refused, status: int) -> HttpResponse:
        fresh, back = found(desk, str(dossier)), request.POST.get("back", "")[:300]
        context = present.page(desk, fresh, verb, form=refused.form, back=back, refused=refused)
        return render(request, "casework/turn.html", context, status=status)

    return again
