"""Files that a citizen has uploaded before there is a dossier. They wait in the storage under the draft's own id.

Nobody can read them over the web; when the draft is handed in they become attachments, and what nobody handed in is
forgotten after a day. The draft's words wait elsewhere, in the session of whoever types them.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.dossiers.actions.attach import media_type_of
from motcua.dossiers.stored_files import ENDINGS

FOLDER = "drafts"
MOST_FILES = 30
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class KeptFile:
    """A file that waits: for which paper, as its owner's machine called it, and where."""

    document_code: str
    file_name: str
    path: str
    size: int


def keep_upload(*, draft_id: UUID, document_code: str, file_name: str, content: bytes) -> KeptFile:
    """Keep a file until its draft is handed in.

    :raises ValidationError: {"file": sentence} when it is empty, too large, neither PDF nor picture, or one too many
    """
    ending = ENDINGS[media_type_of(file_name, content)]
    if len(_names_in(_folder(draft_id))) >= MOST_FILES:
        raise ValidationError(
            {"file": _("Hồ sơ đã có %(most)s tệp. Bỏ bớt tệp, hoặc gộp ảnh thành một PDF.") % {"most": MOST_FILES}}
        )
    path = default_storage.save(f"{_folder(draft_id)}/{secrets.token_hex(8)}.{ending}", ContentFile(content))
    return KeptFile(document_code, file_name[-200:], path, len(content))


def content_of(kept: KeptFile) -> bytes | None:
    """Return what is in a kept file, or None when it was forgotten meanwhile."""
    if not default_storage.exists(kept.path):
        return None
    with default_storage.open(kept.path) as file:
        return bytes(file.read())


def forget_upload(kept: KeptFile) -> None:
    """Throw one kept file away; one that is gone already is no trouble."""
    default_storage.delete(kept.path)


def forget_draft(draft_id: UUID) -> None:
    """Throw away all that was kept for this draft."""
    for name in _names_in(_folder(draft_id)):
        default_storage.delete(f"{_folder(draft_id)}/{name}")
    default_storage.delete(_folder(draft_id))


def forget_abandoned_drafts(*, real_at: datetime) -> int:
    """Throw away the drafts whose last file was kept more than a day ago; return how many.

    :param real_at: the machine's time, as files live on it
    """
    forgotten = 0
    for name in _folders_in(FOLDER):
        files = _names_in(f"{FOLDER}/{name}")
        touched = [_touched_at(f"{FOLDER}/{name}/{file}") for file in files]
        if max(touched, default=real_at - 2 * KEPT_FOR) < real_at - KEPT_FOR:
            forget_draft(UUID(name))
            forgotten += 1
    return forgotten


def _folder(draft_id: UUID) -> str:
    return f"{FOLDER}/{draft_id}"


def _names_in(folder: str) -> list[str]:
    return _listed(folder)[1]


def _folders_in(folder: str) -> list[str]:
    return _listed(folder)[0]


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """Return the folders and the files in it. An object store knows no folders, so none can be asked for."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _touched_at(path: str) -> datetime:
    moment = default_storage.get_modified_time(path)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
