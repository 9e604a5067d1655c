"""What a leader asks when dossiers go into other hands: what lies in whose, and what one handing over moved."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Count, QuerySet

from motcua.casework.desk import Desk
from motcua.catalogue.models import StepKind
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, DossierQuerySet, Event
from motcua.dossiers.queries import dossiers_visible_to
from motcua.organisations.models import Agency, Role
from motcua.organisations.queries import away_until, posts_on

MOST = 200  # rows on one page; an officer's whole desk is handed over in one go or in several
_UNDO = timedelta(days=1)  # so long a handing over may be taken back


def led_units(desk: Desk) -> list[Agency]:
    """Return the living units that this person leads, by post or by delegation."""
    return list(Agency.objects.existing_on(desk.at.date()).filter(pk__in=desk.leads).order_by("order", "name"))


def in_hands(desk: Desk, unit: Agency) -> DossierQuerySet:
    """Return what lies at this unit in somebody's hands or waits for somebody's."""
    kinds = [StepKind.HANDLING, StepKind.WAITING]
    here = dossiers_visible_to(desk.actor).filter(holder=unit, finished_at=None, step__kind__in=kinds)
    return here.select_related("applicant", "version__procedure", "officer", "step", "holder").order_by("due_at", "id")


def loads(desk: Desk, unit: Agency) -> Sequence[tuple[int | None, str, int]]:
    """Return how much is in whose hands at this unit, the most first: id, name, how many (1 statement)."""
    counted = in_hands(desk, unit).order_by().values_list("officer", "officer__full_name").annotate(many=Count("pk"))
    return sorted(((pk, name or "", many) for pk, name, many in counted), key=lambda row: -row[2])


def receivers(desk: Desk, unit: Agency) -> list[tuple[int, str, str]]:
    """Return who may be given dossiers there: id, name, and "25/10/2018" when away until that day (2 statements)."""
    today = desk.at.date()
    away = away_until([unit.pk], on=today)
    posts = posts_on(today).filter(agency=unit, role=Role.SPECIALIST, user__is_active=True).select_related("user")
    people = {post.user_id: post.user.get_full_name() for post in posts}
    return [(pk, name, f"{away[pk]:%d/%m/%Y}" if pk in away else "") for pk, name in people.items()]


def lines_of(desk: Desk, batch: str) -> QuerySet[Event]:
    """Return the lines of one handing over at the units that this person leads (1 statement)."""
    lines = Event.objects.filter(agency__in=desk.leads, verb=Verb.TRANSFER, detail__batch=batch)
    return lines.filter(at__gte=desk.at - _UNDO).select_related("dossier__applicant").order_by("at", "id")


def can_go_back(line: Event) -> bool:
    """Tell whether nobody has gone on with this dossier since."""
    return line.dossier.diary_length == line.seq and "from_user" in line.detail


def chosen(desk: Desk, unit: Agency, pks: Sequence[str]) -> list[Dossier]:
    """Return the dossiers that were ticked, as far as they still lie there."""
    return list(in_hands(desk, unit).filter(pk__in=pks))
