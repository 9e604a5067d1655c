from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers import routing, steps, ways
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, Result
from motcua.organisations.models import Role
from motcua.organisations.queries import on_behalf_of, who_takes


@transaction.atomic
def send_back(
    *, dossier: Dossier | UUID, reason: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Dossier:
    """Give a proposal back to the officer who made it, or to their cover, saying what to mend.

    The promise to the citizen stays. Where the officer works there no more, anybody of that unit may take it over.
    """
    dossier = steps.take(dossier, Verb.SEND_BACK, by=by, at=at, expected_version=expected_version)
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi rõ cần sửa chỗ nào, để chuyên viên làm lại một lần là xong.")})
    assert dossier.process is not None and dossier.step is not None  # the table wants an approval step
    proposer = Result.objects.select_related("proposed_by").get(dossier=dossier).proposed_by
    step = routing.back_from(dossier.step.position, ways.steps_of(dossier))
    mender = who_takes(proposer, steps.place_of(dossier, step), Role.SPECIALIST, on=at.date())
    detail = {"reason": reason.strip(), "to": (mender or proposer).get_full_name()}
    if mender is not None and mender.pk != proposer.pk:
        detail["covers_for"] = proposer.get_full_name()
    detail |= on_behalf_of(by.user, by.standing, dossier.holder, at.date())
    steps.begin(dossier, step, at=at, officer=mender)
    if mender is None:  # the proposer has left: whoever takes it over mends it
        detail["to"] = dossier.holder.name
    return steps.move(dossier, Verb.SEND_BACK, by=by, at=at, detail=detail)
