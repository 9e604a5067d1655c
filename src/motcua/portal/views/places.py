"""Where to go: the units that receive dossiers, with hours, telephone and what they receive."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.catalogue.queries import for_lists, receivable_at
from motcua.lib import clock
from motcua.organisations.models import Agency
from motcua.portal.presenters import hours, procedure
from motcua.portal.presenters import places as show
from motcua.working_time.queries import calendar_of

MOST_ASKED_FOR = 30


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    units = Agency.objects.existing_on(at.date()).with_desk().select_related("parent").order_by("order", "name")
    calendar = calendar_of(None)
    return render(
        request,
        "portal/places.html",
        {
            "tiers": show.tiers_of(units),
            "hours": hours.hours_words(calendar),
            "open_now": hours.open_now(calendar, at=at),
        },
    )


@require_safe
def place(request: HttpRequest, key: str) -> HttpResponse:
    at = clock.now()
    unit = Agency.objects.existing_on(at.date()).select_related("parent").filter(key=key).first()
    if unit is None:
        raise Http404
    calendar = calendar_of(unit.calendar_id)
    receivable = receivable_at(unit, on=at.date())
    most_asked_for = for_lists(receivable.order_by("-procedure__popularity", "pk")[:MOST_ASKED_FOR])
    return render(
        request,
        "portal/place.html",
        {
            "unit": unit,
            "hours": hours.hours_words(calendar),
            "open_now": hours.open_now(calendar, at=at),
            "count": receivable.count(),
            "rows": [procedure.row_of(version) for version in most_asked_for],
        },
    )
