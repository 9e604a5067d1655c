from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.catalogue.models import StepKind
from motcua.dossiers import routing, steps, ways
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, Result
from motcua.organisations.queries import on_behalf_of


@transaction.atomic
def approve(
    *, dossier: Dossier | UUID, by: Actor, at: datetime, note: str = "", expected_version: int | None = None
) -> Dossier:
    """Decide as proposed. The office's clock ends here, not when the result is fetched (law.md §5.5)."""
    dossier = steps.take(dossier, Verb.APPROVE, by=by, at=at, expected_version=expected_version)
    assert dossier.process is not None and dossier.step is not None  # the table wants an approval step
    result = Result.objects.get(dossier=dossier)
    result.decided_by, result.decided_at = by.user, at
    result.save(update_fields=["decided_by", "decided_at"])
    holder = dossier.holder
    dossier.finished_at = at
    steps.begin(dossier, routing.first_of(StepKind.RETURN, ways.steps_of(dossier)), at=at)
    detail = {"outcome": result.outcome, "clock": "ended"} | ({"note": note.strip()} if note.strip() else {})
    detail |= on_behalf_of(by.user, by.standing, holder, at.date())
    return steps.move(dossier, Verb.APPROVE, by=by, at=at, agency=holder, detail=detail)
