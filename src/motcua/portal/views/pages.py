"""Pages of plain words: how things are done here, and what we promise."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.portal.presenters import hours
from motcua.working_time.queries import calendar_of


@require_safe
def page(request: HttpRequest, template: str) -> HttpResponse:
    """Show one of the pages that urls.py names."""
    return render(request, template, {"hours": hours.hours_words(calendar_of(None))})
