from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.dossiers import steps, timekeeping
from motcua.dossiers.actors import Actor
from motcua.dossiers.clock import Kind
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier


@transaction.atomic
def arrive(*, dossier: Dossier | UUID, by: Actor, at: datetime, expected_version: int | None = None) -> Dossier:
    """Let the limit begin, now that the paper has reached the competent agency (NĐ 309/2026 art. 17.3).

    Only for a dossier that was received elsewhere under rules that say so; the receipt announced it.
    """
    dossier = steps.take(dossier, Verb.ARRIVE, by=by, at=at, expected_version=expected_version)
    assert dossier.step is not None  # the table wants a received dossier
    article = dossier.rule_set.basis["boundary_free_clock_starts"].article
    detail = timekeeping.turn(dossier, Kind.RESTARTED, at=at, article=article, limit=dossier.limit)
    dossier.first_due_at = dossier.due_at
    steps.begin(dossier, dossier.step, at=at, officer=dossier.officer)
    return steps.move(dossier, Verb.ARRIVE, by=by, at=at, detail=detail)
