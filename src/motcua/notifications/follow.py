"""Tell people what happened to a dossier: the citizen by e-mail, officers inside the software.

Letters are written from the line of the diary, however late it is heard of. Officers are called to work only while
the work still waits: when the dossier has moved on since, a later line calls whom it concerns by then.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.utils import timezone, translation

from motcua.accounts.models import User
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, Event
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
    units = {unit for dossier in dossiers.values() for unit in (dossier.unit_id, dossier.holder_id)}
    holders = holders_at(units, on=timezone.localdate(max(event.at for event in batch)))
    with translation.override("vi"):
        drafts = [_letter(event, dossiers[event.dossier_id]) for event in batch]
        notices = [_call(event, dossiers[event.dossier_id], holders) for event in batch]
    actions.write(drafts=[draft for draft in drafts if draft])
    actions.tell(notices=[notice for notice in notices if notice])


def _letter(event: Event, dossier: Dossier) -> actions.Draft | None:
    address = dossier.applicant.email or (dossier.submitter.email if dossier.submitter else "")
    text = messages.letter_about(event, dossier) if address else None
    if text is None:
        return None
    return actions.Draft(address, text, occasion=str(event.pk), unit=dossier.unit, dossier=dossier, at=event.at)


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
            "due": vietnamese.when(timezone.localtime(dossier.due_at)) if dossier.due_at else "",
            "reason": event.detail.get("reason", "") if is_officers else "",
        },
    )


def _desk(dossier: Dossier, holders: Holders) -> list[User]:
    return holders.of(Role.COUNTER, dossier.unit_id)


def _who_holds_it(dossier: Dossier, holders: Holders) -> list[User]:
    """Return the officer in whose hands it is; while nobody took it, all whose step it is at its holder."""
    if dossier.officer:
        return [dossier.officer]
    return holders.of(dossier.step.role, dossier.holder_id) if dossier.step else []


_CALLS = {
    Verb.SUBMIT: Call(Kind.SUBMITTED, _desk),
    Verb.RECEIVE: Call(Kind.NEW_DOSSIER, _who_holds_it),
    Verb.FORWARD: Call(Kind.FORWARDED, _who_holds_it),
    Verb.PROPOSE: Call(Kind.TO_SIGN, _who_holds_it),
    Verb.SEND_BACK: Call(Kind.SENT_BACK, _who_holds_it),
    Verb.APPROVE: Call(Kind.DECIDED, _desk),
}
