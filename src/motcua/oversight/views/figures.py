"""The statistical report, on the page and as a file (ux.md so-lieu/)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from motcua.dossiers.answering import MEND
from motcua.lib.replica import reading_from_the_replica
from motcua.oversight.forms import PeriodForm
from motcua.oversight.lists import SLUGS
from motcua.oversight.presenters import figures as present
from motcua.oversight.room import Visit, watching


@require_GET
@watching
@reading_from_the_replica()
def figures(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what was carried over, received, settled and is left, by whatever is asked for."""
    context = present.page(visit, query=request.GET.dict())
    return render(request, "oversight/figures.html", context, status=MEND if context["form"].errors else 200)


@require_GET
@watching
@reading_from_the_replica()
def file(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the same report as a file for spreadsheets."""
    span, by = present.span_of(PeriodForm(request.GET), visit), present.by_of(request.GET)
    if span is None:
        return figures(request)
    name = f"so-lieu-{SLUGS[by]}-{span.first}-{span.last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(present.file_of(span, by), content_type="text/csv; charset=utf-8", headers=headers)
