from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.catalogue.models import StepKind
from motcua.dossiers import shares, steps, ways
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier
from motcua.organisations.models import Role
from motcua.organisations.queries import posts_on, stand_in


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
    detail: dict[str, Any] = {"note": note.strip()} if note.strip() else {}
    status = None
    if to is not None:
        detail |= _hand_to(dossier, to, at=at)
    else:
        detail |= _go_on(dossier, at=at)
        assert dossier.step is not None  # just begun
        detail["step"], detail["to"] = dossier.step.name, dossier.holder.name
        status = ways.status_at(dossier.step)
    return steps.move(dossier, Verb.FORWARD, by=by, at=at, detail=detail, status=status)


def _hand_to(dossier: Dossier, officer: User, *, at: datetime) -> dict[str, str]:
    works_here = posts_on(at.date()).filter(user=officer, agency=dossier.holder, role=Role.SPECIALIST)
    if not officer.is_active or not works_here.exists():
        raise ValidationError(
            {"to": _("%(name)s không phải chuyên viên của %(agency)s. Chọn người khác.")
             % {"name": officer, "agency": dossier.holder.name}}
        )  # fmt: skip
    if officer.pk == dossier.officer_id:
        raise ValidationError({"to": _("Hồ sơ đang ở tay %(name)s rồi. Chọn người khác.") % {"name": officer}})
    cover = stand_in(officer, dossier.holder_id, on=at.date())
    if cover.pk == dossier.officer_id:
        raise ValidationError(
            {"to": _("%(name)s nghỉ, %(cover)s trực thay và đang giữ hồ sơ này rồi. Chọn người khác.")
             % {"name": officer, "cover": cover}}
        )  # fmt: skip
    steps.hand_to(dossier, cover, at=at)
    covered = {"covers_for": officer.get_full_name()} if cover.pk != officer.pk else {}
    return {"to": cover.get_full_name()} | covered


def _go_on(dossier: Dossier, *, at: datetime) -> dict[str, Any]:
    following = ways.following(dossier)
    if following.kind not in (StepKind.HANDLING, StepKind.WAITING):
        raise ValidationError(
            {"to": _("Bước sau là “%(step)s”. Chọn người nhận, hoặc bấm “Trình ký”.") % {"step": following.name}}
        )
    shares.refuse_while_open(dossier, at=at)
    missed = shares.missed(dossier, at=at)
    dossier.asked = []  # whoever let the day pass is no longer waited for
    detail = ways.go_to(dossier, following, at=at)
    return detail | ({"without_answer_of": missed} if missed else {})
