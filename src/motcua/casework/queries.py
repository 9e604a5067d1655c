"""What officers ask at their desks. Every question about dossiers starts from what the officer may see."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Least

from motcua.accounts.models import User
from motcua.casework.desk import Desk
from motcua.catalogue.models import Channel, ProcessStep, RequiredDocument, StepKind
from motcua.dossiers.models import Consultation, Dossier, DossierQuerySet
from motcua.dossiers.queries import dossiers_visible_to, with_all_it_shows
from motcua.law import codes
from motcua.lib.midnight import end_of, start_of
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Agency, Kind, Leave, Role
from motcua.organisations.queries import holders
from motcua.reporting.queries import unsent_for_tomorrow

PAGE = 40
#: Counts beside words stop here and say "99+": nobody counts thousands to draw a badge
MOST_COUNTED = 100
#: The fields of an agency are counted over so many of its dossiers, the most urgent ones
MOST_SORTED = 1000
SEARCHED = 30
SHORTEST_NAME = 3  # letters; the index knows names by threes

#: Long texts of a procedure that no list shows
_LONG_TEXTS = tuple(
    f"version__{name}"
    for name in ("how_to", "methods", "results", "conditions", "legal_basis", "questions", "agency_text")
)


def _as_rows(keys: Iterable[UUID]) -> DossierQuerySet:
    """Load what a row shows of these dossiers, and no more: a dozen joins take longer to plan than to run."""
    rows = Dossier.objects.filter(pk__in=list(keys)).defer(*_LONG_TEXTS)
    return rows.select_related("applicant", "version__procedure", "holder", "officer", "step", "result")


# The lists


def under_way(desk: Desk) -> DossierQuerySet:
    """Return the dossiers that are being worked on, as far as this officer sees them."""
    return dossiers_visible_to(desk.actor).open().filter(finished_at=None)


def at_agency(desk: Desk) -> DossierQuerySet:
    """Return all that lies at this officer's units."""
    return under_way(desk).filter(holder__in=desk.works_at)


def mine(desk: Desk) -> DossierQuerySet:
    """Return what is in this officer's hands."""
    return at_agency(desk).filter(officer=desk.user)


def covering(desk: Desk) -> DossierQuerySet:
    """Return what lies in the hands of colleagues who are away and whom this officer covers for."""
    away = Leave.objects.on(desk.at.date()).filter(cover=desk.user, user=OuterRef("officer"), agency=OuterRef("holder"))
    return at_agency(desk).filter(Exists(away))


def overdue(desk: Desk) -> DossierQuerySet:
    """Return what is late in this officer's hands; for who only leads, at their units."""
    return _own(desk).overdue(at=desk.at)


def due_today(desk: Desk) -> DossierQuerySet:
    """Return what must leave this officer's hands today, so that no step and no promise is late."""
    kept = _own(desk).running().filter(judged_due_at__gte=desk.at)
    return kept.annotate(turn=_TURN).filter(turn__lt=end_of(desk.at.date()))


def unclaimed(desk: Desk) -> DossierQuerySet:
    """Return what waits at this officer's units for somebody to take it in hand."""
    return at_agency(desk).filter(officer=None, step__kind=StepKind.HANDLING)


def sent_for_signature(desk: Desk) -> DossierQuerySet:
    """Return what waits for a leader's decision; for who works on dossiers, what they proposed themselves."""
    waiting = at_agency(desk).filter(step__kind=StepKind.APPROVAL)
    return waiting.filter(result__proposed_by=desk.user) if desk.handles else waiting


def to_sign(desk: Desk) -> DossierQuerySet:
    """Return what waits for this leader's decision."""
    return under_way(desk).filter(holder__in=desk.leads, step__kind=StepKind.APPROVAL)


def standing_still(desk: Desk) -> DossierQuerySet:
    """Return what waits for somebody outside, with its clock stopped."""
    return _own(desk).filter(clock_stopped_at__isnull=False)


def asked_of_us(desk: Desk) -> DossierQuerySet:
    """Return the dossiers in which a unit of this officer was asked and has not answered."""
    return under_way(desk).filter(asked__overlap=desk.works_at)


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


