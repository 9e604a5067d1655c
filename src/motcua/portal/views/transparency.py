"""What the offices owe the public: how they keep their promises, and how satisfied people are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.lib import clock
from motcua.portal.presenters import figures


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    return render(request, "portal/progress.html", figures.progress_by_agency(at=at) | {"at": at})


@require_safe
def satisfaction(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    return render(request, "portal/satisfaction.html", figures.satisfaction_everywhere(on=at.date()) | {"at": at})
