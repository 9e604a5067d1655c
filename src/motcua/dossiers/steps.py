"""Taking a step: the one place where a dossier is locked, where permission is asked, and where its status changes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.catalogue.models import ProcessStep, StepPlace
from motcua.dossiers import deadlines, events, provisos
from motcua.dossiers.actors import Actor
from motcua.dossiers.kept import calendars_for
from motcua.dossiers.lifecycle import (
    TABLE,
    TERMINAL,
    NotAllowed,
    Place,
    Row,
    StalePage,
    Status,
    StepNotOpen,
    StepNotYours,
    Verb,
    Who,
    row_at,
)
from motcua.dossiers.models import Assignment, Dossier, DossierQuerySet
from motcua.lib.prepared import Given, Prepared
from motcua.lib.reading_along import along, as_rows, columns_of
from motcua.organisations.models import Agency, Role
from motcua.working_time.queries import all_editions


def may(by: Actor, verb: Verb, dossier: Dossier) -> bool:
    """Tell whether this person may do this to this dossier now. Buttons are drawn by it and actions guarded by it."""
    return _barrier(by, verb, dossier) is None


def why_not(by: Actor, verb: Verb, dossier: Dossier) -> NotAllowed | None:
    """Return why this person may not do this now, as the exception to raise; None when they may."""
    barrier = _barrier(by, verb, dossier)
    return barrier() if barrier else None


#: What stands in the way of a verb, put into words by whoever calls it: a page asks of every verb, and shows no refusal
Barrier = Callable[[], NotAllowed]


def _barrier(by: Actor, verb: Verb, dossier: Dossier) -> Barrier | None:
    if not any(_ever_holds(by, who, dossier) for who in _everybody(verb)):
        return partial(_of_others, verb, dossier)
    row = row_of(dossier, verb)
    if row is None:
        return partial(_not_open, verb, dossier)
    if row.at_step and (dossier.step is None or dossier.step.kind not in row.at_step):
        return partial(_not_at_step, verb, dossier)
    if not any(_holds(by, who, dossier) for who in row.who):
        return partial(_elsewhere, dossier)
    barrier = _not_in_hand(by, verb, row, dossier)
    if barrier:
        return barrier
    refusal = provisos.unmet(by, verb, dossier)
    return (lambda: refusal) if refusal else None


def row_of(dossier: Dossier, verb: Verb) -> Row | None:
    """Return the line of the law's table for this verb where this dossier stands now."""
    return row_at(verb, Status(dossier.status), received=dossier.received_at is not None)


def verbs_open_to(by: Actor, dossier: Dossier) -> list[Verb]:
    """Return what this person may do to this dossier now, in the table's order."""
    return [verb for verb in TABLE if may(by, verb, dossier)]


def take(
    dossier: Dossier | UUID, verb: Verb, *, by: Actor, at: datetime, expected_version: int | None = None
) -> Dossier:
    """Lock the dossier and make sure that this person may take this step now (1 statement).

    :param expected_version: the version the person was looking at; None when they did not say
    :raises StalePage: the dossier has moved on since
    :raises StepNotOpen: it does not stand where this step starts
    :raises StepNotYours: this person may not
    """
    fresh = _locked(dossier if isinstance(dossier, UUID) else dossier.pk)
    if expected_version is not None and expected_version != fresh.version_number:
        raise StalePage(_("Hồ sơ vừa được chuyển lúc %(when)s. Xem bản mới rồi làm tiếp.") % {"when": _clock(fresh)})
    refusal = why_not(by, verb, fresh)
    if refusal is not None:
        raise refusal
    return fresh


