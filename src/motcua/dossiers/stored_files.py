"""Where the files that came with a dossier lie. Whoever opens one has asked first whether its dossier may be seen."""

from django.core.files import File
from django.core.files.storage import default_storage

from motcua.dossiers.models import Attachment

#: The kinds of file that are taken, and how their names end
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def path_of(sha256: str, media_type: str) -> str:
    """Return where the file with this content lies in the storage."""
    return f"{sha256[:2]}/{sha256}.{ENDINGS[media_type]}"


def open_file(attachment: Attachment) -> File:
    """Open a file that came with a dossier. :raises FileNotFoundError: the storage has lost it"""
    return default_storage.open(path_of(attachment.sha256, attachment.media_type))
