"""What is kept of one dossier, read within its own statement: a page that shows all of it asks once."""

from typing import Any, NamedTuple, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, Q, QuerySet

from motcua.dossiers.models import (
    Applicant,
    Assignment,
    Attachment,
    Consultation,
    Dossier,
    DossierDocument,
    DossierQuerySet,
    Event,
)
from motcua.lib.prepared import Prepared
from motcua.lib.reading_along import along, as_rows
from motcua.organisations.models import Agency
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.queries import Calendars, all_calendars, all_editions

Row = TypeVar("Row", bound=Model)


class _Shown(NamedTuple):
    """What pages show of the rows of one kind, and in which order."""

    order: tuple[str, ...]
    fields: tuple[str, ...]


_SHOWN: dict[type[Model], _Shown] = {
    Event: _Shown(
        ("seq",),
        (
            *("id", "seq", "verb", "at", "by_name", "status", "due_at", "detail"),
            *("agency_id", "agency__name", "agency__short_name", "agency__phone"),
        ),
    ),
    Assignment: _Shown(
        ("started_at", "id"),
        (
            *("id", "step_id", "step__name", "started_at", "due_at", "ended_at", "agency_id", "agency__name"),
            *("agency__short_name", "officer_id", "officer__full_name", "officer__username"),
        ),
    ),
    DossierDocument: _Shown(("position",), ("id", "code", "name", "originals", "copies")),
    Attachment: _Shown(("added_at", "id"), ("id", "document_code", "file_name", "media_type", "size")),
    Consultation: _Shown(
        ("step__position", "order", "started_at", "id"),
        (
            *("id", "step_id", "question", "order", "started_at", "due_at", "answered_at", "answer", "agency_id"),
            *("agency__name", "agency__short_name", "agency__calendar_id"),
            *("answered_by_id", "answered_by__full_name", "answered_by__username"),
        ),
    ),
}


#: Joined, these make a statement that takes longer to plan than to run
_UNIT = ("id", "name", "short_name", "kind", "level", "desk_name", "place", "phone", "calendar_id", "parent_id",
         "parent__name", "heir_id", "heir__name", "heir__short_name")  # fmt: skip
_SUBMITTER = ("id", "kind", "name", "id_number")
_COMMUNE = ("id", "name", "short_name", "kind", "level", "parent_id", "parent__name", "parent__kind", "parent__level")


#: Of the procedure; nothing about one dossier shows them
LONG_TEXTS = tuple(
    f"version__{name}"
    for name in ("how_to", "methods", "results", "conditions", "legal_basis", "questions", "agency_text")
)


class Whole:
    """Asks for a dossier with all that is kept of it, as far as pages show that, and all calendars (1 statement).

    What is asked about a dossier that was loaded so costs nothing more. It is to be looked at, not to be acted on: the
    diary that came with it does not grow.
    """

    def __init__(self, which: Q, **more: ArraySubquery) -> None:
        """Say which, in values that are `Given`.

        :param more: what else comes along, by its name
        """
        self._ask = Prepared(lambda: _with_all_of_it().filter(which).annotate(**more))

    def first(self, **values: Any) -> Dossier | None:
        """Return the first of those, None where there is none."""
        found = self._ask.first(**values)
        return _put_together(found) if found else None


def _with_all_of_it() -> DossierQuerySet:
    units = Agency.objects.filter(pk__in=[OuterRef("unit_id"), OuterRef("agency_id"), OuterRef("holder_id")])
    commune = Agency.objects.filter(pk=OuterRef("applicant__commune_id"))
    submitter = Applicant.objects.filter(pk=OuterRef("submitter_id"))
    pointed_at = ("applicant", "version__procedure", "version__field", "step", "officer", "case", "result__proposed_by")
    return (
        Dossier.objects.select_related(*pointed_at)
        .defer(*LONG_TEXTS)
        .annotate(
            **rows_along(*_SHOWN),
            kept_units=along(units, _UNIT),
            kept_commune=along(commune, _COMMUNE),
            kept_submitter=along(submitter, _SUBMITTER),
            kept_calendars=all_editions(),
        )
    )


def rows_along(*kinds: type[Model]) -> dict[str, ArraySubquery]:
    """Return the rows of these kinds to be read along with a dossier; `kept` makes rows of them again."""
    return {_name(kind): along(_rows(kind), _SHOWN[kind].fields) for kind in kinds}


def _rows(kind: type[Model]) -> QuerySet[Any]:
    return kind._default_manager.filter(dossier=OuterRef("pk")).order_by(*_SHOWN[kind].order)


def _put_together(dossier: Dossier) -> Dossier:
    said = dossier.__dict__
    units = {unit.pk: unit for unit in as_rows(Agency, _UNIT, said["kept_units"])}
    dossier.unit, dossier.agency = units[dossier.unit_id], units[dossier.agency_id]
    dossier.holder = units[dossier.holder_id]
    dossier.applicant.commune = next(iter(as_rows(Agency, _COMMUNE, said["kept_commune"])), None)
    dossier.submitter = next(iter(as_rows(Applicant, _SUBMITTER, said["kept_submitter"])), None)
    return dossier


def kept(dossier: Dossier, kind: type[Row]) -> list[Row] | None:
    """Return the rows of this kind in their order, the same each time; None for a dossier loaded without them."""
    found = dossier.__dict__.get(_name(kind))
    if found is None:
        return None
    made: dict[type[Model], list[Any]] = dossier.__dict__.setdefault("kept_rows", {})
    if kind not in made:
        made[kind] = as_rows(kind, _SHOWN[kind].fields, found)
    return list(made[kind])


def calendars_for(dossier: Dossier) -> Calendars:
    """Return all calendars (1 small statement, 0 where they came with the dossier)."""
    found = dossier.__dict__.get("kept_calendars")
    return all_calendars() if found is None else Calendars.said_by(found)


def calendar_for(dossier: Dossier) -> WorkingCalendar:
    """Return the calendar of who settles this dossier (1 small statement, 0 where it came with the dossier)."""
    return calendars_for(dossier).of(dossier.agency.calendar_id)


def _name(model: type[Model]) -> str:
    return f"kept_{model.__name__.lower()}s"