def _locked(pk: UUID) -> Dossier:
    """Return the dossier as it stands, kept from others until the verb has ended, with its units and the calendars."""
    dossier = _LOCKED.first(pk=pk)
    if dossier is None:
        raise Dossier.DoesNotExist(str(pk))
    said = vars(dossier)
    units = {unit.pk: unit for unit in as_rows(Agency, _UNIT, said["kept_units"])}
    dossier.unit, dossier.agency = units[dossier.unit_id], units[dossier.agency_id]
    dossier.holder = units[dossier.holder_id]
    dossier.officer = next(iter(as_rows(User, _OFFICER, said["kept_officer"])), None)
    dossier.step = next(iter(as_rows(ProcessStep, _STEP, said["kept_step"])), None)
    return dossier


_UNIT, _STEP, _OFFICER = columns_of(Agency), columns_of(ProcessStep), ("id", "username", "full_name", "is_active")


def _to_lock() -> DossierQuerySet:
    """Return the statement that locks one dossier.

    Nothing is joined to it. A joined row is the one that was there before the wait for the lock: where the verb that
    was waited for has changed the holder, the statement would find no dossier, and where it has changed the officer,
    nobody. What is read along is read after the wait.
    """
    units = Agency.objects.filter(pk__in=[OuterRef("unit_id"), OuterRef("agency_id"), OuterRef("holder_id")])
    return (
        Dossier.objects.select_for_update()
        .filter(pk=Given("pk"))
        .annotate(
            kept_units=along(units, _UNIT),
            kept_officer=along(User.objects.filter(pk=OuterRef("officer_id")), _OFFICER),
            kept_step=along(ProcessStep.objects.filter(pk=OuterRef("step_id")), _STEP),
            kept_calendars=all_editions(),
        )
    )


_LOCKED = Prepared(_to_lock)


def move(
    dossier: Dossier,
    verb: Verb,
    *,
    by: Actor,
    at: datetime,
    agency: Agency | None = None,
    detail: Mapping[str, Any] | None = None,
    status: Status | None = None,
) -> Dossier:
    """Give the dossier the status that the table says, write the diary, save (3 statements, 1 more for a new one).

    :param agency: in whose name, where the table does not tell: the unit that held the dossier when the verb began
    :param detail: what else the diary keeps, as texts and lists of texts
    :param status: instead of the table's: where the process waits, and where a step is taken back

    The diary never runs backwards: a moment before its last line counts as that line's moment.
    """
    row = row_of(dossier, verb)
    assert row is not None  # `take` or `why_not` has asked before
    target = status or row.target
    if target is not None:
        dossier.status = target
    is_new = dossier._state.adding
    if not is_new:
        at = max(at, dossier.moved_at)
    dossier.version_number += 1
    acting = agency.pk if agency else (dossier.unit_id if by.is_applicant else _acting_agency(by, row, dossier))
    line = events.line_for(dossier, verb, by=by, at=at, agency_id=acting, detail=dict(detail or {}))
    if is_new:
        dossier.save(force_insert=True)
    else:
        dossier.save(force_update=True)
    events.write(line)
    return dossier


def begin(dossier: Dossier, step: ProcessStep, *, at: datetime, officer: User | None = None) -> None:
    """Close the step that the dossier stands at and open this one; the caller saves the dossier (2 statements)."""
    close(dossier, at=at)
    agency = place_of(dossier, step)
    due_at = None
    if step.half_days:
        due_at = deadlines.step_due_at(
            started_at=at, half_days=step.half_days, calendar=calendars_for(dossier).of(agency.calendar_id)
        )
    stand_at(dossier, step, agency=agency, officer=officer, due_at=due_at)
    _assign(dossier, at=at)


def hand_to(dossier: Dossier, officer: User | None, *, at: datetime, agency: Agency | None = None) -> None:
    """Let somebody else hold the step from now on, with its term unchanged; the caller saves (2 statements).

    The time until now stays with whoever held it: one assignment ends, another begins.
    """
    assert dossier.step is not None  # nothing is held before the reception
    close(dossier, at=at)
    agency = agency or dossier.holder
    stand_at(dossier, dossier.step, agency=agency, officer=officer, due_at=dossier.step_due_at)
    _assign(dossier, at=at)


