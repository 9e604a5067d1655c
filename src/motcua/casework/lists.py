"""Which dossiers are on which list of the bench: said once, for whoever asks; `asked_by` says who does.

The statements made of it are put together once a process (motcua.lib.prepared).
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from motcua.casework.desk import Desk
from motcua.catalogue.models import Channel, StepKind
from motcua.dossiers.models import CLOCK_RUNS, Consultation, Result
from motcua.lib.midnight import end_of, start_of
from motcua.lib.prepared import Given, IsOneOf
from motcua.organisations.models import Leave

ME, AT, TODAY = Given("me"), Given("at"), Given("today")
MIDNIGHT, TONIGHT = Given("midnight"), Given("tonight")  # when today began and ends
UNITS = Given("units")  # where the officer works


def asked_by(desk: Desk) -> dict[str, Any]:
    """Return what the lists want to know of who asks."""
    today = desk.at.date()
    return {
        "me": desk.user.pk,
        "at": desk.at,
        "today": today,
        "midnight": start_of(today),
        "tonight": end_of(today),
        "units": desk.works_at,
    }


#: What is being worked on: what `DossierQuerySet.open` keeps, said so that the index of what is not finished is used
UNDER_WAY = Q(finished_at=None, received_at__isnull=False)
#: What lies at the officer's units: who holds a dossier has a part in it (a constraint), so all of it is visible
AT_AGENCY = UNDER_WAY & Q(IsOneOf("holder", UNITS))
#: What a unit of the officer was asked about and has not answered: who is asked has a part too
ASKED_OF_US = UNDER_WAY & Q(
    asked__overlap=UNITS,
    pk__in=Consultation.objects.filter(IsOneOf("agency", UNITS), answered_at=None, started_at__isnull=False).values(
        "dossier"
    ),
)

#: Which of what lies at the officer's units, told whether they work on dossiers themselves or only lead who does
Which = Callable[[bool], Q]


def listed(which: Which | None, handles: bool) -> Q:
    """Return what is on a list: of what lies at the officer's units, or without `which` what these are asked."""
    return AT_AGENCY & which(handles) if which else ASKED_OF_US


def all_of_it(handles: bool) -> Q:
    return Q()


def is_mine(handles: bool) -> Q:
    """What is in this officer's hands."""
    return Q(officer=ME)


def is_covered(handles: bool) -> Q:
    """What lies in the hands of colleagues who are away and whom this officer covers for."""
    return Q(Exists(Leave.objects.on(TODAY).filter(cover=ME, user=OuterRef("officer"), agency=OuterRef("holder"))))


def is_overdue(handles: bool) -> Q:
    """What is late in this officer's hands; for who only leads, at their units."""
    return _is_own(handles) & CLOCK_RUNS & Q(judged_due_at__lt=AT)


def is_due_today(handles: bool) -> Q:
    """What must leave this officer's hands today, so that no step and no promise is late."""
    leaves_today = Q(step_due_at__lt=TONIGHT) | Q(due_at__lt=TONIGHT)
    return _is_own(handles) & CLOCK_RUNS & Q(judged_due_at__gte=AT) & leaves_today


def is_unclaimed(handles: bool) -> Q:
    """What waits for somebody to take it in hand."""
    return Q(officer=None, step__kind=StepKind.HANDLING)


def is_sent_for_signature(handles: bool) -> Q:
    """What waits for a leader's decision; for who works on dossiers, what they proposed themselves."""
    waiting = Q(step__kind=StepKind.APPROVAL)
    mine = Result.objects.filter(proposed_by=ME, decided_at=None)
    return waiting & Q(pk__in=mine.values("dossier")) if handles else waiting


def stands_still(handles: bool) -> Q:
    """What waits for somebody outside, with its clock stopped."""
    return _is_own(handles) & Q(clock_stopped_at__isnull=False)


def _is_own(handles: bool) -> Q:
    return is_mine(handles) if handles else all_of_it(handles)


#: On top of any list
FILTERS: dict[str, Q] = {
    "moi": Q(moved_at__gte=MIDNIGHT),
    "tren-mang": Q(channel=Channel.ONLINE),
    "lien-thong": ~Q(holder=F("agency")),
}
