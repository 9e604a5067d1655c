"""Where the law was at its limit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from motcua.oversight.presenters import rules as present
from motcua.oversight.room import Visit, watching


@require_GET
@watching
def rules(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Count waits, apologies, supplements against the rule and late entries, unit by unit."""
    return render(request, "oversight/rules.html", present.page(visit, period=request.GET.get("khi", "")))