def go_back_to(dossier: Dossier, before: Assignment, *, at: datetime) -> None:
    """Let the dossier stand again where and with whom it stood, with the term it had (1 statement)."""
    stand_at(dossier, before.step, agency=before.agency, officer=before.officer, due_at=before.due_at)
    _assign(dossier, at=at)


def pause(dossier: Dossier, *, waits_for: str, at: datetime) -> None:
    """Stop the clock of the step: nobody in the office holds it while the dossier waits (1 statement)."""
    close(dossier, at=at)
    dossier.clock_stopped_at, dossier.waits_for, dossier.step_due_at = max(at, dossier.moved_at), waits_for, None


def resume(dossier: Dossier, *, at: datetime) -> None:
    """Go on with the step that was interrupted, in the same hands, with its whole term anew (1 statement)."""
    assert dossier.step is not None  # only a received dossier waits with a stopped clock
    dossier.clock_stopped_at, dossier.waits_for = None, ""
    if dossier.step.half_days:
        dossier.step_due_at = deadlines.step_due_at(
            started_at=at,
            half_days=dossier.step.half_days,
            calendar=calendars_for(dossier).of(dossier.holder.calendar_id),
        )
    _assign(dossier, at=at)


def _assign(dossier: Dossier, *, at: datetime) -> None:
    assert dossier.step is not None  # only a received dossier is held
    Assignment.objects.create(
        unit_id=dossier.unit_id,
        dossier=dossier,
        step=dossier.step,
        agency=dossier.holder,
        officer=dossier.officer,
        started_at=max(at, dossier.moved_at),
        due_at=dossier.step_due_at,
    )


def stand_at(
    dossier: Dossier, step: ProcessStep, *, agency: Agency, officer: User | None, due_at: datetime | None
) -> None:
    """Say on the dossier itself where it stands, so that lists need to read nothing else."""
    dossier.step, dossier.holder, dossier.officer, dossier.step_due_at = step, agency, officer, due_at
    if agency.pk not in dossier.agencies:
        dossier.agencies = [*dossier.agencies, agency.pk]


def close(dossier: Dossier, *, at: datetime) -> None:
    """End the step that the dossier stands at, if it stands at one (1 statement)."""
    Assignment.objects.filter(dossier=dossier, ended_at=None).update(ended_at=max(at, dossier.moved_at))


def leave(dossier: Dossier) -> None:
    """Nobody holds the dossier in hand any more: it is decided, or it was never received."""
    dossier.officer, dossier.step_due_at = None, None
    dossier.clock_stopped_at, dossier.waits_for = None, ""


def place_of(dossier: Dossier, step: ProcessStep) -> Agency:
    """Return the unit whose step this is for this dossier; of one that ended, who carries it on."""
    if step.place == StepPlace.DESK:
        return dossier.unit.today
    if step.place == StepPlace.NAMED and step.agency:
        return step.agency.today
    return dossier.agency.today


def _everybody(verb: Verb) -> list[Who]:
    return list(dict.fromkeys(who for row in TABLE[verb] for who in row.who))


def _holds(by: Actor, who: Who, dossier: Dossier) -> bool:
    match who.place:
        case Place.OWN:
            return by.is_applicant and by.dossier_id == dossier.pk
        case Place.SYSTEM:
            return by.is_system
        case Place.PROVINCE:
            return by.has_anywhere(who.role)
        case Place.ASKED:
            return any(by.has(who.role, agency) for agency in dossier.asked)
        case Place.PART:
            return any(by.has(who.role, agency) for agency in dossier.agencies)
        case Place.DESK:
            return by.has(who.role, dossier.unit_id)
        case _:
            return by.has(who.role, dossier.holder_id)


