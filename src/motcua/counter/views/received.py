"""After a reception: the code, the promise, the receipt to print, and on to the next person."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.counter import queries
from motcua.counter.desk import Desk, at_counter
from motcua.counter.presenters import received as present


@require_GET
@at_counter
def received(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show what was received under this code."""
    dossier = queries.received_under(desk, code)
    if dossier is None:
        raise Http404(_("Quầy này không có hồ sơ mang mã này."))
    return render(request, "counter/received.html", present.page(desk, dossier))
