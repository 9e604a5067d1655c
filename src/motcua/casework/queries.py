"""What officers ask at their desks. Every question about dossiers starts from what the officer may see."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONArray, Least

from motcua.accounts.models import User
from motcua.casework import lists
from motcua.casework.desk import Desk
from motcua.casework.typed import digits_of, is_quick_code
from motcua.catalogue.models import ProcedureVersion, ProcessStep, RequiredDocument, StepKind
from motcua.dossiers.kept import Whole
from motcua.dossiers.models import Applicant, Consultation, Dossier, DossierQuerySet, Result
from motcua.dossiers.queries import dossiers_visible_to, units_seen_by, with_all_it_shows
from motcua.lib.counting_rows import count_up_to
from motcua.lib.prepared import Given, Prepared
from motcua.lib.reading_along import InLetters, along
from motcua.lib.reading_along import as_rows as read_along
from motcua.notifications.queries import unread_of
from motcua.organisations.models import Agency, Kind, Leave, Role
from motcua.organisations.queries import holders, posts_on
from motcua.reporting.queries import unsent_for_tomorrow

PAGE = 40
#: Counts beside words stop here and say "99+": nobody counts thousands to draw a badge
MOST_COUNTED = 100
MOST_FIELDS = 8

#: Long texts of a procedure that no page of a dossier shows
_LONG_TEXTS = tuple(
    f"version__{name}"
    for name in ("how_to", "methods", "results", "conditions", "legal_basis", "questions", "agency_text")
)
#: What a row shows of a dossier itself, and of what it points at; of everything else a list reads nothing
_SHOWN_IN_A_ROW = (
    *("code", "quick_code", "status", "due_at", "judged_due_at", "step_due_at", "finished_at", "clock_stopped_at"),
    *("waits_for", "moved_at", "applicant", "version", "holder", "officer", "step"),
)
_POINTED_AT: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "applicant": (Applicant, ("id", "name")),
    "version": (ProcedureVersion, ("id", "name", "procedure_id", "procedure__everyday_name")),
    "holder": (Agency, ("id", "short_name", "calendar_id")),
    "officer": (User, ("id", "full_name", "username")),
    "step": (ProcessStep, ("id", "name", "kind", "position")),
}


def as_rows(dossiers: DossierQuerySet) -> DossierQuerySet:
    """Load what a row shows of these dossiers, to be given to `whole_rows`.

    Nothing is joined to them: they are put in order and cut to a page first, and the rest is read for that page alone.
    """
    pointed_at = {
        f"its_{name}": along(model._default_manager.filter(pk=OuterRef(f"{name}_id")), shown)
        for name, (model, shown) in _POINTED_AT.items()
    }
    positions = ProcessStep.objects.filter(process=OuterRef("process")).order_by("position").values("position")
    is_proposed = Exists(Result.objects.filter(dossier=OuterRef("pk")))
    return dossiers.only(*_SHOWN_IN_A_ROW).annotate(
        **pointed_at, positions=ArraySubquery(positions), is_proposed=is_proposed
    )


def whole_rows(dossiers: list[Dossier]) -> list[Dossier]:
    """Return these dossiers with what a row shows; each knows the `positions` of its steps, and if it `is_proposed`.

    What several point at is one object for all of them: many dossiers are of few procedures, steps and units.
    """
    for name, (model, shown) in _POINTED_AT.items():
        said = {row[0]: row for dossier in dossiers for row in vars(dossier)[f"its_{name}"]}
        known = {row.pk: row for row in read_along(model, shown, list(said.values()))}
        for dossier in dossiers:
            setattr(dossier, name, known.get(getattr(dossier, f"{name}_id")))
    return dossiers


def under_way(desk: Desk) -> DossierQuerySet:
    """Return the dossiers that are being worked on, as far as this officer sees them."""
    return dossiers_visible_to(desk.actor).filter(lists.UNDER_WAY)


def to_sign(desk: Desk) -> DossierQuerySet:
    """Return what waits for this leader's decision; it lies at their units, which have a part in it."""
    return Dossier.objects.filter(lists.UNDER_WAY, holder__in=desk.leads, step__kind=StepKind.APPROVAL)


def questions_to(desk: Desk, dossiers: Iterable[Dossier]) -> dict[UUID, Consultation]:
    """Return what this officer's units are asked in each of these dossiers, the first to be answered (1 statement)."""
    asked = Consultation.objects.filter(
        dossier__in=[dossier.pk for dossier in dossiers],
        agency__in=desk.works_at,
        answered_at=None,
        started_at__isnull=False,
    )
    found: dict[UUID, Consultation] = {}
    for question in asked.select_related("agency").order_by("started_at", "id"):
        found.setdefault(question.dossier_id, question)
    return found


def published_papers(dossier: Dossier) -> list[RequiredDocument]:
    """Return the papers that this procedure was published with, those of other cases left out (1 statement)."""
    of_case = Q(case=None) | Q(case=dossier.case_id)
    return list(RequiredDocument.objects.filter(of_case, version=dossier.version_id).order_by("position", "id"))


