"""Processes to be listed, and the dossiers of the past that a dry run plays again."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404

from motcua.catalogue.conditions import Facts
from motcua.catalogue.models import ProcessVersion, VersionState
from motcua.catalogue.process_trial import PastDossier, PastStep
from motcua.catalogue.redrawing import to_be_redrawn
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import OPEN
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossiers_visible_to, timeliness
from motcua.lib.vietnamese import fold
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.queries import calendars_of

PAGE, MOST_PAST = 40, 200
TO_BE_REDRAWN = "chua-ve-lai"
FILTERS = ("dang-soan", "nguoi-soan", "tu-sinh", TO_BE_REDRAWN)


def processes(*, text: str, asked: str, on: date) -> QuerySet[ProcessVersion]:
    """Return what is in force today and what is being worked on, by name; `asked` is one of FILTERS or empty."""
    current = Q(pk__in=ProcessVersion.objects.in_force_on(on).values("pk")) & (
        Q(version__valid_to=None) | Q(version__valid_to__gt=on)
    )
    # what is drawn for a version that is announced waits for it to be published
    is_open = Q(state__in=["draft", "proposed"], version__state__in=[VersionState.ANNOUNCED, VersionState.PUBLISHED])
    found: QuerySet[ProcessVersion] = ProcessVersion.objects.filter(
        current & Q(version__state=VersionState.PUBLISHED) | is_open
    )
    if asked == "dang-soan":
        found = found.filter(is_open)
    elif asked == "nguoi-soan":
        found = found.filter(is_generated=False)
    elif asked == "tu-sinh":
        found = found.filter(is_generated=True)
    elif asked == TO_BE_REDRAWN:
        found = to_be_redrawn(on=on)
    for word in fold(text).split():
        found = found.filter(version__procedure__search_text__contains=word)
    steps = Count("steps", distinct=True)
    found = found.select_related("version__procedure", "version__field", "version__agency", "case", "drawn_by")
    return found.annotate(step_count=steps, total=Sum("steps__half_days")).order_by(
        "version__procedure__code", "version_id", "case_id", "-number"
    )


def process_or_404(pk: int) -> ProcessVersion:
    related = ("version__procedure", "version__field", "case", "drawn_by", "published_by", "based_on__version")
    return get_object_or_404(ProcessVersion.objects.select_related(*related), pk=pk)


def history(process: ProcessVersion) -> QuerySet[ProcessVersion]:
    """Return all versions of this process, the latest first."""
    siblings = ProcessVersion.objects.filter(version=process.version_id, case=process.case_id)
    return siblings.select_related("version", "drawn_by", "published_by").order_by("-number")


def running(process: ProcessVersion, *, by: Actor) -> int:
    """Count the dossiers that stand in this version now and stay on it."""
    open_now = [status.value for status in OPEN]
    return dossiers_visible_to(by).filter(process=process.pk, status__in=open_now).count()


def past_of(process: ProcessVersion, *, by: Actor) -> list[PastDossier]:
    """Return the last dossiers of this procedure that were decided, with what each step of them really took."""
    decided = dossiers_visible_to(by).filter(
        version__procedure=process.version.procedure_id, finished_at__isnull=False, received_at__isnull=False
    )
    if process.case_id:
        decided = decided.filter(case__key=process.case.key if process.case else "")
    decided = decided.filter(assignments__isnull=False).distinct()
    rows: Sequence[Dossier] = list(
        decided.select_related("applicant", "agency", "unit", "case")
        .prefetch_related("assignments__step", "documents")
        .order_by("-finished_at")[:MOST_PAST]
    )
    calendars = calendars_of({row.agency.calendar_id for row in rows})
    return [_past(row, calendars[row.agency.calendar_id]) for row in rows]


def _past(dossier: Dossier, calendar: WorkingCalendar) -> PastDossier:
    assert dossier.received_at is not None and dossier.due_at is not None and dossier.finished_at is not None
    steps = [
        PastStep(row.step.name, row.step.kind, row.step.place, calendar.between(row.started_at, row.ended_at))
        for row in sorted(dossier.assignments.all(), key=lambda row: row.started_at)
        if row.ended_at is not None and row.step.kind not in ("return", "waiting")
    ]
    facts = Facts(
        applicant_kind=dossier.applicant.kind,
        channel=dossier.channel,
        level=dossier.unit.level,
        case=dossier.case.key if dossier.case else "",
        papers=frozenset(paper.code for paper in dossier.documents.all()),
    )
    return PastDossier(
        code=dossier.code or dossier.quick_code,
        facts=facts,
        steps=steps,
        allowed=calendar.between(dossier.received_at, dossier.due_at),
        half_day=calendar.minutes_per_day // 2,
        kept=timeliness(dossier, at=dossier.finished_at) != "late",
    )
