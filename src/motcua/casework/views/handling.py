"""What a specialist does to a dossier, at the bench or on its own page: take over, pass on, propose a decision."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts.models import User
from motcua.casework import queries
from motcua.casework.asked import Asked
from motcua.casework.desk import Desk, View, in_office
from motcua.casework.forms import NEXT_STEP, AnswerForm, ForwardForm, ProposeForm, TakeBackForm, TakeOverForm, VerbForm
from motcua.casework.overviews import MINE
from motcua.casework.presenters import dossier as on_its_page
from motcua.casework.presenters import worklist as at_the_bench
from motcua.casework.presenters.dossier import Refused
from motcua.casework.views.answers import attempt, found, meant
from motcua.dossiers import actions
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier
from motcua.lib import vietnamese


def _posted(view: View) -> View:
    """Hand the view the dossier of a post; whoever comes to the address by itself is led to the dossier's page."""

    @require_http_methods(["GET", "POST"])
    @in_office
    @wraps(view)
    def with_dossier(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
        if request.method == "GET":
            return redirect("casework:dossier", code)
        return view(request, desk, meant(desk, code))

    return with_dossier


@_posted
def take_over(request: HttpRequest, desk: Desk, dossier: Dossier) -> HttpResponse:
    """Take the dossier in hand and stay with it."""
    form = TakeOverForm(request.POST)

    def act(typed: dict[str, Any]) -> Dossier:
        return actions.take_over(dossier=dossier, by=desk.actor, at=desk.at, expected_version=typed["version"])

    refusal = attempt(Verb.TAKE_OVER, form, act, desk=desk, dossier=dossier, again=_again(request, desk, dossier, form))
    if refusal is not None:
        return refusal
    messages.success(request, _("Đã nhận xử lý hồ sơ của %(who)s.") % {"who": dossier.applicant.name})
    if _look(form) is None:
        return redirect("casework:dossier", str(dossier))
    return redirect(Asked(view=MINE, chosen=dossier.quick_code).url)


@_posted
def propose(request: HttpRequest, desk: Desk, dossier: Dossier) -> HttpResponse:
    """Put the dossier before the leader and go on with the next one."""
    form = ProposeForm(request.POST)

    def act(typed: dict[str, Any]) -> Dossier:
        return actions.propose(
            dossier=dossier,
            outcome=typed["outcome"],
            summary=typed["summary"],
            by=desk.actor,
            at=desk.at,
            expected_version=typed["version"],
        )

    refusal = attempt(Verb.PROPOSE, form, act, desk=desk, dossier=dossier, again=_again(request, desk, dossier, form))
    return refusal or _done(request, form, dossier, _("Đã trình ký hồ sơ %(code)s của %(who)s."), undo=True)


@_posted
def forward(request: HttpRequest, desk: Desk, dossier: Dossier) -> HttpResponse:
    """Pass the dossier on and go on with the next one."""
    form = ForwardForm(request.POST)

    def act(typed: dict[str, Any]) -> Dossier:
        return actions.forward(
            dossier=dossier,
            to=_receiver(typed["to"], dossier, desk),
            note=typed["note"],
            by=desk.actor,
            at=desk.at,
            expected_version=typed["version"],
        )

    refusal = attempt(Verb.FORWARD, form, act, desk=desk, dossier=dossier, again=_again(request, desk, dossier, form))
    return refusal or _done(request, form, dossier, _("Đã chuyển hồ sơ %(code)s của %(who)s."), undo=True)


@_posted
def answer(request: HttpRequest, desk: Desk, dossier: Dossier) -> HttpResponse:
    """Answer what this officer's unit was asked, and go on with the next dossier."""
    form = AnswerForm(request.POST)

    def act(typed: dict[str, Any]) -> Dossier:
        return actions.answer(
            dossier=dossier,
            text=typed["text"],
            agency_id=typed["agency"],
            by=desk.actor,
            at=desk.at,
            expected_version=typed["version"],
        )

    refusal = attempt(Verb.ANSWER, form, act, desk=desk, dossier=dossier, again=_again(request, desk, dossier, form))
    return refusal or _done(request, form, dossier, _("Đã trả lời ý kiến hồ sơ %(code)s của %(who)s."))


@_posted
def take_back(request: HttpRequest, desk: Desk, dossier: Dossier) -> HttpResponse:
    """Undo one's own last step, and stand before the dossier again."""
    form = TakeBackForm(request.POST)

    def act(typed: dict[str, Any]) -> Dossier:
        return actions.take_back(dossier=dossier, by=desk.actor, at=desk.at, expected_version=typed["version"])

    refusal = attempt(Verb.TAKE_BACK, form, act, desk=desk, dossier=dossier, again=_again(request, desk, dossier, form))
    if refusal is not None:
        return refusal
    messages.success(request, _("Đã lấy lại. Hồ sơ đứng như trước đó."))
    look = _look(form)
    if look is None:
        return redirect("casework:dossier", str(dossier))
    return redirect(look.but(chosen=dossier.quick_code, done="").url)


def _receiver(text: str, dossier: Dossier, desk: Desk) -> User | None:
    """Return the colleague meant, None for the next step. :raises ValidationError: nobody of that number works there"""
    if text == NEXT_STEP:
        return None
    colleague = queries.takers(dossier, desk=desk).filter(pk=int(text)).first() if text.isdecimal() else None
    if colleague is None:
        raise ValidationError({"to": _("Người này không nhận hồ sơ ở đây được. Chọn người khác trong danh sách.")})
    return colleague


def _done(request: HttpRequest, form: VerbForm, dossier: Dossier, said: str, *, undo: bool = False) -> HttpResponse:
    """Say that it is done and go on. `undo`: the list offers to take it back, as long as nothing happens to it."""
    code = vietnamese.quick_code(dossier.quick_code)
    messages.success(request, said % {"code": code, "who": dossier.applicant.name})
    look = _look(form)
    if look is None:
        return redirect("casework:dossier", str(dossier))
    return redirect(look.but(done=dossier.quick_code if undo else "").url)


def _look(form: VerbForm) -> Asked | None:
    """Return the list beside which the form stood; None when it stood on the dossier's own page."""
    back = form.data.get("back", "")
    return Asked.read(QueryDict(back)) if back else None


def _again(request: HttpRequest, desk: Desk, dossier: Dossier, form: VerbForm) -> Any:
    """Return how to give back the page that the form stood on, with the dossier as it is now."""

    def again(refused: Refused, status: int) -> HttpResponse:
        fresh, look = found(desk, str(dossier), whole=True), _look(form)
        if look is not None and desk.works_at:
            context = at_the_bench.page(desk, look, chosen=fresh, refused=refused)
            return render(request, "casework/worklist.html", context, status=status)
        return render(request, "casework/dossier.html", on_its_page.page(desk, fresh, refused=refused), status=status)

    return again
