"""What paper waits to be handed over, and which sheets are under way. Every question starts from what one may see."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from motcua.catalogue.models import Channel
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import OPEN, Status
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.dossiers.queries import dossiers_visible_to, with_all_it_shows
from motcua.handovers.models import Direction, Handover, HandoverLine, LineState
from motcua.organisations.models import Role
from motcua.working_time import terms
from motcua.working_time.calendar import WorkingCalendar

#: Who may give and take paper for an agency
_AGENCY_ROLES = (Role.SPECIALIST, Role.LEADER)


def givers(by: Actor, direction: str) -> list[int]:
    """Return the ids of the units in whose name this person hands paper over."""
    if by.standing is None:
        return []
    return by.standing.agencies(*((Role.COUNTER,) if direction == Direction.OUT else _AGENCY_ROLES))


def takers(by: Actor, direction: str) -> list[int]:
    """Return the ids of the units in whose name this person confirms that paper came."""
    return givers(by, Direction.BACK if direction == Direction.OUT else Direction.OUT)


def to_hand_over(by: Actor) -> DossierQuerySet:
    """Return the dossiers on paper that this person's desks received for others and have not handed over, oldest first.

    What came electronically has no paper; what was entered late was handed over while the ledger was the truth.
    """
    waiting = dossiers_visible_to(by).filter(
        unit__in=givers(by, Direction.OUT), status__in=[status.value for status in OPEN], entered_at=None
    )
    waiting = waiting.exclude(agency=F("unit")).exclude(channel=Channel.ONLINE)
    return with_all_it_shows(waiting.filter(~_has_travelled(Direction.OUT))).order_by("received_at", "id")


def results_to_send(by: Actor) -> DossierQuerySet:
    """Return the decided dossiers of this person's agencies whose paper result has not gone to the desk."""
    ready = dossiers_visible_to(by).filter(
        agency__in=givers(by, Direction.BACK), status=Status.RESULT_READY, entered_at=None
    )
    ready = ready.exclude(agency=F("unit")).exclude(result_channel=Channel.ONLINE)
    return with_all_it_shows(ready.filter(~_has_travelled(Direction.BACK))).order_by("finished_at", "id")


def due_of(dossier: Dossier, *, calendar: WorkingCalendar) -> datetime:
    """Return by when this dossier's paper must be with the agency (NĐ 61/2018 art. 18).

    :param calendar: the receiving unit's
    """
    assert dossier.received_at is not None  # only received dossiers are handed over
    return terms.handover_due_at(dossier.received_at, rules=dossier.rule_set, calendar=calendar)


def sheets_given_by(by: Actor, direction: str) -> QuerySet[Handover]:
    """Return the sheets that this person's units made, the newest first."""
    return _sheets().filter(direction=direction, giver__in=givers(by, direction))


def sheets_taken_by(by: Actor, direction: str) -> QuerySet[Handover]:
    """Return the sheets that go or went to this person's units, the newest first."""
    return _sheets().filter(direction=direction, taker__in=takers(by, direction))


def sheet_of(by: Actor, pk: UUID) -> Handover | None:
    """Return this sheet with its lines, for whoever gave or takes it; None for anybody else (2 statements)."""
    sheet = _sheets().filter(pk=pk).first()
    if sheet is None:
        return None
    if sheet.giver_id in givers(by, sheet.direction) or sheet.taker_id in takers(by, sheet.direction):
        return sheet
    return None


def _sheets() -> QuerySet[Handover]:
    lines = HandoverLine.objects.order_by("position").select_related(
        "dossier__applicant", "dossier__version__procedure", "dossier__unit", "dossier__agency", "dossier__case"
    )
    sheets = Handover.objects.select_related("giver__parent", "taker__parent").prefetch_related(
        Prefetch("lines", queryset=lines)
    )
    return sheets.order_by("-made_at", "-id")


def travelling(dossiers: Collection[UUID]) -> QuerySet[HandoverLine]:
    """Return the lines of open sheets on which one of these dossiers stands."""
    return HandoverLine.objects.filter(dossier__in=dossiers, state=LineState.SENT).select_related("handover", "dossier")


def _has_travelled(direction: str) -> Exists:
    lines = HandoverLine.objects.filter(dossier=OuterRef("pk"), handover__direction=direction)
    return Exists(lines.exclude(state=LineState.MISSING))
