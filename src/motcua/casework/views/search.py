"""Any search box of these desks leads here (ux.md §3.1)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from motcua.casework.desk import Desk, in_office
from motcua.casework.presenters import search as present
from motcua.casework.searching import named_dossier

LONGEST = 200


@require_GET
@in_office
def search(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Go straight to the dossier of ten digits or of a full code; else list what fits."""
    text = request.GET.get("q", "")[:LONGEST]
    dossier = named_dossier(desk, text)
    if dossier is not None:
        return redirect("casework:dossier", str(dossier))
    return render(request, "casework/search.html", present.page(desk, text, any_part=present.ANY_PART in request.GET))