def units_to_ask(dossier: Dossier, *, desk: Desk) -> list[Agency]:
    """Return who else may be asked about this dossier: departments, districts and communes of the day (1 statement)."""
    units = Agency.objects.existing_on(desk.at.date()).exclude(pk=dossier.holder_id).exclude(pk__in=dossier.asked)
    return list(units.exclude(kind=Kind.CENTRE).order_by("level", "order", "name"))


# In which order, and page by page

#: What comes first on a list, next, and last
BROKEN, KEPT, STANDS_STILL = range(3)
#: When a dossier must leave the hands it is in: its step ends, or its promise does
_TURN = Least("step_due_at", "due_at")


def in_turn(dossiers: DossierQuerySet, *, at: datetime | Given) -> DossierQuerySet:
    """Order by urgency: broken promises, then by when each must leave the hands it is in; what stands still last."""
    rank = Case(
        When(clock_stopped_at__isnull=False, then=Value(STANDS_STILL)),
        When(judged_due_at__lt=at, then=Value(BROKEN)),
        default=Value(KEPT),
    )
    return dossiers.annotate(rank=rank, turn=_TURN).order_by("rank", "turn", "id")


def first_rows(dossiers: DossierQuerySet, *, at: datetime, limit: int) -> list[Dossier]:
    """Return the most urgent of these as rows (1 statement)."""
    return whole_rows(list(as_rows(in_turn(dossiers, at=at))[:limit]))


class Page(NamedTuple):
    rows: list[Dossier]
    after: str  # the key of the last row when more follow, else ""


def page_of(
    desk: Desk, which: lists.Which | None, *, field: str = "", only: str = "", after: str = "", size: int = PAGE
) -> Page:
    """Return the rows of a list that follow this key, in turn; pages go by key, nothing is counted (1 statement).

    :param which: of what lies at the officer's units; None for what these are asked
    :param field: only of this field of administration
    :param only: one of motcua.casework.lists.FILTERS
    """
    place = _place(after)
    prepared = _page(which, bool(desk.handles), bool(field), only if only in lists.FILTERS else "", bool(place), size)
    found = whole_rows(prepared(**lists.asked_by(desk), **place, field=field))
    return Page(found[:size], _key(found[size - 1]) if len(found) > size else "")


@cache
def _page(
    which: lists.Which | None, handles: bool, is_of_field: bool, only: str, goes_on: bool, size: int
) -> Prepared[Dossier]:
    on_it = lists.listed(which, handles)
    on_it &= Q(version__field__key=Given("field")) if is_of_field else Q()
    on_it &= lists.FILTERS[only] if only else Q()

    def rows() -> DossierQuerySet:
        # which dossiers they are stands in the index of what a unit holds; only those of the page are read
        listed = in_turn(Dossier.objects.filter(on_it), at=lists.AT)
        of_page = (listed.filter(_BEHIND) if goes_on else listed).values("pk")[: size + 1]
        return as_rows(in_turn(Dossier.objects.filter(pk__in=of_page), at=lists.AT))

    return Prepared(rows)


_BEHIND = Q(rank__gt=Given("rank")) | Q(rank=Given("rank")) & (
    Q(turn__gt=Given("turn")) | Q(turn=Given("turn"), id__gt=Given("last"))
)


def _place(key: str) -> dict[str, Any]:
    """Return where the key says that the page begins, nothing for a broken key."""
    first, _sign, rest = key.partition("~")
    moment, _sign, pk = rest.partition("~")
    try:
        place: dict[str, Any] = {"rank": int(first), "turn": datetime.fromisoformat(moment), "last": UUID(pk)}
    except ValueError:
        return {}
    return place if place["turn"].tzinfo and place["rank"] in (BROKEN, KEPT, STANDS_STILL) else {}


def _key(dossier: Dossier) -> str:
    return f"{dossier.rank}~{dossier.turn.isoformat()}~{dossier.pk}"  # type: ignore[attr-defined]


# How many


@dataclass(frozen=True)
class Figures:
    """How many there are on each list, counted to MOST_COUNTED; the fields of one; what is not read yet."""

    counts: Mapping[str, int]
    fields: list[tuple[str, str, int]]  # key, name, how many
    unread: int


def figures(desk: Desk, counted: Mapping[str, lists.Which | None], *, fields_of: lists.Which) -> Figures:
    """Count the lists, the fields of one of them, and what is unread (1 statement).

    :param counted: as in `page_of`, by their names
    """
    counts: dict[str, int] = {}
    of_fields: Counter[tuple[str, str]] = Counter()
    unread = 0
    ask = _figures(tuple(counted.values()), fields_of, bool(desk.handles))
    for field, many, *some in ask(**lists.asked_by(desk)):
        if field:
            of_fields[tuple(json.loads(field))] += many
        else:
            unread, counts = many, dict(zip(counted, some, strict=True))
    fields = sorted(of_fields.items(), key=lambda field: (-field[1], field[0][1]))
    return Figures(counts, [(key, name, many) for (key, name), many in fields[:MOST_FIELDS]], unread)


