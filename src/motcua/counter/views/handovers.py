"""Paper leaves the desk for the agencies by sheet, and results come back (ux.md ban-giao/)."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from motcua.counter.desk import Desk, at_counter
from motcua.counter.presenters.frame import frame
from motcua.dossiers.answering import MEND, status_of
from motcua.dossiers.lifecycle import NotAllowed
from motcua.handovers import answering, presenters
from motcua.handovers.models import Direction


@require_http_methods(["GET", "POST"])
@at_counter
def handovers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what waits and what came; on POST, make a sheet or confirm one."""
    if request.method == "GET":
        return _show(request, desk)
    try:
        _sheet, said = answering.do(request.POST, Direction.OUT, by=desk.actor, at=desk.at)
    except ValidationError as trouble:
        return _show(request, desk, problem=" ".join(trouble.messages), status=MEND)
    except NotAllowed as refusal:
        return _show(request, desk, problem=str(refusal), status=status_of(refusal))
    messages.success(request, said)
    return redirect("counter:handovers")


@require_GET
@at_counter
def sheet(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """Return the sheet as PDF, two copies."""
    return answering.as_pdf(pk, by=desk.actor)


def _show(request: HttpRequest, desk: Desk, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = frame(desk) | presenters.page(desk.actor, Direction.OUT, at=desk.at)
    context |= {"problem": problem, "pdf_name": "counter:handover_sheet", "here": reverse("counter:handovers")}
    return render(request, "counter/handovers.html", context, status=status)
