from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers import steps, timekeeping, ways
from motcua.dossiers.actions.request_payment import ARTICLE
from motcua.dossiers.actors import Actor
from motcua.dossiers.clock import Kind
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, Event


@transaction.atomic
def confirm_payment(
    *, dossier: Dossier | UUID, proof: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Dossier:
    """Write down the proof that it was paid, or that nothing is owed; the clock goes on from here.

    :param proof: the number of the receipt or of the exemption
    """
    dossier = steps.take(dossier, Verb.CONFIRM_PAYMENT, by=by, at=at, expected_version=expected_version)
    if not proof.strip():
        raise ValidationError({"proof": _("Ghi số biên lai hoặc số giấy miễn, để sau này tra lại được.")})
    asked = Event.objects.filter(dossier=dossier, verb=Verb.REQUEST_PAYMENT).order_by("-seq").first()
    limit = asked.detail.get("limit_after", "") if asked else ""
    kind = Kind.RESTARTED if limit else Kind.RESUMED
    detail = {"proof": proof.strip()} | timekeeping.turn(dossier, kind, at=at, article=ARTICLE, limit=limit)
    ways.go_on(dossier, at=at)
    return steps.move(dossier, Verb.CONFIRM_PAYMENT, by=by, at=at, detail=detail)
