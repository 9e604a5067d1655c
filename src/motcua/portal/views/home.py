"""The first page: one question, three doors."""

from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.catalogue.models import ProcedureVersion
from motcua.lib import clock
from motcua.portal import topics
from motcua.portal.presenters import figures, hours, procedure
from motcua.working_time.queries import calendar_of

FREQUENT = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    calendar = calendar_of(None)
    in_force = ProcedureVersion.objects.in_force_on(at.date()).select_related("procedure")
    named = in_force.only("name", "procedure__code", "procedure__everyday_name").annotate(of=Window(Count("pk")))
    frequent = list(named.order_by("-procedure__popularity", "procedure__code")[:FREQUENT])
    return render(
        request,
        "portal/home.html",
        {
            "procedure_count": frequent[0].of if frequent else 0,
            "frequent": [(procedure.short_title_of(version), procedure.address_of(version)) for version in frequent],
            "topics": topics.TOPICS,
            "hours": hours.hours_words(calendar),
            "open_now": hours.open_now(calendar, at=at),
            "today": at.date(),
            "satisfaction": figures.satisfaction_at_a_glance(on=at.date()),
        },
    )
