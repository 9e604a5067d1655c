"""Files that came with a dossier. Nobody gets one of a dossier they may not see."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from motcua.casework.desk import Desk, in_office
from motcua.casework.views.answers import found
from motcua.dossiers import stored_files


@require_GET
@in_office
def attachment(request: HttpRequest, desk: Desk, code: str, pk: UUID) -> FileResponse:
    """Return a file to be looked at in the browser and run by nobody."""
    kept = get_object_or_404(found(desk, code).attachments, pk=pk)
    try:
        content = stored_files.open_file(kept)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(content, content_type=kept.media_type, filename=kept.file_name)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer
