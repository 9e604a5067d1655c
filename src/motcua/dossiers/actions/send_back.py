from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers import routing, steps, ways
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, Result


@transaction.atomic
def send_back(
    *, dossier: Dossier | UUID, reason: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Dossier:
    """Give a proposal back to the officer who made it, saying what to mend. The promise to the citizen stays."""
    dossier = steps.take(dossier, Verb.SEND_BACK, by=by, at=at, expected_version=expected_version)
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi rõ cần sửa chỗ nào, để chuyên viên làm lại một lần là xong.")})
    assert dossier.process is not None and dossier.step is not None  # the table wants an approval step
    proposer = Result.objects.select_related("proposed_by").get(dossier=dossier).proposed_by
    steps.begin(dossier, routing.back_from(dossier.step.position, ways.steps_of(dossier)), at=at, officer=proposer)
    return steps.move(
        dossier, Verb.SEND_BACK, by=by, at=at, detail={"reason": reason.strip(), "to": proposer.get_full_name()}
    )
