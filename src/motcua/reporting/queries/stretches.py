"""Which dossiers came, were settled, and were open, in some days and for whom: the rows behind every figure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from motcua.lib.midnight import end_of
from motcua.lib.prepared import Given
from motcua.organisations.models import Agency
from motcua.reporting.models import Came, Left, Stretch, StretchQuerySet

OUTCOMES = (Left.EARLY, Left.ON_TIME, Left.LATE)
WITHOUT_DECISION = (Left.WITHDRAWN, Left.STOPPED)


class By(TextChoices):
    """What figures are put together by."""

    AGENCY = "agency", _("cơ quan giải quyết")
    UNIT = "unit", _("nơi tiếp nhận")
    PROCEDURE = "procedure", _("thủ tục")
    FIELD = "field", _("lĩnh vực")
    CHANNEL = "channel", _("cách nộp")


#: Where a row of figures, or a stretch, says it
PATHS: Mapping[By, str] = {
    By.AGENCY: "agency",
    By.UNIT: "unit",
    By.PROCEDURE: "version__procedure",
    By.FIELD: "version__field",
    By.CHANNEL: "channel",
}


class Whose(NamedTuple):
    """Whose dossiers: those of one agency, unit, procedure, field (by their ids) or channel."""

    by: By
    key: int | str

    @property
    def condition(self) -> Q:
        return Q((PATHS[self.by], self.key))


class Span(NamedTuple):
    """Some days, the last one included, as they are looked at from this moment."""

    first: date
    last: date
    at: datetime

    @property
    def closes_on(self) -> date:
        """Return the day at whose end things are looked at: the last, or today."""
        return min(self.last, localdate(self.at))

    @property
    def closes_at(self) -> datetime:
        return min(end_of(self.last), self.at)

    @property
    def ends_today(self) -> bool:
        """Return whether things are looked at as they are on this very day."""
        return self.closes_on == localdate(self.at)

    @property
    def day_before(self) -> date:
        return self.first - timedelta(days=1)

    @property
    def in_time(self) -> Q:
        return in_time_at(self.closes_at)

    @property
    def overdue(self) -> Q:
        return overdue_at(self.closes_at)


class GivenSpan:
    """A span in a prepared statement: each of its days is given when it is asked."""

    first, last = Given("first"), Given("last")
    day_before, closes_on, closes_at = Given("day_before"), Given("closes_on"), Given("closes_at")

    @staticmethod
    def values(span: Span) -> dict[str, date]:
        """Return what is given for this span."""
        return {name: getattr(span, name) for name in ("first", "last", "day_before", "closes_on", "closes_at")}


def in_time_at(moment: datetime | Given) -> Q:
    return Q(waits=False, due_at__gte=moment)


def overdue_at(moment: datetime | Given) -> Q:
    """Return what is overdue at this moment: `timeliness`, by the promise as it stood then."""
    return Q(waits=False, due_at__lt=moment)


def of_agency(agency: Agency | None) -> Whose | None:
    return Whose(By.AGENCY, agency.pk) if agency else None


# The dossiers behind the figures: one stretch of each, so that a figure and its list are the same rows


def received(*, first: date, last: date, whose: Whose | None = None, channel: str = "") -> StretchQuerySet:
    """Return the dossiers received in these days, each for who was to settle it then (docs/adr/0019)."""
    came = _of(whose).between("since", first, last).filter(came=Came.RECEIVED)
    return came.filter(channel=channel) if channel else came


def finished(*, first: date, last: date, outcome: str = "", whose: Whose | None = None) -> StretchQuerySet:
    """Return the dossiers decided in these days, whether or not the result was fetched.

    :param outcome: "early", "on_time" or "late"; "" all
    """
    return _of(whose).between("until", first, last).filter(left__in=[outcome] if outcome else OUTCOMES)


def ended_undecided(*, first: date, last: date, whose: Whose | None = None) -> StretchQuerySet:
    """Return the dossiers that were withdrawn or stopped in these days, after their reception."""
    return _of(whose).between("until", first, last).filter(left__in=WITHOUT_DECISION)


def carried_over(*, span: Span, whose: Whose | None = None) -> StretchQuerySet:
    """Return the dossiers that were open when the span began."""
    return _of(whose).open_at_the_end_of(span.day_before)


def left_open(*, span: Span, part: str = "", whose: Whose | None = None) -> StretchQuerySet:
    """Return the dossiers that are open when the span ends.

    :param part: "in_time", "overdue" or "waiting"; "" all
    """
    parts = {"": Q(), "in_time": span.in_time, "overdue": span.overdue, "waiting": Q(waits=True)}
    return _of(whose).open_at_the_end_of(span.closes_on).filter(parts[part])


def moved_in(*, span: Span | GivenSpan) -> StretchQuerySet:
    """Return the dossiers that an agency got from another in the span, and did not have before or by reception."""
    here = _same_dossier_and_agency()
    was_here = here.open_at_the_end_of(span.day_before)
    received_here = here.between("since", span.first, span.last).filter(came=Came.RECEIVED)
    before = here.between("since", span.first, span.last).filter(came=Came.MOVED, number__lt=OuterRef("number"))
    moves = Stretch.objects.between("since", span.first, span.last).filter(came=Came.MOVED)
    return moves.exclude(Exists(was_here)).exclude(Exists(received_here)).exclude(Exists(before))


def moved_out(*, span: Span | GivenSpan) -> StretchQuerySet:
    """Return the dossiers that an agency gave to another in the span, and did not get back."""
    here = _same_dossier_and_agency()
    is_here = here.open_at_the_end_of(span.closes_on)
    over_here = here.between("until", span.first, span.last).filter(left__in=[*OUTCOMES, *WITHOUT_DECISION])
    later = here.between("until", span.first, span.last).filter(left=Left.MOVED, number__gt=OuterRef("number"))
    moves = Stretch.objects.between("until", span.first, span.last).filter(left=Left.MOVED)
    return moves.exclude(Exists(is_here)).exclude(Exists(over_here)).exclude(Exists(later))


def _same_dossier_and_agency() -> StretchQuerySet:
    return Stretch.objects.filter(dossier=OuterRef("dossier"), agency=OuterRef("agency"))


def _of(whose: Whose | None) -> StretchQuerySet:
    return Stretch.objects.filter(whose.condition) if whose else Stretch.objects.all()
