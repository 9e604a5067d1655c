from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.dossiers import steps
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier


@transaction.atomic
def take_over(*, dossier: Dossier | UUID, by: Actor, at: datetime, expected_version: int | None = None) -> Dossier:
    """Take a dossier of one's agency in hand: one that nobody has taken yet, or a colleague's."""
    dossier = steps.take(dossier, Verb.TAKE_OVER, by=by, at=at, expected_version=expected_version)
    detail = {"from": dossier.officer.get_full_name()} if dossier.officer else {}
    steps.hand_to(dossier, by.user, at=at)
    return steps.move(dossier, Verb.TAKE_OVER, by=by, at=at, detail=detail)
