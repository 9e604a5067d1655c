"""Handing in on the net: a few questions, one a page; everything is kept on the way, nothing is sent until the end."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.catalogue.models import Channel, ProcedureVersion
from motcua.catalogue.queries import offer_at, why_not_in_force
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.lib import clock
from motcua.organisations.models import Agency, Kind
from motcua.portal import confidence, filing
from motcua.portal.filing import Visit
from motcua.portal.forms import AddressForm, CaseForm, DeclarationForm, PersonForm, ResultForm, UnitForm
from motcua.portal.presenters import procedure, review
from motcua.portal.views.visits import with_visit

A_PAGE = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(A_PAGE)
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Say what will be needed, then begin."""
    at = clock.now()
    in_force = ProcedureVersion.objects.in_force_on(at.date()).select_related("procedure", "agency")
    version = in_force.prefetch_related("documents", "limits", "cases").filter(procedure__code=code).first()
    if version is None:
        return _not_offered(request, why_not_in_force(code, on=at.date()))
    if not version.is_online:
        return _not_offered(request, _("Thủ tục này chưa nộp trên mạng được. Mời bà con nộp tận nơi."), version)
    if request.method == "POST":
        draft = filing.start(request.session, code, at=at)
        return redirect("portal:resume", draft_id=draft.id)
    calendar_id = version.agency.calendar_id if version.agency else None
    context = {
        "version": version,
        "title": procedure.title_of(version),
        "procedure_url": procedure.address_of(version),
        "papers": [procedure.paper_of(paper) for paper in version.documents.all() if paper.is_required],
        "promise": procedure.promise_now(version, at=at, calendar_id=calendar_id, channel=Channel.ONLINE),
        "drafts": filing.drafts_for(request.session, code),
    }
    return render(request, "portal/apply/begin.html", context)


def _not_offered(request: HttpRequest, sentence: str, version: ProcedureVersion | None = None) -> HttpResponse:
    context = {"sentence": sentence, "procedure_url": procedure.address_of(version) if version else ""}
    return render(request, "portal/apply/not_offered.html", context, status=404)


@never_cache
@require_safe
@with_visit
def resume(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Go on where it was left."""
    return redirect(visit.address_of(filing.first_open(visit.draft, visit.steps)))


@never_cache
@require_http_methods(A_PAGE)
@with_visit
def step(request: HttpRequest, visit: Visit, step: str) -> HttpResponse:
    """Ask one question, or one small group of them."""
    if step not in visit.steps or step not in _FORMS:
        raise Http404
    if step == filing.RESULT and visit.unit is None:
        return redirect(visit.address_of(filing.WHERE))
    form = _FORMS[step](visit, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _answer(visit, step, form.cleaned_data)
        filing.keep(request.session, visit.draft, at=clock.now())
        return redirect(visit.address_of(filing.after(step, visit.draft, visit.steps)))
    context = review.frame(visit, step) | {"form": form, "step": step}
    return render(request, "portal/apply/step.html", context, status=422 if form.errors else 200)


def _answer(visit: Visit, step: str, said: dict[str, Any]) -> None:
    """Write the answer down; another case asks for other papers, so those are to be looked at again."""
    if step == filing.CASE and visit.draft.answer(step) != said:
        visit.draft.answers.pop(filing.PAPERS, None)
    visit.draft.answers[step] = said


def _where(visit: Visit, typed: Any) -> forms.Form:
    return UnitForm(typed, units=visit.units, initial=visit.draft.answer(filing.WHERE))


def _case(visit: Visit, typed: Any) -> forms.Form:
    return CaseForm(typed, cases=visit.version.cases.all(), initial=visit.draft.answer(filing.CASE))


def _who(visit: Visit, typed: Any) -> forms.Form:
    return PersonForm(typed, initial=visit.draft.answer(filing.WHO) or None)


def _address(visit: Visit, typed: Any) -> forms.Form:
    communes = Agency.objects.existing_on(clock.now().date()).filter(kind=Kind.COMMUNE).select_related("parent")
    here = {"commune": str(visit.unit.pk)} if visit.unit and visit.unit.kind == Kind.COMMUNE else {}
    return AddressForm(
        typed,
        communes=list(communes.order_by("parent__order", "order", "name")),
        initial=visit.draft.answer(filing.ADDRESS) or here,
    )


def _result(visit: Visit, typed: Any) -> forms.Form:
    assert visit.unit is not None  # this question is asked only once that is chosen
    return ResultForm(typed, version=visit.version, unit=visit.unit, initial=visit.draft.answer(filing.RESULT))


_FORMS: dict[str, Callable[[Visit, Any], forms.Form]] = {
    filing.WHERE: _where,
    filing.CASE: _case,
    filing.WHO: _who,
    filing.ADDRESS: _address,
    filing.RESULT: _result,
}


@never_cache
@require_http_methods(A_PAGE)
@with_visit
def check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show all answers once more; hand in when the citizen says so."""
    open_step = filing.first_open(visit.draft, visit.steps)
    if open_step != filing.CHECK or visit.unit is None:
        return redirect(visit.address_of(open_step if open_step != filing.CHECK else filing.WHERE))
    form = DeclarationForm(request.POST if request.method == "POST" else None)
    problems: list[review.Problem] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _hand_in(request, visit, visit.unit)
        except ValidationError as trouble:
            problems = review.problems_of(trouble, visit)
    context = review.frame(visit, filing.CHECK) | review.context(visit, at=clock.now())
    return render(
        request,
        "portal/apply/check.html",
        context | {"form": form, "problems": problems, "has_errors": bool(problems)},
        status=422 if problems or form.errors else 200,
    )


def _hand_in(request: HttpRequest, visit: Visit, unit: Agency) -> HttpResponse:
    at = clock.now()
    application = filing.application_of(
        visit.draft,
        offer=offer_at(unit, visit.draft.code, on=at.date()),
        unit=unit,
        commune=review.commune_of(visit.draft),
        note=review.note_of(visit.draft, visit.version),
    )
    actions.submit_online(application=application, draft_id=visit.draft.id, files=visit.draft.files, at=at)
    filing.hand_over(request.session, visit.draft, at=at)
    return redirect("portal:done", draft_id=visit.draft.id)


@never_cache
@require_safe
def done(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Say that it has arrived. May be bookmarked, sent and loaded again: the address is long and tells nothing."""
    handed_in = Dossier.objects.filter(pk=draft_id, channel=Channel.ONLINE)
    dossier = handed_in.select_related("unit", "agency", "version__procedure").first()
    if dossier is None:
        raise Http404
    draft = filing.draft_of(request.session, draft_id)
    is_mine = draft is not None and draft.is_handed_in
    answer = render(request, "portal/apply/done.html", review.done_context(dossier, is_mine=is_mine))
    if is_mine:
        confidence.give(answer, dossier.quick_code)  # who has just handed it in need not scan a slip first
    return answer
