from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers import steps
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier


@transaction.atomic
def withdraw(
    *, dossier: Dossier | UUID, reason: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Dossier:
    """Give the dossier back at the citizen's wish, as long as nothing has been decided (NĐ 118/2025 art. 21)."""
    dossier = steps.take(dossier, Verb.WITHDRAW, by=by, at=at, expected_version=expected_version)
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi lý do xin rút, một câu ngắn là đủ.")})
    dossier.finished_at = max(at, dossier.moved_at)
    dossier.asked = []
    steps.close(dossier, at=at)
    steps.leave(dossier)
    detail = {"reason": reason.strip()} | ({"clock": "ended"} if dossier.received_at else {})
    return steps.move(dossier, Verb.WITHDRAW, by=by, at=at, detail=detail)