@cache
def _figures(counted: tuple[lists.Which | None, ...], fields_of: lists.Which, handles: bool) -> Prepared[Any]:
    """Return rows that say how many there are of a field, a few for each, and one with all lists.

    Each list is counted by the way that leads to it alone; fields are looked up once for each procedure.
    """

    def rows() -> QuerySet[Any]:
        listed = [Dossier.objects.filter(lists.listed(which, handles)) for which in counted]
        counts = {f"on_{place}": count_up_to(MOST_COUNTED, on_it) for place, on_it in enumerate(listed)}
        of_fields = Dossier.objects.filter(lists.listed(fields_of, handles)).order_by().values("version")
        version = ProcedureVersion.objects.filter(pk=OuterRef("version"))
        field = Subquery(version.values(said=InLetters("field__key", "field__name")))
        by_version = of_fields.annotate(many=Count("*")).values_list(field, "many")
        every = User.objects.filter(pk=lists.ME).values_list(Value(""), unread_of(lists.ME))
        return by_version.annotate(**dict.fromkeys(counts, Value(0))).union(every.annotate(**counts), all=True)

    return Prepared(rows)


def late_and_unread(desk: Desk) -> tuple[int, int]:
    """Return how much of the led units may be late tomorrow, and what this leader has not read (1 statement).

    Late may be what is due on the next working day and not sent for signature.
    """
    unsent = unsent_for_tomorrow(at=desk.at).filter(agency__in=desk.leads)
    counted = User.objects.filter(pk=desk.user.pk).values_list(count_up_to(MOST_COUNTED, unsent), unread_of(desk.user))
    late, unread = counted.get()
    return late or 0, unread


# One dossier, and what belongs to it


def dossier_of(desk: Desk, text: str) -> Dossier | None:
    """Return the dossier with this full code or these ten digits, when this officer may see it (1 statement)."""
    return with_all_it_shows(dossiers_visible_to(desk.actor).filter(_named(text))).defer(*_LONG_TEXTS).first()


def meant_by(desk: Desk, text: str) -> Dossier | None:
    """Return the same with no more than a verb and its answer need: the dossier and its applicant (1 statement)."""
    units = units_seen_by(desk.actor)
    name, value = ("quick_code", digits_of(text)) if is_quick_code(text) else ("code", text.strip().upper())
    return _MEANT[name, units is None].first(named=value, seen=units)


def whole_of(desk: Desk, text: str) -> Dossier | None:
    """Return the same with everything that its page shows (1 statement)."""
    if is_quick_code(text):
        return _whole(desk, "quick_code", digits_of(text))
    return _whole(desk, "code", text.strip().upper())


def whole(desk: Desk, dossier: Dossier) -> Dossier:
    """Return the dossier of a row with everything that its page shows (1 statement)."""
    found = _whole(desk, "pk", dossier.pk)
    assert found is not None  # it was on the list a moment ago, and nothing is ever deleted
    return found


def _whole(desk: Desk, name: str, value: object) -> Dossier | None:
    units = units_seen_by(desk.actor)
    return _WHOLE[name, units is None].first(named=value, seen=units, today=desk.at.date())


def _named(text: str) -> Q:
    return Q(quick_code=digits_of(text)) if is_quick_code(text) else Q(code=text.strip().upper())


def takers(dossier: Dossier, *, desk: Desk) -> QuerySet[User]:
    """Return who else could work on this dossier where it lies."""
    others = holders(Role.SPECIALIST, agencies=[dossier.holder_id], on=desk.at.date())
    return others.exclude(pk=dossier.officer_id) if dossier.officer_id else others


class Taker(NamedTuple):
    """Somebody who could work on a dossier where it lies."""

    pk: int
    name: str
    away_until: date | None  # the last day of their leave


def takers_of(dossier: Dossier) -> list[Taker]:
    """Return who else could work on a whole dossier where it lies (0 statements)."""
    found = {
        pk: Taker(pk, name or username, date.fromisoformat(last) if last else None)
        for pk, name, username, last in dossier.__dict__["takers"]
    }
    return [taker for taker in found.values() if taker.pk != dossier.officer_id]


def _takers() -> ArraySubquery:
    away = Leave.objects.on(lists.TODAY).filter(user=OuterRef("user"), agency=OuterRef("agency")).order_by("-valid_to")
    posts = posts_on(lists.TODAY).filter(agency=OuterRef("holder_id"), role=Role.SPECIALIST, user__is_active=True)
    taker = JSONArray("user_id", "user__full_name", "user__username", Subquery(away.values("valid_to")[:1]))
    return ArraySubquery(posts.values(taker=taker))


_WHOLE = {
    (name, sees_all): Whole(
        Q(**{name: Given("named")}) & (Q() if sees_all else Q(agencies__overlap=Given("seen"))), takers=_takers()
    )
    for name in ("quick_code", "code", "pk")
    for sees_all in (True, False)
}
_MEANT = {
    (name, sees_all): Prepared(
        partial(
            Dossier.objects.select_related("applicant").filter,
            Q(**{name: Given("named")}) & (Q() if sees_all else Q(agencies__overlap=Given("seen"))),
        )
    )
    for name in ("quick_code", "code")
    for sees_all in (True, False)
}
