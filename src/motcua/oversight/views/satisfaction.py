"""How satisfied people are (ux.md hai-long/)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from motcua.lib.replica import reading_from_the_replica
from motcua.oversight.presenters import satisfaction as present
from motcua.oversight.room import Visit, watching


@require_GET
@watching
@reading_from_the_replica()
def satisfaction(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the figures of every place, with their counts and what those said who were not satisfied."""
    return render(request, "oversight/satisfaction.html", present.page(visit, period=request.GET.get("khi", "")))