def shares_of(dossier: Dossier) -> list[Consultation]:
    """Return what other units were asked in this dossier, in the order of their turns (1 statement)."""
    shares = dossier.consultations.select_related("agency", "step", "answered_by")
    return list(shares.order_by("step__position", "order", "started_at", "id"))


def published_papers(dossier: Dossier) -> list[RequiredDocument]:
    """Return the papers that this procedure was published with, those of other cases left out (1 statement)."""
    of_case = Q(case=None) | Q(case=dossier.case_id)
    return list(RequiredDocument.objects.filter(of_case, version=dossier.version_id).order_by("position", "id"))


def units_to_ask(dossier: Dossier, *, desk: Desk) -> list[Agency]:
    """Return who else may be asked about this dossier: departments, districts and communes of the day (1 statement)."""
    units = Agency.objects.existing_on(desk.at.date()).exclude(pk=dossier.holder_id).exclude(pk__in=dossier.asked)
    return list(units.exclude(kind=Kind.CENTRE).order_by("level", "order", "name"))


def _own(desk: Desk) -> DossierQuerySet:
    return mine(desk) if desk.handles else at_agency(desk)


#: On top of any list
FILTERS: dict[str, Callable[[Desk], Q]] = {
    "moi": lambda desk: Q(moved_at__gte=start_of(desk.at.date())),
    "tren-mang": lambda desk: Q(channel=Channel.ONLINE),
    "lien-thong": lambda desk: ~Q(holder=F("agency")),
}


def narrowed(dossiers: DossierQuerySet, desk: Desk, *, field: str, only: str) -> DossierQuerySet:
    """Keep those of one field, and those that a filter keeps."""
    if field:
        dossiers = dossiers.filter(version__field__key=field)
    return dossiers.filter(FILTERS[only](desk)) if only in FILTERS else dossiers


# In which order, and page by page

#: What comes first on a list, next, and last
BROKEN, KEPT, STANDS_STILL = range(3)
#: When a dossier must leave the hands it is in: its step ends, or its promise does
_TURN = Least("step_due_at", "due_at")


def in_turn(dossiers: DossierQuerySet, *, at: datetime) -> DossierQuerySet:
    """Order by urgency: broken promises, then by when each must leave the hands it is in; what stands still last."""
    rank = Case(
        When(clock_stopped_at__isnull=False, then=Value(STANDS_STILL)),
        When(judged_due_at__lt=at, then=Value(BROKEN)),
        default=Value(KEPT),
    )
    return dossiers.annotate(rank=rank, turn=_TURN).order_by("rank", "turn", "id")


def first_rows(dossiers: DossierQuerySet, *, at: datetime, limit: int) -> list[Dossier]:
    """Return the most urgent of these as rows (2 statements).

    They are put in order by themselves first: joined to all that they show, thousands would be read to show forty.
    """
    keys = in_turn(dossiers, at=at).values_list("pk", flat=True)[:limit]
    return list(in_turn(_as_rows(keys), at=at))


class Page(NamedTuple):
    rows: list[Dossier]
    after: str  # the key of the last row when more follow, else ""


def page_of(dossiers: DossierQuerySet, *, at: datetime, after: str, size: int = PAGE) -> Page:
    """Return the rows that follow this key, in turn; pages go by key, nothing is counted (2 statements)."""
    found = first_rows(_behind(in_turn(dossiers, at=at), after), at=at, limit=size + 1)
    return Page(found[:size], _key(found[size - 1]) if len(found) > size else "")


def _behind(dossiers: DossierQuerySet, key: str) -> DossierQuerySet:
    first, _sign, rest = key.partition("~")
    moment, _sign, pk = rest.partition("~")
    try:
        rank, turn, last = int(first), datetime.fromisoformat(moment), UUID(pk)
    except ValueError:
        return dossiers
    if turn.tzinfo is None:
        return dossiers
    later = Q(rank=rank) & (Q(turn__gt=turn) | Q(turn=turn, id__gt=last))
    return dossiers.filter(later | Q(rank__gt=rank))


def _key(dossier: Dossier) -> str:
    return f"{dossier.rank}~{dossier.turn.isoformat()}~{dossier.pk}"  # type: ignore[attr-defined]


# How many


@dataclass(frozen=True)
class Figures:
    """How many there are behind each name, at most MOST_COUNTED; and the fields of the officer's units."""

    counts: Counter[str]
    fields: list[tuple[str, str, int]]  # key, name, how many


