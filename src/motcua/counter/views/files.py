"""Files of a dossier: its papers, and what citizens sent along. Nobody gets one of a dossier they may not see."""

from uuid import UUID

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from motcua.counter import queries
from motcua.counter.desk import Desk, at_counter
from motcua.dossiers import stored_files
from motcua.dossiers.documents import receipt as form_01
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.queries import dossiers_visible_to
from motcua.papers.documents.drawing import control_slip_of
from motcua.papers.queries import content_of, latest, papers_of


@require_GET
@at_counter
def receipt(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Return form 01, two copies, as PDF."""
    dossier = queries.received_under(desk, code)
    if dossier is None:
        raise Http404
    return as_pdf(form_01.render(dossier, copies=2), f"giay-hen-{dossier.quick_code}")


@require_GET
@at_counter
def paper(request: HttpRequest, desk: Desk, code: str, pk: UUID) -> HttpResponse:
    """Return a paper that was issued for the dossier, as it was issued."""
    dossier = _seen(desk, code)
    issued = next((issued for issued in papers_of(dossier) if issued.pk == pk), None)
    if issued is None:
        raise Http404
    try:
        return as_pdf(content_of(issued), f"{issued.form.replace('_', '-')}-{dossier.quick_code}")
    except FileNotFoundError:
        raise Http404 from None


@require_GET
@at_counter
def control_slip(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Return the control slip: as it was issued, before that as the diary stands."""
    dossier = _seen(desk, code)
    if dossier.received_at is None:
        raise Http404
    issued = latest(dossier, "control_slip")
    return as_pdf(content_of(issued) if issued else control_slip_of(dossier), f"phieu-kiem-soat-{dossier.quick_code}")


def _seen(desk: Desk, code: str) -> Dossier:
    """Return the dossier with all that its papers print. :raises Http404: it may not be seen here"""
    loaded = dossiers_visible_to(desk.actor).select_related(
        "unit__parent", "agency__parent", "version__field", "case", "applicant__commune__parent__parent"
    )
    return get_object_or_404(loaded, Q(code=code) | Q(quick_code=code))


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Answer with this PDF, to be looked at in the browser and kept by no proxy."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
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
