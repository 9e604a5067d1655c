"""Procedures: the list, one version, and its life: announced, published, abolished, corrected (ux.md thu-tuc/)."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.administration import procedure_queries as queries
from motcua.administration.presenters import procedures as present
from motcua.administration.room import Visit, controlling
from motcua.administration.views.answers import attempt
from motcua.administration.views.days import read_day
from motcua.catalogue import actions
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.publication import Decision
from motcua.dossiers import actors
from motcua.dossiers.answering import MEND
from motcua.lib import clock


@require_GET
@controlling
def procedures(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List what is in force, announced and drafted."""
    return render(request, "administration/procedures.html", present.page(visit, request.GET.dict()))


@require_GET
@controlling
def latest(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Lead to the last version of a procedure."""
    return redirect("procedures:version", code, queries.latest_or_404(code).number)


@require_GET
@controlling
def version(request: HttpRequest, visit: Visit, code: str, number: int) -> HttpResponse:
    """Show the parts of a version, what it lacks and what it changes."""
    found = queries.version_or_404(code, number)
    return render(request, "administration/procedure.html", present.version_page(visit, found))


@require_POST
@controlling
def announce(request: HttpRequest, visit: Visit, code: str, number: int) -> HttpResponse:
    """Enter the decision that announces this version."""
    return _decide(
        request,
        visit,
        queries.version_or_404(code, number),
        actions.announce,
        _("Đã ghi quyết định công bố. Nhờ người thứ hai của phòng công khai."),
    )


@require_POST
@controlling
def abolish(request: HttpRequest, visit: Visit, code: str, number: int) -> HttpResponse:
    """Enter the decision that ends this procedure."""
    return _decide(
        request,
        visit,
        queries.version_or_404(code, number),
        actions.abolish,
        _("Đã ghi quyết định bãi bỏ. Nhờ người thứ hai của phòng công khai."),
    )


@require_POST
@controlling
def publish(request: HttpRequest, visit: Visit, code: str, number: int, pk: int) -> HttpResponse:
    """Make public what was announced."""
    found = queries.version_or_404(code, number)
    announcement = get_object_or_404(found.announcements, pk=pk)
    return _answer(
        request,
        visit,
        found,
        lambda: actions.publish(announcement=announcement, by=visit.standing, at=visit.at),
        _("Đã công khai. Hồ sơ đang chạy giữ phiên bản cũ, cơ quan đang giữ hồ sơ được báo."),
    )


@require_POST
@controlling
def take_back(request: HttpRequest, visit: Visit, code: str, number: int, pk: int) -> HttpResponse:
    """Take back a decision that was entered wrongly."""
    found = queries.version_or_404(code, number)
    announcement = get_object_or_404(found.announcements, pk=pk)
    return _answer(
        request,
        visit,
        found,
        lambda: actions.take_back_announcement(announcement=announcement, by=visit.standing),
        _("Đã rút quyết định. Chưa ai thấy nó ngoài phòng."),
    )


@require_POST
@controlling
def correct(request: HttpRequest, visit: Visit, code: str, number: int) -> HttpResponse:
    """Mend typing errors of a published version."""
    found = queries.version_or_404(code, number)
    texts = {
        key.removeprefix("text-"): str(value) for key, value in request.POST.dict().items() if key.startswith("text-")
    }
    reason = request.POST.get("reason", "")
    return _answer(
        request,
        visit,
        found,
        lambda: actions.correct(version=found, texts=texts, reason=reason, by=visit.standing, at=visit.at),
        _("Đã đính chính. Chữ cũ được giữ lại bên dưới."),
    )


@require_GET
@login_required
def running(request: HttpRequest, code: str) -> HttpResponse:
    """List to any officer the dossiers they see that stay on a version that ends."""
    assert request.user.is_authenticated  # login_required stands before
    at = clock.now()
    visit = Visit(user=request.user, actor=actors.officer(request.user, at=at), at=at)
    return render(request, "administration/running.html", present.running_page(visit, code))


def _decide(
    request: HttpRequest, visit: Visit, found: ProcedureVersion, act: Callable[..., object], said: str
) -> HttpResponse:
    decision, trouble = _decision(request.POST)
    if decision is None:
        return _again(request, visit, found)(trouble, MEND)
    return _answer(
        request, visit, found, lambda: act(version=found, decision=decision, by=visit.standing, at=visit.at), said
    )


def _answer(
    request: HttpRequest, visit: Visit, found: ProcedureVersion, act: Callable[[], object], said: str
) -> HttpResponse:
    refused = attempt(act, again=_again(request, visit, found))
    if refused is not None:
        return refused
    messages.success(request, said)
    return redirect("procedures:version", found.procedure.code, found.number)


def _again(
    request: HttpRequest, visit: Visit, found: ProcedureVersion
) -> Callable[[dict[str, list[str]], int], HttpResponse]:
    """Return how to show the page again, with what was typed and what is to be mended."""

    def show(trouble: dict[str, list[str]], status: int) -> HttpResponse:
        fresh = queries.version_or_404(found.procedure.code, found.number)
        page = present.version_page(visit, fresh, trouble=trouble, typed=request.POST.dict())
        return render(request, "administration/procedure.html", page, status=status)

    return show


def _decision(post: QueryDict) -> tuple[Decision | None, dict[str, list[str]]]:
    """Read the decision that was typed; where a day cannot be read, nothing and the sentences that say so."""
    trouble: dict[str, list[str]] = {}

    def day(name: str, said: str) -> date | None:
        found = read_day(post.get(name, ""))
        if found is None:
            trouble[name] = [said]
        return found

    decided_on = day("decided_on", _("Ghi ngày ký quyết định, như 22/10/2018."))
    effective_on = day("effective_on", _("Ghi ngày có hiệu lực, như 01/11/2018."))
    passed_on = None
    if post.get("passed_on", "").strip():
        passed_on = day("passed_on", _("Ghi ngày thông qua văn bản, như 18/10/2018, hoặc để trống."))
    if trouble or decided_on is None or effective_on is None:
        return None, trouble
    number, signed_by = post.get("number", ""), post.get("signed_by", "")
    return Decision(number, decided_on, signed_by, effective_on, passed_on), {}
