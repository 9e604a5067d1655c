from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers import steps
from motcua.dossiers.actions.submit import submit
from motcua.dossiers.actors import Actor
from motcua.dossiers.application import Application
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier


@transaction.atomic
def refuse(
    *, dossier: Dossier | UUID, reason: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Dossier:
    """Decline to receive a dossier, with the reason in writing (NĐ 61/2018 art. 17.2; form 03)."""
    dossier = steps.take(dossier, Verb.REFUSE, by=by, at=at, expected_version=expected_version)
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi rõ lý do và nơi bà con cần tới, để in vào phiếu từ chối.")})
    dossier.finished_at = at
    steps.leave(dossier)
    return steps.move(dossier, Verb.REFUSE, by=by, at=at, detail={"reason": reason.strip()})


@transaction.atomic
def refuse_at_counter(*, application: Application, reason: str, by: Actor, at: datetime) -> Dossier:
    """Decline at the counter what somebody wanted to hand in, so that the refusal and its reason are on record."""
    dossier = submit(application=application, by=by, at=at)
    return refuse(dossier=dossier.pk, reason=reason, by=by, at=at)
