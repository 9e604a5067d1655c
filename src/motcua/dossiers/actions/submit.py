from datetime import datetime

from django.db import transaction

from motcua.dossiers import opening, steps
from motcua.dossiers.actors import Actor
from motcua.dossiers.application import Application, check
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier


@transaction.atomic
def submit(*, application: Application, by: Actor | None, at: datetime) -> Dossier:
    """Hand a dossier in from outside the counter: online, by post, through a partner. It waits to be received.

    :param by: the officer or partner who hands it in for somebody; None when the citizen does so themselves
    """
    published = check(application, to_receive=False)
    dossier = opening.open_dossier(application, at=at)
    by = by or Actor(name=dossier.applicant.name, dossier_id=dossier.pk)
    refusal = steps.why_not(by, Verb.SUBMIT, dossier)
    if refusal is not None:
        raise refusal
    dossier.submitted_at = at
    steps.move(dossier, Verb.SUBMIT, by=by, at=at, detail=opening.how_it_came(dossier))
    opening.add_documents(dossier, published, application.documents)
    return dossier
