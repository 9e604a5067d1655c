import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.stored_files import path_of

LARGEST = 20 * 1024 * 1024  # bytes
#: What a file must begin with to be what it says: the content decides, never the name (lesson 22)
SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


@transaction.atomic
def attach(*, dossier: Dossier, document_code: str, file_name: str, content: bytes, at: datetime) -> Attachment:
    """Keep a file with a dossier, under the SHA-256 of its content.

    :raises ValidationError: {"file": sentence} when it is empty, too large, or neither PDF nor picture
    """
    media_type = media_type_of(file_name, content)
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest, media_type)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return Attachment.objects.create(
        unit_id=dossier.unit_id,
        dossier=dossier,
        document_code=document_code,
        file_name=file_name[:200],
        media_type=media_type,
        size=len(content),
        sha256=digest,
        added_at=at,
    )


def media_type_of(file_name: str, content: bytes) -> str:
    """Return the media type of this file, judged by how it begins. :raises ValidationError: see attach"""
    values = {"name": file_name}
    if not content:
        raise ValidationError({"file": _("Tệp “%(name)s” trống, không có gì bên trong. Chụp hoặc quét lại.") % values})
    if len(content) > LARGEST:
        raise ValidationError({"file": _("Tệp “%(name)s” nặng hơn 20 MB. Chụp nhỏ lại hoặc chia ra.") % values})
    for beginning, kind in SIGNATURES.items():
        if content.startswith(beginning):
            return kind
    raise ValidationError({"file": _("Tệp “%(name)s” không phải PDF, JPG hay PNG. Chụp ảnh giấy tờ rồi nộp.") % values})
