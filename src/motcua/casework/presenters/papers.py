"""What was handed in: papers as they were counted, files to be opened."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.kept import kept
from motcua.dossiers.models import Attachment, Dossier, DossierDocument
from motcua.dossiers.queries import papers_handed_in


def papers_of(dossier: Dossier) -> list[dict[str, Any]]:
    """Return every paper with its files; files that belong to none come last (0 statements).

    :param dossier: whole, as motcua.dossiers.kept loads it
    """
    files: dict[str, list[Attachment]] = {}
    for attachment in kept(dossier, Attachment) or ():
        files.setdefault(attachment.document_code, []).append(attachment)
    papers = [_paper(dossier, paper, files.pop(paper.code, [])) for paper in papers_handed_in(dossier)]
    return papers + [_stray(dossier, attachment) for rest in files.values() for attachment in rest]


def _paper(dossier: Dossier, paper: DossierDocument, attachments: Iterable[Attachment]) -> dict[str, Any]:
    counted = [
        (_("%(many)d bản chính"), paper.originals),
        (_("%(many)d bản sao"), paper.copies),
    ]
    return {
        "name": paper.name,
        "counted": ", ".join(words % {"many": many} for words, many in counted if many),
        "files": [_file(dossier, attachment) for attachment in attachments],
    }


def _stray(dossier: Dossier, attachment: Attachment) -> dict[str, Any]:
    return {"name": attachment.file_name, "counted": _("tệp kèm theo"), "files": [_file(dossier, attachment)]}


def _file(dossier: Dossier, attachment: Attachment) -> dict[str, Any]:
    return {
        "name": attachment.file_name,
        "url": reverse("casework:attachment", args=[str(dossier), attachment.pk]),
        "is_picture": attachment.media_type.startswith("image/"),
        "size": max(1, attachment.size // 1024),
    }
