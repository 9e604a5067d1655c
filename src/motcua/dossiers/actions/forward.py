from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.catalogue.models import StepKind
from motcua.dossiers import routing, shares, steps
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier
from motcua.organisations.models import Role
from motcua.organisations.queries import posts_on


@transaction.atomic
def forward(
    *,
    dossier: Dossier | UUID,
    by: Actor,
    at: datetime,
    to: User | None = None,
    note: str = "",
    expected_version: int | None = None,
) -> Dossier:
    """Pass a dossier on: to a colleague at the same step, or, without `to`, to the next handling step.

    The next step may be another agency's. What comes after handling is not forwarded but proposed for signature.
    """
    dossier = steps.take(dossier, Verb.FORWARD, by=by, at=at, expected_version=expected_version)
    detail = {"note": note.strip()} if note.strip() else {}
    if to is not None:
        _hand_to(dossier, to, at=at)
        detail["to"] = to.get_full_name()
    else:
        _go_on(dossier, at=at)
        detail["step"], detail["to"] = dossier.step.name if dossier.step else "", dossier.holder.name
    return steps.move(dossier, Verb.FORWARD, by=by, at=at, detail=detail)


def _hand_to(dossier: Dossier, officer: User, *, at: datetime) -> None:
    works_here = posts_on(at.date()).filter(user=officer, agency=dossier.holder, role=Role.SPECIALIST)
    if not officer.is_active or not works_here.exists():
        raise ValidationError(
            {"to": _("%(name)s không phải chuyên viên của %(agency)s. Chọn người khác.")
             % {"name": officer, "agency": dossier.holder.name}}
        )  # fmt: skip
    if officer.pk == dossier.officer_id:
        raise ValidationError({"to": _("Hồ sơ đang ở tay %(name)s rồi. Chọn người khác.") % {"name": officer}})
    steps.hand_to(dossier, officer, at=at)


def _go_on(dossier: Dossier, *, at: datetime) -> None:
    assert dossier.process is not None and dossier.step is not None  # the table wants a handling step
    following = routing.after(dossier.step.position, list(dossier.process.steps.select_related("agency")))
    if following.kind != StepKind.HANDLING:
        raise ValidationError(
            {"to": _("Bước sau là “%(step)s”. Chọn người nhận, hoặc bấm “Trình ký”.") % {"step": following.name}}
        )
    shares.refuse_while_open(dossier, at=at)
    steps.begin(dossier, following, at=at)
