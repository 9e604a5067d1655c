"""What is late (ux.md qua-han/)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from motcua.oversight.presenters import overdue as present
from motcua.oversight.room import Visit, watching


@require_GET
@watching
def overdue(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what is late: by age, by agency, one by one."""
    return render(request, "oversight/overdue.html", present.page(visit, query=request.GET.dict()))
