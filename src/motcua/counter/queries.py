"""What a desk asks. Every question about dossiers starts from what its officer may see."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Case, Count, Max, Q, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce

from motcua.catalogue.models import ProcedureVersion, RequiredDocument
from motcua.catalogue.queries import receivable_at
from motcua.catalogue.search import find
from motcua.counter.desk import Desk
from motcua.counter.paging import Key
from motcua.counter.scans import Scan, digits_of
from motcua.dossiers.documents.receipt import commune_in_words
from motcua.dossiers.kept import Whole
from motcua.dossiers.lifecycle import OPEN, Status, Verb
from motcua.dossiers.models import Applicant, Dossier, DossierQuerySet
from motcua.dossiers.queries import dossiers_visible_to, known_person, with_all_it_shows
from motcua.lib.prepared import Given, IsOneOf
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Agency, Level

#: Lists beside the work show this many and say "20+" beyond: nobody counts thousands to draw a badge
AS_MANY_AS_SHOWN = 21
QUICK_CHOICES = 6
#: What waits for its applicant
STANDING_STILL = (Status.AWAITING_SUPPLEMENT, Status.AWAITING_PAYMENT)
_RECENT = timedelta(days=30)


def of_desk(desk: Desk) -> DossierQuerySet:
    """Return the dossiers that were handed in at this desk's unit, or at one that it carries on."""
    return dossiers_visible_to(desk.actor).filter(unit__in=desk.units)


def waiting_online(desk: Desk) -> DossierQuerySet:
    """Return what was submitted to this unit and waits to be received, oldest first."""
    submitted = of_desk(desk).filter(status=Status.SUBMITTED)
    return with_all_it_shows(submitted).order_by("submitted_at", "id")


def ready_to_return(desk: Desk) -> DossierQuerySet:
    """Return the decided dossiers of this unit whose result nobody has fetched, the newest result first."""
    return with_all_it_shows(of_desk(desk).filter(status=Status.RESULT_READY)).order_by("-moved_at", "id")


def standing_still(desk: Desk, *, after: Key | None = None) -> DossierQuerySet:
    """Return what waits for its applicant, longest first; each row knows when it was `asked_at`, and `sent_at` last.

    :param after: the row that was shown last
    """
    asked = Q(events__verb__in=[Verb.REQUEST_SUPPLEMENT, Verb.REQUEST_PAYMENT])
    waiting = with_all_it_shows(of_desk(desk).filter(status__in=STANDING_STILL))
    waiting = waiting.annotate(
        asked_at=Coalesce(Max("events__at", filter=asked), "moved_at"),
        sent_at=Max("events__at", filter=Q(events__verb=Verb.SUPPLY)),
    )
    if after is not None:
        waiting = waiting.filter(Q(asked_at__gt=after.moment) | Q(asked_at=after.moment, id__gt=after.pk))
    return waiting.order_by("asked_at", "id")


def published_papers(dossier: Dossier) -> list[RequiredDocument]:
    """Return the papers that this procedure was published with, those of other cases left out (1 statement)."""
    of_case = Q(case=None) | Q(case=dossier.case_id)
    return list(RequiredDocument.objects.filter(of_case, version=dossier.version_id).order_by("position", "id"))


def received_today(desk: Desk) -> DossierQuerySet:
    """Return what this officer received today, newest first; each row knows `how_many` there are."""
    midnight = desk.at.replace(hour=0, minute=0, second=0, microsecond=0)
    mine = Q(events__verb=Verb.RECEIVE, events__by=desk.actor.user, events__agency=desk.unit, events__at__gte=midnight)
    return (
        of_desk(desk)
        .filter(mine)
        .select_related("applicant", "version__procedure")
        .annotate(how_many=Window(Count("pk")))
        .order_by("-events__at")
    )


def quick_choices(desk: Desk) -> list[ProcedureVersion]:
    """Return what this officer receives most, filled up with what is most asked for at this counter (2 statements)."""
    since = desk.at - _RECENT
    mine = Q(events__verb=Verb.RECEIVE, events__by=desk.actor.user, events__agency=desk.unit, events__at__gte=since)
    lately = of_desk(desk).filter(mine).order_by("-events__at").values_list("version__procedure_id", flat=True)[:200]
    often = [procedure for procedure, _times in Counter(lately).most_common(QUICK_CHOICES)]
    offered = receivable_at(desk.unit, on=desk.at.date()).select_related("procedure")
    if desk.post.counter_fields:
        offered = offered.filter(Q(field__key__in=desk.post.counter_fields) | Q(procedure__in=often))
    ranks = [When(procedure=procedure, then=Value(rank)) for rank, procedure in enumerate(often)]
    rank = Case(*ranks, default=Value(QUICK_CHOICES)) if ranks else Value(0)
    return list(offered.order_by(rank, "-procedure__popularity", "id")[:QUICK_CHOICES])


