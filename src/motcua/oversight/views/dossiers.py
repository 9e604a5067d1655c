"""The list behind a figure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from motcua.oversight.presenters import dossiers as present
from motcua.oversight.room import Visit, watching_or_leading


@require_GET
@watching_or_leading
def dossiers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the dossiers that a figure counts, as far as this person may see them."""
    query = request.GET.dict()
    return render(request, "oversight/dossiers.html", present.page(visit, present.asked_for(query, visit), query=query))
