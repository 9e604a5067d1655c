from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers import shares, steps
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import StepNotYours, Verb
from motcua.dossiers.models import Consultation, Dossier


@transaction.atomic
def answer(
    *,
    dossier: Dossier | UUID,
    text: str,
    by: Actor,
    at: datetime,
    agency_id: int | None = None,
    expected_version: int | None = None,
) -> Dossier:
    """Answer what another unit asked; the last answer of one order lets the next shares begin.

    :param agency_id: for which unit, where somebody answers for several
    """
    dossier = steps.take(dossier, Verb.ANSWER, by=by, at=at, expected_version=expected_version)
    if not text.strip():
        raise ValidationError({"text": _("Ghi ý kiến trả lời, một câu cũng được.")})
    asked = _asked(dossier, by, agency_id)
    at = max(at, dossier.moved_at)
    asked.answered_at, asked.answered_by, asked.answer = at, by.user, text.strip()
    asked.save(update_fields=["answered_at", "answered_by", "answer"])
    dossier.asked = [agency for agency in dossier.asked if agency != asked.agency_id]
    began = shares.begin_next(dossier, at=at)
    detail: dict[str, Any] = {"agency": asked.agency.name, "answer": text.strip(), "consultation": str(asked.pk)}
    detail |= {"late": True} if asked.due_at and at > asked.due_at else {}
    detail |= {"began": began} if began else {}
    return steps.move(dossier, Verb.ANSWER, by=by, at=at, agency=asked.agency, detail=detail)


def _asked(dossier: Dossier, by: Actor, agency_id: int | None) -> Consultation:
    waiting = Consultation.objects.filter(dossier=dossier, answered_at=None, started_at__isnull=False)
    for asked in waiting.select_related("agency").order_by("started_at", "id"):
        fits = agency_id in (None, asked.agency_id)
        if fits and any(by.has(role, asked.agency_id) for role in ("specialist", "leader")):
            return asked
    raise StepNotYours(_("Cơ quan mình không còn ý kiến nào phải trả lời ở hồ sơ này."))
