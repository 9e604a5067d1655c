"""Moving promises after the calendar was changed: preview, reason, confirm, progress, results. The Centre's only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.dossiers.answering import MEND
from motcua.oversight import recalculation
from motcua.oversight.forms import RecalculationForm
from motcua.oversight.presenters import recalculation as present
from motcua.oversight.room import Visit, keeping_the_calendar


@require_http_methods(["GET", "HEAD", "POST"])
@keeping_the_calendar
def recalculate(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show whose day would be another; begin once a reason is given and it was confirmed."""
    form = RecalculationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        run = recalculation.begin(reason=form.cleaned_data["reason"], at=visit.at)
        if run.total:
            recalculation.go_on(request.session, run, by=visit.actor, at=visit.at)
            return redirect("oversight:recalculation_run")
    status = MEND if form.errors else 200
    context = present.page(visit, form, recalculation.preview(), recalculation.run_of(request.session))
    return render(request, "oversight/recalculation.html", context, status=status)


@require_GET
@keeping_the_calendar
def progress(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show how far it has come and the result of each dossier."""
    run = recalculation.run_of(request.session)
    if run is None:
        return redirect("oversight:recalculation")
    return render(request, "oversight/recalculation_run.html", present.run_page(visit, run))


@require_POST
@keeping_the_calendar
def go_on(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Do the next batch."""
    run = recalculation.run_of(request.session)
    if run is not None and not run.is_over:
        recalculation.go_on(request.session, run, by=visit.actor, at=visit.at)
    return redirect("oversight:recalculation_run")
