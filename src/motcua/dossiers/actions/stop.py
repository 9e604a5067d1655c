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
def stop(
    *, dossier: Dossier | UUID, reason: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Dossier:
    """Stop the work on a dossier for good: the applicant asked for it, or never came back with what was asked for.

    Only as long as nothing is decided (NĐ 118/2025 art. 21; TT 03/2025/TT-VPCP art. 7): the table has no way to it
    from a decided dossier.
    """
    dossier = steps.take(dossier, Verb.STOP, by=by, at=at, expected_version=expected_version)
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi rõ vì sao dừng: theo yêu cầu của ai, hay chờ quá bao lâu.")})
    article = dossier.rule_set.basis["stop_only_before_result"].article
    detail = {"reason": reason.strip(), "clock": "ended", "article": article}
    detail |= {"waited_for": dossier.waits_for} if dossier.waits_for else {}
    dossier.finished_at = max(at, dossier.moved_at)
    dossier.asked = []
    steps.close(dossier, at=at)
    steps.leave(dossier)
    return steps.move(dossier, Verb.STOP, by=by, at=at, detail=detail)
