"""How the law is read here where its wording leaves a choice (ux.md quan-tri/)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from motcua.administration.presenters import rules as present
from motcua.administration.room import Visit, controlling


@require_GET
@controlling
def rules(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every parameter that a lawyer should confirm, with its default and what was chosen."""
    return render(request, "administration/rules.html", present.page(visit))
