"""Small answers while an officer types: procedures and communes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from motcua.counter import queries
from motcua.counter.desk import Desk, at_counter
from motcua.counter.presenters.receive import search_rows
from motcua.dossiers.documents.receipt import commune_in_words


@require_GET
@at_counter
def procedures(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Return what the search field offers, as options of its list."""
    found = queries.search(desk, request.GET.get("query", ""))
    return render(request, "counter/parts/found.html", {"found": search_rows(found)})


@require_GET
@at_counter
def communes(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Return the names that the commune field offers; the page asks once, when somebody first enters the field."""
    names = [commune_in_words(commune) for commune in queries.communes(desk)]
    response = render(request, "counter/parts/communes.html", {"names": names})
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
