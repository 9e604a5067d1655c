"""Where the law was at its limit: waits, apologies, supplements against the rule, entries after the fact.

Waits and apologies are counted as they stand now; violations and late entries by when they were made.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Subquery

from motcua.dossiers.lifecycle import OPEN, Status, Verb
from motcua.dossiers.models import Dossier, DossierQuerySet, Event
from motcua.lib.counting_rows import count_of
from motcua.lib.midnight import end_of, start_of
from motcua.lib.prepared import Given
from motcua.organisations.models import Agency

#: What the diary writes on a request that the rule does not allow (NĐ 61/2018 art. 19.4)
AGAIN, LATE = "again", "late"
_OPEN = [status.value for status in OPEN]


def awaiting_supplement(*, agency: Agency | None = None) -> DossierQuerySet:
    """Return the dossiers that wait until the citizen brings what is missing, before the reception or after it."""
    return _of(agency, Dossier.objects.filter(status=Status.AWAITING_SUPPLEMENT, finished_at=None))


def awaiting_payment(*, agency: Agency | None = None) -> DossierQuerySet:
    """Return the dossiers whose clock stands still until the citizen has paid."""
    return _of(agency, Dossier.objects.filter(status=Status.AWAITING_PAYMENT, finished_at=None))


def waiting() -> dict[str, Subquery]:
    """Return how many wait for a supplement, of them for long, and for a payment.

    To be asked within a prepared statement that is given `long_before`.
    """
    supplement = awaiting_supplement()
    return {
        "supplement": count_of(supplement),
        "supplement_long": count_of(supplement.filter(moved_at__lt=Given("long_before"))),
        "payment": count_of(awaiting_payment()),
    }


def apologised(*, agency: Agency | None = None) -> DossierQuerySet:
    """Return the open dossiers with an apology and a second appointment: late against the first one all the same."""
    return _of(agency, Dossier.objects.filter(finished_at=None, status__in=_OPEN, extended_at__isnull=False))


def supplements_against_the_rule(
    *, first: date, last: date, agency: Agency | None = None, part: str = ""
) -> DossierQuerySet:
    """Return the dossiers for which, in these days, papers were asked for a second time, or after the rule's days.

    :param part: "again" or "late"; "" both
    """
    lines = Event.objects.filter(
        verb=Verb.REQUEST_SUPPLEMENT, at__gte=start_of(first), at__lt=end_of(last), detail__has_key="violations"
    )
    lines = lines.filter(detail__violations__contains=part) if part else lines
    lines = lines.filter(dossier__supplement_requests__gt=0)
    return _of(agency, Dossier.objects.filter(pk__in=lines.values("dossier")))


def entered_late(*, first: date, last: date, unit: Agency | None = None) -> DossierQuerySet:
    """Return the dossiers typed in these days from the paper ledger, whenever they were received (nhập bù)."""
    dossiers = Dossier.objects.filter(entered_at__gte=start_of(first), entered_at__lt=end_of(last))
    return dossiers.filter(unit=unit) if unit else dossiers


@dataclass(frozen=True)
class HardCases:
    """The figures of one unit. Late entries are those of its desk, all else what it settles."""

    agency: Agency
    supplement: int
    payment: int
    apologised: int
    again: int
    late: int
    entered_late: int

    @property
    def all(self) -> int:
        return self.supplement + self.payment + self.apologised + self.again + self.late + self.entered_late


def hard_cases(*, first: date, last: date) -> list[HardCases]:
    """Return the figures of every unit that has any, the one with most violations first (7 statements)."""
    counts = {
        "supplement": _by("agency", awaiting_supplement()),
        "payment": _by("agency", awaiting_payment()),
        "apologised": _by("agency", apologised()),
        "again": _by("agency", supplements_against_the_rule(first=first, last=last, part=AGAIN)),
        "late": _by("agency", supplements_against_the_rule(first=first, last=last, part=LATE)),
        "entered_late": _by("unit", entered_late(first=first, last=last)),
    }
    units = Agency.objects.filter(pk__in={pk for counter in counts.values() for pk in counter})
    rows = [HardCases(unit, **{name: counter[unit.pk] for name, counter in counts.items()}) for unit in units]
    return sorted(rows, key=lambda row: (-row.again - row.late, -row.apologised, -row.all, row.agency.order))


def _by(field: str, dossiers: DossierQuerySet) -> "Counter[int]":
    return Counter(dict(dossiers.order_by().values_list(f"{field}_id").annotate(count=Count("*"))))


def _of(agency: Agency | None, dossiers: DossierQuerySet) -> DossierQuerySet:
    return dossiers.filter(agency=agency) if agency else dossiers
