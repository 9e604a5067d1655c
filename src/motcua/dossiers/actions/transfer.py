from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.catalogue.models import StepKind
from motcua.dossiers import steps
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import NotAllowed, StepNotYours, Verb
from motcua.dossiers.models import Dossier, Event
from motcua.lib.uuid7 import uuid7
from motcua.organisations.models import Agency, Role
from motcua.organisations.queries import on_behalf_of, posts_on, stand_in

#: So many are handed over in one transaction: whoever is interrupted has done whole batches
BATCH = 50
_LONGEST = 500


@transaction.atomic
def transfer(
    *,
    dossier: Dossier | UUID,
    reason: str,
    by: Actor,
    at: datetime,
    to: User | None = None,
    agency: Agency | None = None,
    batch: str = "",
    expected_version: int | None = None,
) -> Dossier:
    """Let another officer, or another unit, hold a dossier from now on. Status, step, and every day stay.

    The time until now stays charged to whoever held it; the step's term goes on and does not begin again.

    :param to: who works on it now; a colleague who is away passes it to their cover. None: whoever takes it over
    :param agency: the unit that settles it from now on, for the Centre and for controllers; None: where it lies
    :param batch: what ties the lines of one handing over together, so that it can be undone as one
    """
    dossier = steps.take(dossier, Verb.TRANSFER, by=by, at=at, expected_version=expected_version)
    _check(dossier, to, agency, reason, by=by, at=at)
    before = dossier.officer
    detail = _from(dossier, reason, batch) | on_behalf_of(by.user, by.standing, dossier.holder, at.date())
    acting = dossier.holder
    if agency is not None and agency.pk != dossier.holder_id:
        detail |= {"from_agency": dossier.holder.name, "to": agency.name}
        if dossier.agency_id == dossier.holder_id and dossier.finished_at is None:
            detail["settled_before"] = str(dossier.agency_id)  # what came in counts for it
            dossier.agency = agency
    place = agency or dossier.holder
    if to is not None:
        detail |= _cover(to, place, at)
        to = stand_in(to, place.pk, on=at.date())
        if before is not None and to.pk == before.pk and agency is None:
            raise ValidationError({"to": _("%(name)s trực thay và đang giữ hồ sơ này rồi.") % {"name": to}})
        detail |= {"to": to.get_full_name(), "to_user": str(to.pk)}
    put_into(dossier, agency=place, officer=to, at=at)
    return steps.move(dossier, Verb.TRANSFER, by=by, at=at, agency=acting, detail=detail)


@dataclass
class Handed:
    """What became of a handing over: how many went to whom, and which could not go, with the sentence why."""

    batch: str
    moved: list[UUID] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)  # code, sentence


def transfer_many(
    *,
    agency: Agency,
    to: Sequence[User],
    reason: str,
    by: Actor,
    at: datetime,
    officer: User | None = None,
    only: Sequence[UUID] | None = None,
) -> Handed:
    """Hand over what an officer has in hand at this unit, or the chosen dossiers: one diary line each.

    Several receivers get them in turn, the most urgent first. Done in batches, each a transaction of its own; what
    cannot go is reported and holds up nobody.

    :param only: these dossiers; None: all of `officer`
    :raises ValidationError: nobody to give from or to, or no reason
    """
    if not to:
        raise ValidationError({"to": _("Chọn ít nhất một người nhận.")})
    if only is None and officer is None:
        raise ValidationError({"only": _("Chọn hồ sơ cần giao lại.")})
    _check_reason(reason)
    held = Dossier.objects.filter(holder=agency, finished_at=None)
    held = held.filter(officer=officer) if officer is not None else held
    held = held.filter(pk__in=only) if only is not None else held
    waiting = list(held.order_by("due_at", "id").values_list("pk", flat=True))
    handed = Handed(batch=str(uuid7()))
    for number, some in enumerate(_batches(waiting)):
        with transaction.atomic():
            for place, pk in enumerate(some, number * BATCH):
                _try(handed, pk, to=to[place % len(to)], reason=reason, by=by, at=at)
    return handed


def transfer_back(*, batch: Sequence[Event], by: Actor, at: datetime) -> Handed:
    """Undo one handing over: give back what nobody has touched since to whoever had it, by lines of its own.

    :param batch: the lines that handed over (one line a dossier)
    """
    handed = Handed(batch=str(uuid7()))
    for some in _batches(list(batch)):
        with transaction.atomic():
            for line in some:
                _give_back(handed, line, by=by, at=at)
    return handed


