from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers import steps
from motcua.dossiers.actions.attach import attach
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier


class BroughtFile(NamedTuple):
    """A file that the applicant sends to complete the dossier."""

    file_name: str
    content: bytes
    document_code: str = ""


@transaction.atomic
def supply(
    *,
    dossier: Dossier | UUID,
    files: Sequence[BroughtFile],
    by: Actor,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> Dossier:
    """Send what was asked for, from home. The clock goes on when the counter has found it complete.

    :raises ValidationError: no file at all, or one that is empty, too large, or neither PDF nor picture
    """
    dossier = steps.take(dossier, Verb.SUPPLY, by=by, at=at, expected_version=expected_version)
    if not files:
        raise ValidationError({"file": _("Chọn ít nhất một tệp: chụp hình giấy tờ còn thiếu rồi gửi.")})
    for file in files:
        attach(dossier=dossier, document_code=file.document_code, file_name=file.file_name, content=file.content, at=at)
    detail = {"files": [file.file_name[:200] for file in files]} | ({"note": note.strip()} if note.strip() else {})
    return steps.move(dossier, Verb.SUPPLY, by=by, at=at, detail=detail)
