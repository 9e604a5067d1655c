"""Tell people what happened to a dossier: the citizen by e-mail, officers inside the software.

Letters are written from the line of the diary, however late it is heard of. Officers are called to work only while
the work still waits: when the dossier has moved on since, a later line calls whom it concerns by then.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone, translation

from motcua.accounts.models import User
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Consultation, Dossier, Event
from motcua.dossiers.queries import with_all_it_shows
from motcua.lib import vietnamese
from motcua.notifications import actions, messages
from motcua.notifications.models import Kind
from motcua.notifications.queries import Holders, holders_at
from motcua.organisations.models import Role


def follow(batch: Sequence[Event]) -> None:
    """Write the letters and notifications that these lines of the diary call for."""
    loaded = with_all_it_shows(Dossier.objects.filter(pk__in={event.dossier_id for event in batch}))
    dossiers = {dossier.pk: dossier for dossier in loaded.select_related("submitter")}
    units = {unit for dossier in dossiers.values() for unit in (dossier.unit_id, dossier.holder_id, *dossier.asked)}
    holders = holders_at(units, on=timezone.localdate(max(event.at for event in batch)))
    with translation.override("vi"):
        drafts = [_letter(event, dossiers[event.dossier_id]) for event in batch]
        notices = [_call(event, dossiers[event.dossier_id], holders) for event in batch]
        notices += _asked_for_opinions(batch, dossiers, holders)
    actions.write(drafts=[draft for draft in drafts if draft])
    actions.tell(notices=[notice for notice in notices if notice])


def _letter(event: Event, dossier: Dossier) -> actions.Draft | None:
    address = dossier.applicant.email or (dossier.submitter.email if dossier.submitter else "")
    text = messages.letter_about(event, dossier) if address and not _is_old_news(event, dossier) else None
    if text is None:
        return None
    return actions.Draft(address, text, occasion=str(event.pk), unit=dossier.unit, dossier=dossier, at=event.at)


def _is_old_news(event: Event, dossier: Dossier) -> bool:
    """Tell whether this was typed from the paper ledger and is over: nobody is told today of a day long past."""
    if event.detail.get("on_paper_at"):
        return True
    is_over = dossier.finished_at is not None or (event.due_at is not None and event.due_at < event.at)
    return bool(event.detail.get("late_entry")) and is_over


class Call(NamedTuple):
    """Whom a verb calls, and what for."""

    kind: Kind
    whom: Callable[[Dossier, Holders], list[User]]


def _call(event: Event, dossier: Dossier, holders: Holders) -> actions.Notice | None:
    call = _CALLS.get(Verb(event.verb))
    if call is None or event.seq != dossier.diary_length:
        return None
    is_officers = event.by_id is not None  # what a citizen is called and wrote stays in the dossier
    return actions.Notice(
        users=call.whom(dossier, holders),
        kind=call.kind,
        occasion=str(event.pk),
        at=event.at,
        dossier=dossier,
        but=event.by_id,
        params={
            "code": dossier.code or dossier.quick_code,
            "procedure": messages.name_of(dossier),
            "by": event.by_name if is_officers else "",
            "due": _when(dossier.due_at),
            "reason": event.detail.get("reason", "") if is_officers else "",
            "agency": event.detail.get("agency", "") if is_officers else "",
        },
    )


def _asked_for_opinions(
    batch: Sequence[Event], dossiers: Mapping[UUID, Dossier], holders: Holders
) -> list[actions.Notice | None]:
    """Call the units whose answer is awaited, however far the dossier has gone on meanwhile (0–1 statements)."""
    asking = {event: names for event in batch if (names := _names_asked(event))}
    if not asking:
        return []
    open_ = Consultation.objects.filter(
        dossier__in={event.dossier_id for event in asking}, answered_at=None, started_at__isnull=False
    ).select_related("agency")
    shares = list(open_)
    return [
        _opinion_call(event, share, dossiers[event.dossier_id], holders)
        for event, names in asking.items()
        for share in shares
        if share.dossier_id == event.dossier_id and share.agency.name in names
    ]


def _names_asked(event: Event) -> set[str]:
    """Return the names of the units whose share of the work began with this line."""
    named = {event.detail["agency"]} if event.verb == Verb.CONSULT else set()
    return named | set(event.detail.get("asked", ())) | set(event.detail.get("began", ()))


def _opinion_call(event: Event, share: Consultation, dossier: Dossier, holders: Holders) -> actions.Notice:
    whom = [*holders.of(Role.SPECIALIST, share.agency_id), *holders.of(Role.LEADER, share.agency_id)]
    return actions.Notice(
        users=whom,
        kind=Kind.CONSULTED,
        occasion=f"{event.pk}:{share.pk}",
        at=event.at,
        dossier=dossier,
        but=event.by_id,
        params={
            "code": dossier.code or dossier.quick_code,
            "procedure": messages.name_of(dossier),
            "by": dossier.holder.name,
            "due": _when(share.due_at),
        },
    )


def _when(moment: datetime | None) -> str:
    return vietnamese.when(timezone.localtime(moment)) if moment else ""


def _desk(dossier: Dossier, holders: Holders) -> list[User]:
    return holders.of(Role.COUNTER, dossier.unit_id)


def _who_holds_it(dossier: Dossier, holders: Holders) -> list[User]:
    """Return the officer in whose hands it is; while nobody took it, all whose step it is at its holder."""
    if dossier.officer:
        return [dossier.officer]
    return holders.of(dossier.step.role, dossier.holder_id) if dossier.step else []


def _desk_of_a_received(dossier: Dossier, holders: Holders) -> list[User]:
    """Before the reception it is the desk itself that asks: it need not be told."""
    return _desk(dossier, holders) if dossier.received_at else []


def _desk_and_holder(dossier: Dossier, holders: Holders) -> list[User]:
    return [*_desk(dossier, holders), *_who_holds_it(dossier, holders)]


_CALLS = {
    Verb.SUBMIT: Call(Kind.SUBMITTED, _desk),
    Verb.RECEIVE: Call(Kind.NEW_DOSSIER, _who_holds_it),
    Verb.FORWARD: Call(Kind.FORWARDED, _who_holds_it),
    Verb.PROPOSE: Call(Kind.TO_SIGN, _who_holds_it),
    Verb.SEND_BACK: Call(Kind.SENT_BACK, _who_holds_it),
    Verb.APPROVE: Call(Kind.DECIDED, _desk),
    Verb.SETTLE: Call(Kind.DECIDED, _desk),
    Verb.REQUEST_SUPPLEMENT: Call(Kind.SUPPLEMENT_ASKED, _desk_of_a_received),
    Verb.SUPPLY: Call(Kind.SUPPLIED, _desk),
    Verb.ACCEPT_SUPPLEMENT: Call(Kind.SUPPLEMENTED, _who_holds_it),
    Verb.REQUEST_PAYMENT: Call(Kind.PAYMENT_ASKED, _desk),
    Verb.CONFIRM_PAYMENT: Call(Kind.PAID, _who_holds_it),
    Verb.EXTEND: Call(Kind.EXTENDED, _desk_and_holder),
    Verb.STOP: Call(Kind.STOPPED, _desk),
    Verb.RECALCULATE: Call(Kind.RECALCULATED, _desk_and_holder),
    Verb.ANSWER: Call(Kind.ANSWERED, _who_holds_it),
    Verb.TRANSFER: Call(Kind.HANDED_OVER, _who_holds_it),
}
