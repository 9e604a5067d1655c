"""A dossier as its citizen follows it, in two depths, each read with what pages show of it in one statement.

The ten digits alone bring nobody along: no applicant, no officer, and of the diary only what it says of the clock,
without whose lines they are. The receipt's token brings the applicant, the result and the whole diary besides.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from motcua.catalogue.models import ProcessStep
from motcua.dossiers.kept import LONG_TEXTS, rows_along
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Assignment, Consultation, Dossier, DossierQuerySet, Event
from motcua.lib.prepared import Given, Prepared
from motcua.lib.reading_along import along, as_rows, columns_of
from motcua.organisations.models import Agency
from motcua.working_time.queries import all_editions

#: Nothing here is a person or what a person is called, and no line or holding says whose it was
_BARE_LINE = ("id", "seq", "verb", "at", "status", "due_at", "detail")
_BARE_HOLDING = ("id", "step_id", "ended_at")
_BARE_STEP = ("id", "position", "name", "kind")
_OPINION = ("id", "due_at", "agency_id", "agency__name")
_UNIT = columns_of(Agency)

#: What the dossier's own row says of people
_OF_PEOPLE = ("note", "authority", "consignment")


def bare(quick_code: str) -> Dossier | None:
    """Return what the ten digits alone open, None where there is no such dossier (1 statement)."""
    dossier = _BARE.first(quick_code=quick_code)
    if dossier is not None:
        _put_units(dossier)
    return dossier


class InFull:
    """Asks for what the receipt's token opens (1 statement). To be looked at, not to be acted on."""

    def __init__(self, **more: ArraySubquery) -> None:
        """:param more: what else comes along, by its name"""
        self._ask = Prepared(lambda: _in_full().annotate(**more))

    def first(self, quick_code: str) -> Dossier | None:
        """Return the dossier with this quick code, None where there is none."""
        dossier = self._ask.first(quick_code=quick_code)
        if dossier is not None:
            units = _put_units(dossier)
            dossier.applicant.commune = units.get(dossier.applicant.commune_id)
        return dossier


def bare_clock_lines(dossier: Dossier) -> list[Event]:
    """Return what the diary of a bare dossier says of the clock, first line first, without whose lines they are."""
    return as_rows(Event, _BARE_LINE, vars(dossier)["bare_clock_lines"])


def bare_holdings(dossier: Dossier) -> list[Assignment]:
    """Return at which steps it was held, in order, without who held it."""
    return as_rows(Assignment, _BARE_HOLDING, vars(dossier)["bare_holdings"])


def bare_steps(dossier: Dossier) -> list[ProcessStep]:
    """Return the steps of its process, in order, without whose they are."""
    return as_rows(ProcessStep, _BARE_STEP, vars(dossier)["bare_steps"])


def opinions_awaited(dossier: Dossier) -> list[Consultation]:
    """Return what other units were asked and have not answered, the first due first."""
    return as_rows(Consultation, _OPINION, vars(dossier)["opinions_awaited"])


def _bare() -> DossierQuerySet:
    of_the_clock = Event.objects.filter(dossier=OuterRef("pk"), detail__has_key="clock").order_by("seq")
    return (
        _followed("unit_id", "agency_id", "holder_id")
        .defer(*_OF_PEOPLE, *LONG_TEXTS)
        .annotate(bare_clock_lines=along(of_the_clock, _BARE_LINE))
    )


def _in_full() -> DossierQuerySet:
    return (
        _followed("unit_id", "agency_id", "holder_id", "applicant__commune_id")
        .select_related("applicant", "result")
        .defer(*LONG_TEXTS)
        .annotate(**rows_along(Event))
    )


def _followed(*units: str) -> DossierQuerySet:
    """Return what both depths show of the dossier with a quick code.

    :param units: which units it has to do with
    """
    holdings = Assignment.objects.filter(dossier=OuterRef("pk")).order_by("started_at", "id")
    steps = ProcessStep.objects.filter(process=OuterRef("process_id")).order_by("position")
    opinions = Consultation.objects.filter(dossier=OuterRef("pk"), answered_at=None, started_at__isnull=False)
    return (
        Dossier.objects.exclude(status=Status.DRAFT)
        .filter(quick_code=Given("quick_code"))
        .select_related("step", "version__procedure")
        .annotate(
            bare_holdings=along(holdings, _BARE_HOLDING),
            bare_steps=along(steps, _BARE_STEP),
            opinions_awaited=along(opinions.order_by("due_at", "id"), _OPINION),
            kept_units=along(Agency.objects.filter(pk__in=[OuterRef(name) for name in units]), _UNIT),
            kept_calendars=all_editions(),
        )
    )


_BARE = Prepared(_bare)


def _put_units(dossier: Dossier) -> dict[int | None, Agency]:
    """Put the units that came along in their places, and return all of them."""
    units: dict[int | None, Agency] = {unit.pk: unit for unit in as_rows(Agency, _UNIT, vars(dossier)["kept_units"])}
    dossier.unit, dossier.agency = units[dossier.unit_id], units[dossier.agency_id]
    dossier.holder = units[dossier.holder_id]
    return units
