"""The specialist's bench (ux.md S1)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from motcua.casework import queries
from motcua.casework.asked import Asked
from motcua.casework.desk import Desk, at_work
from motcua.casework.presenters import worklist as present
from motcua.casework.views.answers import found


@require_GET
@at_work
def worklist(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show a list with its most urgent dossier, or with the one that the address names, beside it."""
    asked = Asked.read(request.GET)
    chosen = queries.whole_of(desk, asked.chosen) if asked.chosen else None
    done = queries.whole_of(desk, asked.done) if asked.done else None
    return render(request, "casework/worklist.html", present.page(desk, asked, chosen=chosen, done=done))


@require_GET
@at_work
def beside(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Answer with one dossier alone, to be put beside the list that is on the screen already."""
    context = present.beside(desk, found(desk, code, whole=True), Asked.read(request.GET))
    return render(request, "casework/parts/beside.html", context)
