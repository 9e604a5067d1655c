"""Files of a dossier: its receipt, and what citizens sent along. Nobody gets one of a dossier they may not see."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from motcua.counter import queries
from motcua.counter.desk import Desk, at_counter
from motcua.dossiers import stored_files
from motcua.dossiers.documents import receipt as form_01
from motcua.dossiers.models import Attachment
from motcua.dossiers.queries import dossiers_visible_to


@require_GET
@at_counter
def receipt(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Return form 01, two copies, as PDF."""
    dossier = queries.received_under(desk, code)
    if dossier is None:
        raise Http404
    answer = HttpResponse(form_01.render(dossier, copies=2), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="giay-hen-{dossier.quick_code}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@at_counter
def attachment(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponseBase:
    """Return a file that came with a dossier, to be looked at in the browser and run by nobody."""
    mine = Attachment.objects.filter(dossier__in=dossiers_visible_to(desk.actor))
    found = get_object_or_404(mine, pk=pk)
    try:
        content = stored_files.open_file(found)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(content, content_type=found.media_type, filename=found.file_name)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer
