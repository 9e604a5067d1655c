"""The desk's own book: what was received here, and one dossier of it (ux.md ho-so/)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from motcua.counter import queries
from motcua.counter.desk import Desk, at_counter
from motcua.counter.forms import BookForm
from motcua.counter.presenters import book as present
from motcua.counter.scans import digits_of


@require_GET
@at_counter
def book(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List what was received here, newest first, page by page; ten digits go straight to their dossier."""
    form = BookForm(request.GET)
    form.is_valid()
    text = form.cleaned_data.get("q", "")
    if len(digits_of(text)) == 10:
        dossier = queries.dossier_of_code(desk, text)
        if dossier is not None:
            return redirect("counter:dossier", dossier.code or dossier.quick_code)
    return render(request, "counter/book.html", present.list_page(desk, form.cleaned_data))


@require_GET
@at_counter
def dossier(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show where a dossier stands, its steps and its diary, and what may be done to it here."""
    found = queries.dossier_of_code(desk, code)
    if found is None:
        raise Http404
    return render(request, "counter/dossier.html", present.dossier_page(desk, found))
