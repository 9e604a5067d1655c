"""The first page: the province on one screen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.oversight.presenters import today as present
from motcua.oversight.room import Visit, watching
from motcua.oversight.views.refusals import refused
from motcua.reporting import actions
from motcua.reporting.authority import NotYours


@require_GET
@watching
def today(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what is due tomorrow, this week, late, who does not use the software, and how satisfied people are."""
    return render(request, "oversight/today.html", present.page(visit))


@require_POST
@watching
def remind(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Remind whoever holds what is due next and not sent for signature."""
    try:
        count = actions.remind_unsent(by=visit.actor, at=visit.at)
    except NotYours as refusal:
        return refused(refusal)
    if count:
        messages.success(request, _("Đã nhắc người giữ và lãnh đạo của %(count)d hồ sơ.") % {"count": count})
    else:
        messages.info(request, _("Không còn hồ sơ nào cần nhắc."))
    return redirect("oversight:today")
