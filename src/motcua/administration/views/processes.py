"""The list of processes (ux.md quy-trinh/)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from motcua.administration.presenters import processes as present
from motcua.administration.room import Visit, controlling


@require_GET
@controlling
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Lead to what there is to set up."""
    return redirect("administration:processes")


@require_GET
@controlling
def processes(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List what is in force and what is being worked on."""
    return render(request, "administration/processes.html", present.page(visit, request.GET.dict()))
