"""What the pages of the monitoring room read. Every list begins with what this person may see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import BaseExpression, Combinable
from django.http import Http404

from motcua.accounts.models import User
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.dossiers.queries import dossiers_visible_to
from motcua.lib.counting_rows import count_of as counted_within
from motcua.lib.prepared import Given, Prepared
from motcua.notifications.queries import unread_of
from motcua.organisations.models import Agency
from motcua.oversight.lists import BY, LISTINGS, Asked
from motcua.oversight.room import Visit
from motcua.reporting.models import ReviewLetter, StretchQuerySet
from motcua.reporting.queries import By, Whose, name_of, overdue

PAGE = 50
#: What is asked beside the bar's own numbers, by name
Aside = Mapping[str, BaseExpression | Combinable]
#: A list says "hơn 1.000" rather than count all
MOST_COUNTED = 1000


def bar_of(visit: Visit, *more: Callable[[], Aside], late: bool = True, **values: Any) -> dict[str, Any]:
    """Return the numbers of the dark bar, and whatever else a page wants to know in the same breath (1 statement).

    :param more: return what else is asked, by name; the same functions at every request, or none would be prepared
    :param late: False where the page counts what is late itself
    :param values: of what is `Given` in `more`
    """
    asked = _bar(more, late=late and visit.watches)
    said: Any = asked.first(user=visit.user.pk, at=visit.at, **values)
    return dict(said)


@cache
def _bar(more: tuple[Callable[[], Aside], ...], *, late: bool) -> Prepared[User]:
    def numbers() -> QuerySet[User, Any]:
        asked: dict[str, Any] = {"unread": unread_of(Given("user"))}
        if late:
            asked["late"] = counted_within(overdue(at=Given("at")))
        for each in more:
            asked |= each()
        return User.objects.filter(pk=Given("user")).values(**asked)

    return Prepared(numbers)


def agency_or_404(key: str, *, on: date) -> Agency:
    """Return the unit with this key as it is on this day, or as it last was before."""
    spans = Agency.objects.filter(key=key, valid_from__lte=on).select_related("parent").order_by("-valid_from")
    found = spans.first()
    if found is None:
        raise Http404
    return found


def whose_or_404(slug: str, key: str) -> Whose:
    """Return whose dossiers an address asks for: theo=thu-tuc&muc=12."""
    by = BY.get(slug)
    if by is None or not (by == By.CHANNEL or key.isdecimal()):
        raise Http404
    whose = Whose(by, key if by == By.CHANNEL else int(key))
    if not name_of(whose):
        raise Http404
    return whose


def last_letter_to(agencies: Sequence[int]) -> ReviewLetter | None:
    """Return the newest letter that was sent to one of these units."""
    sent = ReviewLetter.objects.filter(agency__in=agencies, review__sent_at__isnull=False)
    return sent.select_related("agency", "review").order_by("-review__year", "-review__number", "agency__order").first()


def visible(asked: Asked, visit: Visit) -> DossierQuerySet | StretchQuerySet:
    """Return the dossiers behind a figure, as far as this person may see them. :raises Http404: no such list"""
    if asked.name not in LISTINGS:
        raise Http404
    found, seen = LISTINGS[asked.name].dossiers(asked), dossiers_visible_to(visit.actor)
    if isinstance(found, StretchQuerySet):
        return found if visit.watches else found.filter(dossier__in=seen)
    return seen & found


@dataclass(frozen=True)
class PageOfDossiers:
    """Some rows of a list, and where the next ones begin; "" at the end."""

    rows: Sequence[Dossier]
    after: str


def page_of(dossiers: DossierQuerySet | StretchQuerySet, *, after: str = "") -> PageOfDossiers:
    """Return the next dossiers by their promise, the earliest first: found by index, however far down the list.

    Those without a promise, not yet received, come last. Of stretches it is the promise of those days (2 statements).
    """
    due, key = ("due_at", "dossier") if isinstance(dossiers, StretchQuerySet) else ("judged_due_at", "pk")
    found: QuerySet[Any] = dossiers
    place = _place(after)
    if place:
        due_at, pk = place
        later = Q((f"{due}__gt", due_at)) | Q((due, None)) if due_at else Q(pk__in=())
        found = found.filter(later | Q((due, due_at), (f"{key}__gt", pk)))
    places = list(found.order_by(due, key).values_list(due, key)[: PAGE + 1])
    last_due_at, last = places[PAGE - 1] if len(places) > PAGE else (None, None)
    return PageOfDossiers(
        rows=_in_order([pk for _due_at, pk in places[:PAGE]]),
        after=f"{last_due_at.isoformat() if last_due_at else ''}_{last}" if last else "",
    )


def _in_order(pks: Sequence[UUID]) -> list[Dossier]:
    shown = Dossier.objects.select_related("agency", "holder", "officer", "step", "version__procedure", "unit")
    found = shown.in_bulk(pks)
    return [found[pk] for pk in pks]


def count_of(dossiers: DossierQuerySet | StretchQuerySet) -> int:
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