def person_behind(desk: Desk, scan: Scan) -> Applicant | None:
    """Return whom this number stands for: of an earlier receipt, or who last came with it (1–3 statements)."""
    if scan.may_be_quick_code:
        by_receipt = dossiers_visible_to(desk.actor).filter(quick_code=scan.digits)
        dossier = by_receipt.select_related("applicant__commune__parent__parent").first()
        if dossier is not None:
            return dossier.applicant
    return known_person(scan.digits)


def earlier_dossiers(desk: Desk, *, id_number: str, phone: str) -> list[Dossier]:
    """Return up to 100 earlier dossiers of the person with this number that this desk may see, newest first."""
    who = Q(applicant__id_number=id_number) if id_number else Q(applicant__phone=phone)
    if not (id_number or phone):
        return []
    seen = dossiers_visible_to(desk.actor).filter(who).select_related("version__procedure")
    return list(seen.order_by("-id")[:100])


def twins(earlier: Iterable[Dossier], version: ProcedureVersion) -> list[Dossier]:
    """Return those of a person's dossiers that ask for the same and are not decided yet."""
    undecided = OPEN | {Status.SUBMITTED}
    return [
        dossier
        for dossier in earlier
        if dossier.version.procedure_id == version.procedure_id and Status(dossier.status) in undecided
    ]


def received_under(desk: Desk, code: str) -> Dossier | None:
    """Return the dossier that this unit received under this code, with all that its receipt prints (1 statement)."""
    return _RECEIVED.first(code=code, units=desk.units)


#: Who receives has a part, so whoever sits at the unit's desk may see it
_RECEIVED = Whole(Q(IsOneOf("unit", Given("units")), agencies__overlap=Given("units"), code=Given("code")))


def search(desk: Desk, text: str) -> list[ProcedureVersion]:
    """Return up to eight procedures received here that are meant by this text, the likeliest first (1 statement)."""
    return find(text, on=desk.at.date(), limit=8, unit=desk.unit)


def dossier_of_code(desk: Desk, text: str) -> Dossier | None:
    """Return the dossier of this desk's sight with this quick code or full code (1 statement)."""
    digits = digits_of(text)
    code = Q(quick_code=digits) if len(digits) == 10 else Q(code=text.strip().upper())
    return with_all_it_shows(dossiers_visible_to(desk.actor).filter(code)).first()


def book(desk: Desk, *, since: datetime | None, status: str, text: str) -> DossierQuerySet:
    """Return the desk's book, newest reception first: since a moment, in a status, of a code, a number or a name."""
    received = with_all_it_shows(of_desk(desk).filter(received_at__isnull=False)).order_by("-received_at", "-id")
    if since is not None:
        received = received.filter(received_at__gte=since)
    if status:
        received = received.filter(status=status)
    if text.strip():
        received = received.filter(_means(text))
    return received


def _means(text: str) -> Q:
    digits, name = digits_of(text), fold(text)
    found = Q(code=text.strip().upper())
    if len(digits) == 10:
        found |= Q(quick_code=digits)
    if len(digits) >= 9:
        found |= Q(applicant__id_number=digits) | Q(applicant__phone=digits)
    if any(letter.isalpha() for letter in name):
        found |= Q(applicant__name_folded__contains=name)
    return found


def communes(desk: Desk) -> QuerySet[Agency]:
    """Return the communes of the day, each with the district it lies in."""
    today = Agency.objects.existing_on(desk.at.date()).filter(level=Level.COMMUNE)
    return today.select_related("parent__parent").order_by("order", "name")


def commune_named(desk: Desk, text: str) -> Agency | None:
    """Return the commune meant by this text: its full name with the district, or a name that only one has."""
    wanted = fold(text)
    fitting: Sequence[Agency] = [
        commune
        for commune in communes(desk)
        if fold(commune_in_words(commune)).startswith(wanted) or fold(commune.name) == wanted
    ]
    exact = [commune for commune in fitting if fold(commune_in_words(commune)) == wanted]
    return exact[0] if exact else fitting[0] if len(fitting) == 1 else None
