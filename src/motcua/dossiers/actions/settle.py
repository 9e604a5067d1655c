from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalogue.models import StepKind
from motcua.dossiers import routing, steps, ways
from motcua.dossiers.actions.receive import receive_at_counter
from motcua.dossiers.actions.return_result import return_result
from motcua.dossiers.actors import Actor
from motcua.dossiers.application import Application
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, Outcome, Result


@transaction.atomic
def settle_at_counter(*, application: Application, summary: str, by: Actor, at: datetime) -> Dossier:
    """Receive, settle and hand over in one go what a counter may settle at once (NĐ 61/2018 art. 17.4, 17.5).

    The case is in the books like any other: with a code, a diary and a result.
    """
    dossier = receive_at_counter(application=application, by=by, at=at)
    dossier = settle(dossier=dossier.pk, summary=summary, by=by, at=at)
    return return_result(dossier=dossier.pk, by=by, at=at)


@transaction.atomic
def settle(
    *, dossier: Dossier | UUID, summary: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Dossier:
    """Decide at the counter, by delegation of the agency: only procedures whose result is given the same day."""
    dossier = steps.take(dossier, Verb.SETTLE, by=by, at=at, expected_version=expected_version)
    if not summary.strip():
        raise ValidationError({"summary": _("Ghi kết quả đã giải quyết, một câu ngắn.")})
    assert by.user is not None and dossier.process is not None  # the table wants an officer and a received dossier
    at = max(at, dossier.moved_at)
    Result.objects.create(
        dossier=dossier, unit_id=dossier.unit_id, outcome=Outcome.GRANTED, summary=summary.strip(),
        proposed_by=by.user, proposed_at=at, decided_by=by.user, decided_at=at,
    )  # fmt: skip
    dossier.finished_at = at
    steps.begin(dossier, routing.first_of(StepKind.RETURN, ways.steps_of(dossier)), at=at)
    detail = {"outcome": Outcome.GRANTED.value, "summary": summary.strip(), "clock": "ended"}
    return steps.move(dossier, Verb.SETTLE, by=by, at=at, detail=detail)
