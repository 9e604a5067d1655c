"""Paper that comes from the desks by sheet is confirmed here, and paper results are sent back (NĐ 61/2018 art. 18)."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from motcua.casework.desk import Desk, at_work
from motcua.casework.presenters.frame import beside_the_bench
from motcua.dossiers.answering import MEND, status_of
from motcua.dossiers.lifecycle import NotAllowed
from motcua.handovers import answering, presenters
from motcua.handovers.models import Direction


@require_http_methods(["GET", "POST"])
@at_work
def paper_sheets(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what came and which results wait; on POST, confirm a sheet or make one."""
    if request.method == "GET":
        return _show(request, desk)
    try:
        _sheet, said = answering.do(request.POST, Direction.BACK, by=desk.actor, at=desk.at)
    except ValidationError as trouble:
        return _show(request, desk, problem=" ".join(trouble.messages), status=MEND)
    except NotAllowed as refusal:
        return _show(request, desk, problem=str(refusal), status=status_of(refusal))
    messages.success(request, said)
    return redirect("casework:paper_sheets")


@require_GET
@at_work
def sheet(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """Return the sheet as PDF, two copies."""
    return answering.as_pdf(pk, by=desk.actor)


def _show(request: HttpRequest, desk: Desk, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = beside_the_bench(desk) | presenters.page(desk.actor, Direction.BACK, at=desk.at)
    context |= {"problem": problem, "pdf_name": "casework:paper_sheet", "here": reverse("casework:paper_sheets")}
    return render(request, "casework/paper_sheets.html", context, status=status)
