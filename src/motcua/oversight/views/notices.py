"""Every officer's notifications."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from motcua.notifications import actions
from motcua.notifications.queries import notices_of
from motcua.oversight.presenters import notices as present
from motcua.oversight.room import Visit, signed_in


@require_GET
@signed_in
def notices(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List what this officer was told."""
    return render(request, "oversight/notices.html", present.page(visit))


@require_GET
@signed_in
def open_notice(request: HttpRequest, visit: Visit, pk: UUID) -> HttpResponse:
    """Lead to what a notification is about; whoever goes there has read it."""
    notice = get_object_or_404(notices_of(visit.user), pk=pk)
    actions.mark_read(user=visit.user, only=[notice.pk], at=visit.at)
    return redirect(present.target_of(notice))


@require_POST
@signed_in
def read_all(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Mark all as read."""
    actions.mark_read(user=visit.user, at=visit.at)
    return redirect("oversight:notices")