def put_into(dossier: Dossier, *, agency: Agency, officer: User | None, at: datetime) -> None:
    """Let this officer of this unit hold the dossier; the caller saves it. A clock that stands still stays so."""
    if dossier.step is not None and dossier.clock_stopped_at is None:
        steps.hand_to(dossier, officer, at=at, agency=agency)
        return
    dossier.holder, dossier.officer = agency, officer
    if agency.pk not in dossier.agencies:
        dossier.agencies = [*dossier.agencies, agency.pk]


def _batches(of: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(of), BATCH):
        yield of[start : start + BATCH]


def _try(handed: Handed, pk: UUID, *, to: User | None, reason: str, by: Actor, at: datetime) -> None:
    try:
        transfer(dossier=pk, to=to, reason=reason, by=by, at=at, batch=handed.batch)
    except (NotAllowed, ValidationError) as trouble:
        sentence = " ".join(trouble.messages) if isinstance(trouble, ValidationError) else str(trouble)
        handed.refused.append((str(Dossier.objects.get(pk=pk)), sentence))
    else:
        handed.moved.append(pk)


def _give_back(handed: Handed, line: Event, *, by: Actor, at: datetime) -> None:
    dossier = Dossier.objects.get(pk=line.dossier_id)
    if dossier.diary_length != line.seq:
        handed.refused.append((str(dossier), _("Đã có người làm tiếp, không lấy lại được.")))
        return
    had = User.objects.filter(pk=int(line.detail["from_user"])).first() if line.detail.get("from_user") else None
    _try(handed, dossier.pk, to=had, reason=_("Lấy lại lần vừa giao"), by=by, at=at)


def _from(dossier: Dossier, reason: str, batch: str) -> dict[str, str]:
    detail = {"reason": reason.strip()}
    if dossier.officer is not None:
        detail |= {"from": dossier.officer.get_full_name(), "from_user": str(dossier.officer_id)}
    return detail | ({"batch": batch} if batch else {})


def _cover(to: User, place: Agency, at: datetime) -> dict[str, str]:
    cover = stand_in(to, place.pk, on=at.date())
    return {"covers_for": to.get_full_name()} if cover.pk != to.pk else {}


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi lý do giao lại, ví dụ: nghỉ thai sản, chuyển công tác.")})
    if len(reason) > _LONGEST:
        raise ValidationError({"reason": _("Lý do dài quá 500 chữ. Ghi gọn lại.")})


def _check(dossier: Dossier, to: User | None, agency: Agency | None, reason: str, *, by: Actor, at: datetime) -> None:
    _check_reason(reason)
    if agency is not None and agency.pk != dossier.holder_id:
        _check_agency(agency, by=by, at=at)
    if to is not None:
        _check_officer(dossier, to, agency, at=at)
    elif dossier.officer is None and agency in (None, dossier.holder):
        raise ValidationError({"to": _("Hồ sơ đang chưa ở tay ai. Chọn người nhận.")})


def _check_agency(agency: Agency, *, by: Actor, at: datetime) -> None:
    if not (by.is_system or by.has_anywhere(Role.CENTRE) or by.has_anywhere(Role.CONTROLLER)):
        raise StepNotYours(_("Lãnh đạo giao lại trong cơ quan mình. Chuyển sang cơ quan khác là việc của Trung tâm."))
    if not Agency.objects.existing_on(at.date()).filter(pk=agency.pk).exists():
        raise ValidationError({"agency": _("%(agency)s không còn hoạt động. Chọn cơ quan khác.") % {"agency": agency}})


def _check_officer(dossier: Dossier, to: User, agency: Agency | None, *, at: datetime) -> None:
    place = agency or dossier.holder
    if dossier.step is None or dossier.step.kind not in (StepKind.HANDLING, StepKind.WAITING):
        raise ValidationError({"to": _("Hồ sơ đang không ở tay chuyên viên nào: chưa nhận, chờ ký hoặc chờ trả.")})
    works_there = posts_on(at.date()).filter(user=to, agency__in=[place, place.today], role=Role.SPECIALIST)
    if not to.is_active or not works_there.exists():
        raise ValidationError(
            {"to": _("%(name)s không phải chuyên viên của %(agency)s. Chọn người khác.")
             % {"name": to, "agency": place.name}}
        )  # fmt: skip
    if to.pk == dossier.officer_id and agency in (None, dossier.holder):
        raise ValidationError({"to": _("Hồ sơ đang ở tay %(name)s rồi. Chọn người khác.") % {"name": to}})