def figures(desk: Desk, lists: dict[str, Callable[[Desk], DossierQuerySet]]) -> Figures:
    """Count the lists and the fields, as far as anybody reads a number (1 statement)."""
    parts = [
        rows(desk).order_by().values_list(Value(name), Value(""), Value(""))[:MOST_COUNTED]
        for name, rows in lists.items()
    ]
    held = at_agency(desk).order_by("due_at")
    parts.append(held.values_list(Value(""), "version__field__key", "version__field__name")[:MOST_SORTED])
    counts: Counter[str] = Counter()
    of_fields: Counter[tuple[str, str]] = Counter()
    for name, key, field in parts[0].union(*parts[1:], all=True):
        if name:
            counts[name] += 1
        else:
            of_fields[(key, field)] += 1
    return Figures(counts, [(key, field, many) for (key, field), many in of_fields.most_common(8)])


def may_be_late_tomorrow(desk: Desk) -> int:
    """Return how many of the led units' dossiers are due on the next working day and not sent for signature."""
    unsent = unsent_for_tomorrow(at=desk.at).filter(agency__in=desk.leads)
    return unsent[:MOST_COUNTED].count()


# One dossier, and what belongs to it


def dossier_of(desk: Desk, text: str) -> Dossier | None:
    """Return the dossier with this full code or these ten digits, when this officer may see it (1 statement)."""
    digits = digits_of(text)
    code = Q(quick_code=digits) if len(digits) == 10 and _is_bare(text) else Q(code=text.strip().upper())
    return _with_everything(dossiers_visible_to(desk.actor).filter(code)).first()


def whole(dossier: Dossier) -> Dossier:
    """Return the dossier of a row with everything that its page shows (1 statement)."""
    return _with_everything(Dossier.objects.filter(pk=dossier.pk)).get()


def _with_everything(dossiers: DossierQuerySet) -> DossierQuerySet:
    everything = with_all_it_shows(dossiers).defer(*_LONG_TEXTS)
    return everything.select_related("result__proposed_by", "applicant__commune", "agency__parent")


def steps_of(processes: Iterable[int]) -> dict[int, list[ProcessStep]]:
    """Return the steps of these processes, in order (1 statement)."""
    found: dict[int, list[ProcessStep]] = {}
    for step in ProcessStep.objects.filter(process__in=set(processes)):
        found.setdefault(step.process_id, []).append(step)
    return found


def takers(dossier: Dossier, *, desk: Desk) -> QuerySet[User]:
    """Return who else could work on this dossier where it lies."""
    others = holders(Role.SPECIALIST, agencies=[dossier.holder_id], on=desk.at.date())
    return others.exclude(pk=dossier.officer_id) if dossier.officer_id else others


# Looking for one


def search(desk: Desk, text: str) -> list[Dossier]:
    """Return up to SEARCHED dossiers meant by this text, the newest first: a code, a number, or a name (2 statements).

    A name is found without diacritics, from three letters on.
    """
    meant = _meant(text)
    if meant is None:
        return []
    found = dossiers_visible_to(desk.actor).filter(meant).order_by("-id")
    return list(_as_rows(found.values_list("pk", flat=True)[:SEARCHED]).order_by("-id"))


def _meant(text: str) -> Q | None:
    """Ask one index, never several at once: an OR over two tables would read both of them whole."""
    digits, name = digits_of(text), fold(text)
    if _is_bare(text):
        return Q(applicant__id_number=digits) | Q(applicant__phone=digits) if len(digits) >= 9 else None
    if _is_code(text):
        return Q(code=text.strip().upper())
    long_enough = sum(letter.isalpha() for letter in name) >= SHORTEST_NAME
    return Q(applicant__name_folded__contains=name) if long_enough else None


def digits_of(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit() and sign.isascii())


def _is_code(text: str) -> bool:
    try:
        codes.parse(text)
    except codes.UnreadableCode:
        return False
    return True


def _is_bare(text: str) -> bool:
    """Tell whether the text is nothing but digits, as spoken, scanned or grouped."""
    return bool(text.strip()) and all(
        (sign.isdigit() and sign.isascii()) or sign in " .\u00a0" for sign in text.strip()
    )
