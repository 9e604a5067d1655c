"""Photographs and files from citizens: checked at once, kept until they are handed in, so many an hour and no more."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from motcua.accounts.actions import count_try
from motcua.dossiers import actions
from motcua.dossiers.actions.attach import LARGEST
from motcua.portal import guard

#: Uploads from one address in an hour: a telephone network hides many people behind one
UPLOADS_AN_HOUR = 300
LARGEST_MB = LARGEST // 1024 // 1024


def kept(request: HttpRequest, *, draft_id: UUID, code: str, upload: UploadedFile) -> actions.KeptFile:
    """Keep one file for the paper of this code. :raises ValidationError: it cannot be used, or too many came"""
    name = (upload.name or _("ảnh"))[-100:]
    if (upload.size or 0) > LARGEST:
        raise ValidationError(_("Tệp “%(name)s” nặng hơn 20 MB. Chụp nhỏ lại hoặc chia ra.") % {"name": name})
    if not count_try(key=f"upload:{guard.hidden_address_of(request)}", limit=UPLOADS_AN_HOUR, seconds=3600):
        raise ValidationError(_("Từ mạng này gửi nhiều tệp quá. Chờ một giờ, hoặc mang giấy tờ tới nơi nộp."))
    return actions.keep_upload(draft_id=draft_id, document_code=code, file_name=name, content=upload.read())
