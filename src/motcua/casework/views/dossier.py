"""One dossier on its own page (ux.md S2)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from motcua.casework.desk import Desk, in_office
from motcua.casework.presenters import dossier as present
from motcua.casework.views.answers import found


@require_GET
@in_office
def dossier(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show all of a dossier; ten digits or small letters lead to its full code."""
    shown = found(desk, code, whole=True)
    if code != str(shown):
        return redirect("casework:dossier", str(shown))
    return render(request, "casework/dossier.html", present.page(desk, shown))
