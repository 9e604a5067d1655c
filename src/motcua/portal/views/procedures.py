"""The catalogue, one procedure as a guide, and the procedures of one matter of life."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from motcua.catalogue.models import Channel, DatedVersionQuerySet, ProcedureVersion, Reception, VersionState
from motcua.catalogue.queries import for_lists
from motcua.lib import clock
from motcua.organisations.models import Agency, Kind, Level
from motcua.portal import topics
from motcua.portal.presenters import places
from motcua.portal.presenters import procedure as show

A_PAGE = 20
A_TOPIC = 30


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    day = clock.now().date()
    chosen = _chosen(request.GET)
    versions = _filtered(ProcedureVersion.objects.in_force_on(day), chosen)
    total = versions.count()
    page = for_lists(_after(versions, request.GET.get("tu", ""))[: A_PAGE + 1])
    shown, has_more = page[:A_PAGE], len(page) > A_PAGE
    return render(
        request,
        "portal/catalogue.html",
        {
            "rows": [show.row_of(version) for version in shown],
            "total": total,
            "next_url": _next_url(request.GET, shown[-1]) if has_more else "",
            "chosen": chosen,
            "topics": topics.TOPICS,
            "agencies": Agency.objects.existing_on(day).filter(kind__in=SETTLING).order_by("order", "name"),
            "levels": Level.choices,
        },
    )


#: Units that a reader may choose as "who settles it"
SETTLING = (Kind.PROVINCE, Kind.DEPARTMENT, Kind.VERTICAL, Kind.UTILITY)


@dataclass(frozen=True)
class Chosen:
    """What the reader has chosen to see; every choice stands in the address, so that it can be sent to somebody."""

    topic: str = ""
    agency: str = ""
    level: str = ""
    online: bool = False

    @property
    def any(self) -> bool:
        return bool(self.topic or self.agency or self.level or self.online)


def _chosen(typed: QueryDict) -> Chosen:
    level = typed.get("cap", "")
    return Chosen(
        topic=typed.get("viec", "")[:40],
        agency=typed.get("co-quan", "")[:80],
        level=level if level in Level.values else "",
        online=typed.get("tren-mang") == "1",
    )


def _filtered(versions: DatedVersionQuerySet, chosen: Chosen) -> DatedVersionQuerySet:
    wanted = Q()
    if chosen.topic:
        wanted &= Q(procedure__topic=chosen.topic)
    if chosen.agency:
        wanted &= Q(agency__key=chosen.agency)
    if chosen.level:
        wanted &= Q(levels__contains=[chosen.level])
    if chosen.online:
        wanted &= Q(online_level__gte=3)
    return versions.filter(wanted)


def _after(versions: DatedVersionQuerySet, cursor: str) -> DatedVersionQuerySet:
    """Return the versions that follow the one named by the cursor, most asked for first (keyset, no offset)."""
    popularity, _dash, pk = cursor.partition("-")
    if popularity.isdecimal() and pk.isdecimal():
        last = Q(procedure__popularity__lt=int(popularity)) | Q(procedure__popularity=int(popularity), pk__gt=int(pk))
        versions = versions.filter(last)
    return versions.order_by("-procedure__popularity", "pk")


def _next_url(typed: QueryDict, last: ProcedureVersion) -> str:
    query = typed.copy()
    query["tu"] = f"{last.procedure.popularity}-{last.pk}"
    return f"?{query.urlencode()}"


@require_safe
def procedure(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    at = clock.now()
    version = _version_of(code, on=at.date())
    if version is None:
        raise Http404
    if slug != show.slug_of(version):
        return redirect(show.address_of(version), permanent=bool(slug))
    receptions = _receptions(version, on=at.date())
    return render(
        request,
        "portal/procedure.html",
        {
            "version": version,
            "title": show.title_of(version),
            "official": show.official_name_of(version),
            "topic": topics.named(version.procedure.topic),
            "in_force": show.is_in_force(version, on=at.date()),
            "time": show.time_words(version),
            "fee": show.fee_words(version),
            "settled_by": show.settled_by(version),
            "online": show.online_words(version),
            "promise": show.promise_now(
                version,
                at=at,
                calendar_id=version.agency.calendar_id if version.agency else None,
                channel=Channel.ONLINE if version.is_online else Channel.COUNTER,
            ),
            "at": at,
            "papers": [show.paper_of(paper) for paper in sorted(version.documents.all(), key=lambda p: p.position)],
            "steps": show.steps_of(version),
            "places": places.receiving_places(receptions),
            "fees": show.fee_lines(version.fees.all()),
            "results": show.names_of(version.results),
            "basis": show.names_of(version.legal_basis),
            "questions": show.questions_of(version),
        },
    )


def _version_of(code: str, *, on: date) -> ProcedureVersion | None:
    """Return the wording in force, or the published one nearest to it, so that old links and QR codes still answer."""
    published = (
        ProcedureVersion.objects.filter(procedure__code=code, state=VersionState.PUBLISHED)
        .select_related("procedure", "agency")
        .prefetch_related("limits", "fees__case", "documents__case")
        .order_by("-valid_from")
    )
    versions = list(published[:5])
    in_force = (version for version in versions if show.is_in_force(version, on=on))
    return next(in_force, versions[0] if versions else None)


def _receptions(version: ProcedureVersion, *, on: date) -> list[Reception]:
    today = Q(valid_to=None) | Q(valid_to__gt=on)
    receptions = version.procedure.receptions.filter(today, valid_from__lte=on)
    return list(receptions.select_related("unit"))


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = topics.named(slug)
    if chosen is None:
        raise Http404
    versions = ProcedureVersion.objects.in_force_on(clock.now().date()).filter(procedure__topic=slug)
    most_asked_for = for_lists(versions.order_by("-procedure__popularity", "pk")[:A_TOPIC])
    rows = [show.row_of(version) for version in most_asked_for]
    context = {"topic": chosen, "rows": rows, "total": versions.count(), "topics": topics.TOPICS}
    return render(request, "portal/topic.html", context)
