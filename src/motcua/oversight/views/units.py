"""The units, and one of them (ux.md don-vi/)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from motcua.lib.replica import reading_from_the_replica
from motcua.oversight import queries
from motcua.oversight.presenters import units as present
from motcua.oversight.room import Visit, watching


@require_GET
@watching
@reading_from_the_replica()
def units(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the units with how they use the software, or how they keep their promises."""
    return render(request, "oversight/units.html", present.page(visit, query=request.GET.dict()))


@require_GET
@watching
@reading_from_the_replica()
def unit(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """Show what there is to know of one unit."""
    found = queries.agency_or_404(key, on=visit.today)
    return render(request, "oversight/unit.html", present.unit_page(visit, found))
