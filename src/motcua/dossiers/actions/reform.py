from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from motcua.accounts.models import User
from motcua.catalogue.actions.move_receptions import move_receptions
from motcua.dossiers import steps
from motcua.dossiers.actions.transfer import put_into
from motcua.dossiers.actors import SYSTEM
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Applicant, Attachment, Consultation, Dossier, DossierDocument
from motcua.dossiers.reforms import left_behind
from motcua.organisations.actions.reorganise import Changes, reorganise_units
from motcua.organisations.models import Agency, Role
from motcua.organisations.queries import posts_on
from motcua.organisations.reform_plan import Plan

#: So many dossiers are moved in one transaction: whoever is killed goes on behind the last whole batch
BATCH = 100


@dataclass(frozen=True)
class Outcome:
    """What one run changed; all zero when there was nothing left to do."""

    units: Changes
    receptions: int
    dossiers: int


def reorganise(*, plan: Plan, at: datetime, after_batch: Callable[[int], object] | None = None) -> Outcome:
    """Carry out a reorganisation of units: the units at once, then every open dossier to who carries it on.

    The units, their posts and places of reception change in one transaction; the dossiers follow in batches. From the
    first moment the successors' people may act on all of them, so nobody waits for the last batch. Killed half-way and
    run again it does the rest; run once more it changes nothing.

    :param after_batch: told how many dossiers have moved so far
    :raises ValidationError: the day has not come, or the plan does not fit the province as it is
    """
    with transaction.atomic():
        changes, heirs = reorganise_units(plan=plan, at=at)
        receptions = move_receptions(heirs=heirs, tiers=plan.tiers, on=plan.on)
    moved = 0
    while some := left_behind(limit=BATCH):
        moved += _move_some(some, reason=plan.name, at=at)
        if after_batch is not None:
            after_batch(moved)
    return Outcome(units=changes, receptions=receptions, dossiers=moved)


@transaction.atomic
def _move_some(some: list[UUID], *, reason: str, at: datetime) -> int:
    heirs = {unit.pk: unit.today for unit in Agency.objects.filter(heir__isnull=False).select_related("heir")}
    return sum(_move(pk, heirs, reason=reason, at=at) for pk in some)


def _move(pk: UUID, heirs: Mapping[int, Agency], *, reason: str, at: datetime) -> bool:
    """Give one dossier to who carries on its units. What was decided stays decided by whom it was."""
    dossier = steps.take(pk, Verb.TRANSFER, by=SYSTEM, at=at)
    old_holder, settled_before, before = dossier.holder, dossier.agency_id, _parts(dossier)
    holder = heirs.get(dossier.holder_id, dossier.holder)
    if dossier.finished_at is None:
        dossier.agency = heirs.get(dossier.agency_id, dossier.agency)
    if dossier.received_at is None and dossier.unit_id in heirs:
        _hand_in_anew(dossier, heirs[dossier.unit_id])
    _move_questions(dossier, heirs)
    if holder.pk != old_holder.pk:
        put_into(dossier, agency=holder, officer=_who_came_along(dossier, holder, on=at.date()), at=at)
    if _parts(dossier) == before:
        return False
    dossier.agencies = list(dict.fromkeys([*dossier.agencies, dossier.unit_id, dossier.agency_id]))
    detail = {"reason": reason, "from": old_holder.name, "to": holder.name}
    if dossier.agency_id != settled_before:
        detail["settled_before"] = str(settled_before)  # the figures of what came in count for it
    steps.move(dossier, Verb.TRANSFER, by=SYSTEM, at=at, detail=detail)
    return True


def _parts(dossier: Dossier) -> tuple[object, ...]:
    return dossier.unit_id, dossier.agency_id, dossier.holder_id, tuple(dossier.asked)


def _hand_in_anew(dossier: Dossier, unit: Agency) -> None:
    """Let the heir receive what nobody has received yet, so that its code is the heir's (4 statements)."""
    dossier.unit = unit
    Applicant.objects.filter(pk__in=[dossier.applicant_id, dossier.submitter_id]).update(unit=unit)
    DossierDocument.objects.filter(dossier=dossier).update(unit=unit)
    Attachment.objects.filter(dossier=dossier).update(unit=unit)


def _move_questions(dossier: Dossier, heirs: Mapping[int, Agency]) -> None:
    """Let the heirs answer what their forebears were asked; of two that merged, the second keeps its name."""
    questions = Consultation.objects.filter(dossier=dossier, answered_at=None)
    asked = {question.agency_id for question in questions}
    for question in questions:
        heir = heirs.get(question.agency_id)
        if heir is not None and heir.pk not in asked:
            asked.add(heir.pk)
            Consultation.objects.filter(pk=question.pk).update(agency=heir)
            dossier.asked = [heir.pk if agency == question.agency_id else agency for agency in dossier.asked]
            dossier.agencies = list(dict.fromkeys([*dossier.agencies, heir.pk]))


def _who_came_along(dossier: Dossier, holder: Agency, *, on: date) -> User | None:
    """Return the officer who had it, where they work on at the heir; else nobody has it in hand (0–1 statements)."""
    officer = dossier.officer
    if officer is None or not posts_on(on).filter(user=officer, agency=holder, role=Role.SPECIALIST).exists():
        return None
    return officer