def _ever_holds(by: Actor, who: Who, dossier: Dossier) -> bool:
    if who.place in (Place.HOLDER, Place.ASKED):
        return any(by.has(who.role, agency) for agency in dossier.agencies)
    return _holds(by, who, dossier)


def _not_in_hand(by: Actor, verb: Verb, row: Row, dossier: Dossier) -> Barrier | None:
    """A specialist works on what is in their own hands; taking over again what one has already is nothing to do.

    A dossier that a leader has put into somebody's hands is received and not yet worked on: it is still to be taken.
    """
    mine = by.user is not None and dossier.officer_id == by.user.pk
    if verb == Verb.TAKE_OVER:
        is_at_work = mine and dossier.status == Status.IN_PROGRESS
        return _in_ones_own_hands if is_at_work else None
    if not row.in_hand or mine or by.has("leader", dossier.holder_id):
        return None
    return partial(_in_other_hands, dossier)


def _acting_agency(by: Actor, row: Row, dossier: Dossier) -> int | None:
    """Return the unit in whose name this person acts: the one where they hold the role that the table wants."""
    for who in row.who:
        for agency in _units_of(who, dossier):
            if by.has(who.role, agency):
                return by.standing.acts_at(agency) if by.standing else agency
    return None


def _units_of(who: Who, dossier: Dossier) -> tuple[int, ...]:
    match who.place:
        case Place.DESK:
            return (dossier.unit_id,)
        case Place.ASKED:
            return tuple(dossier.asked)
        case Place.HOLDER | Place.PART:
            return (dossier.holder_id, *dossier.agencies)
        case _:
            return ()


# Refusals in words


def _of_others(verb: Verb, dossier: Dossier) -> NotAllowed:
    return StepNotYours(_("Việc này của %(who)s.") % {"who": _named(verb, dossier)})


def _not_at_step(verb: Verb, dossier: Dossier) -> NotAllowed:
    return StepNotOpen(
        _("Hồ sơ đang ở bước “%(step)s”, chưa tới việc “%(verb)s”.")
        % {"step": dossier.step.name if dossier.step else "", "verb": verb.label}
    )


def _elsewhere(dossier: Dossier) -> NotAllowed:
    return StepNotYours(_("Hồ sơ đang ở %(holder)s.") % {"holder": dossier.holder.name})


def _in_ones_own_hands() -> NotAllowed:
    return StepNotOpen(_("Hồ sơ này đang ở tay mình rồi."))


def _in_other_hands(dossier: Dossier) -> NotAllowed:
    if dossier.officer is None:
        return StepNotYours(_("Chưa ai nhận hồ sơ này. Bấm “Nhận xử lý” trước."))
    return StepNotYours(
        _("Hồ sơ đang ở tay %(name)s. Cần làm thay thì bấm “Nhận xử lý” trước.") % {"name": dossier.officer}
    )


def _named(verb: Verb, dossier: Dossier) -> str:
    places = {Place.DESK: dossier.unit.name, Place.HOLDER: dossier.holder.name, Place.ASKED: Place.ASKED.label}
    names = [
        f"{Role(who.role).label} {_('tại')} {places[who.place]}" if who.place in places else Role(who.role).label
        for who in _everybody(verb)
        if who.place not in (Place.OWN, Place.SYSTEM)
    ]
    return _(" hoặc ").join(str(name) for name in names) or str(Place.OWN.label)


def _not_open(verb: Verb, dossier: Dossier) -> NotAllowed:
    values = {"status": Status(dossier.status).label.lower(), "verb": verb.label}
    if Status(dossier.status) in TERMINAL:
        return StepNotOpen(_("Hồ sơ đã khép lại (%(status)s), không “%(verb)s” được nữa.") % values)
    return StepNotOpen(_("Hồ sơ %(status)s, không “%(verb)s” lúc này được.") % values)


def _clock(dossier: Dossier) -> str:
    return timezone.localtime(dossier.moved_at).strftime("%H:%M")
