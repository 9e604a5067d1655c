from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers import steps
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import Status, Verb
from motcua.dossiers.models import Assignment, Dossier, Event


@transaction.atomic
def take_back(
    *, dossier: Dossier | UUID, by: Actor, at: datetime, reason: str = "", expected_version: int | None = None
) -> Dossier:
    """Undo one's own last step, by a line of its own: the diary shows both, and the time stays charged as it was.

    Refused where something has happened since, and where the step cannot be undone: a citizen has been told, a number
    was given out, the clock was turned.
    """
    dossier = steps.take(dossier, Verb.TAKE_BACK, by=by, at=at, expected_version=expected_version)
    if len(reason) > 500:
        raise ValidationError({"reason": _("Lý do dài quá 500 chữ. Ghi gọn lại.")})
    last, before = Event.objects.filter(dossier=dossier).order_by("-seq")[:2]
    held = _held_before(dossier)
    steps.close(dossier, at=at)
    steps.go_back_to(dossier, held, at=at)
    detail = {"undoes": last.verb, "line": last.seq} | ({"reason": reason.strip()} if reason.strip() else {})
    return steps.move(dossier, Verb.TAKE_BACK, by=by, at=at, detail=detail, status=Status(before.status))


def _held_before(dossier: Dossier) -> Assignment:
    """Return who held what before the last step: the spell that ended last."""
    over = Assignment.objects.filter(dossier=dossier, ended_at__isnull=False)
    return over.select_related("step", "agency", "officer").order_by("-ended_at", "-started_at", "-id")[0]
