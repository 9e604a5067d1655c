"""What the pages of the monitoring room read. Every list begins with what this person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.dossiers.queries import dossiers_visible_to
from motcua.organisations.models import Agency
from motcua.oversight.lists import LISTINGS, Asked
from motcua.oversight.room import Visit
from motcua.reporting.models import ReviewLetter

PAGE = 50
#: A list says "hơn 1.000" rather than count all
MOST_COUNTED = 1000


def agency_or_404(key: str, *, on: date) -> Agency:
    """Return the unit with this key as it is on this day, or as it last was before."""
    spans = Agency.objects.filter(key=key, valid_from__lte=on).select_related("parent").order_by("-valid_from")
    found = spans.first()
    if found is None:
        raise Http404
    return found


def last_letter_to(agencies: Sequence[int]) -> ReviewLetter | None:
    """Return the newest letter that was sent to one of these units."""
    sent = ReviewLetter.objects.filter(agency__in=agencies, review__sent_at__isnull=False)
    return sent.select_related("agency", "review").order_by("-review__year", "-review__number", "agency__order").first()


def visible(asked: Asked, visit: Visit) -> DossierQuerySet:
    """Return the dossiers behind a figure, as far as this person may see them. :raises Http404: no such list"""
    if asked.name not in LISTINGS:
        raise Http404
    return dossiers_visible_to(visit.actor) & LISTINGS[asked.name].dossiers(asked)


@dataclass(frozen=True)
class PageOfDossiers:
    """Some rows of a list, and where the next ones begin; "" at the end."""

    rows: Sequence[Dossier]
    after: str


def page_of(dossiers: DossierQuerySet, *, after: str = "") -> PageOfDossiers:
    """Return the next dossiers by their promise, the earliest first: found by index, however far down the list.

    Those without a promise, not yet received, come last.
    """
    place = _place(after)
    if place:
        due_at, pk = place
        later = Q(judged_due_at__gt=due_at) | Q(judged_due_at=None) if due_at else Q(pk__in=())
        dossiers = dossiers.filter(later | Q(judged_due_at=due_at, pk__gt=pk))
    shown = dossiers.select_related("agency", "holder", "officer", "step", "version__procedure", "unit")
    rows = list(shown.order_by("judged_due_at", "pk")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return PageOfDossiers(
        rows=rows[:PAGE],
        after=f"{last.judged_due_at.isoformat() if last.judged_due_at else ''}_{last.pk}" if last else "",
    )


def count_of(dossiers: DossierQuerySet) -> int:
    """Return how many there are, counting to one more than `MOST_COUNTED` at most."""
    return dossiers.order_by()[: MOST_COUNTED + 1].count()


def _place(after: str) -> tuple[datetime | None, UUID] | None:
    """Read where a page begins; an address that somebody has cut off begins anew."""
    moment, _sign, pk = after.partition("_")
    try:
        due_at = datetime.fromisoformat(moment) if moment else None
        return (due_at, UUID(pk)) if due_at is None or due_at.tzinfo else None
    except ValueError:
        return None
