"""What may be asked for where, on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from motcua.catalogue.models import (
    Channel,
    Fee,
    ProcedureCase,
    ProcedureVersion,
    ProcessState,
    ProcessStep,
    ProcessVersion,
    Reception,
    RequiredDocument,
    StepTask,
    TimeLimit,
    VersionState,
)
from motcua.lib.prepared import Given, Prepared
from motcua.lib.reading_along import along, as_rows, columns_of
from motcua.organisations.models import Agency, Kind, Level
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.queries import Calendars, all_calendars, all_editions


@dataclass(frozen=True)
class Offer:
    """A procedure as one unit receives it today: the version in force, who settles it, and by which calendar."""

    version: ProcedureVersion
    competent: Agency
    calendars: Calendars | None = None  # where they were read along

    @property
    def calendar(self) -> WorkingCalendar:
        """The calendar of who settles it (0 statements where the calendars were read along, else 1 small one)."""
        return (self.calendars or all_calendars()).of(self.competent.calendar_id)


def receptions_at(unit: Agency, *, on: date) -> QuerySet[Reception]:
    """Return the rows of the reception table that name this unit or its tier. A department has no desk: none."""
    here = Q(unit=unit) | Q(unit=None, level=_tier(unit))
    return Reception.objects.filter(here, Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


def receiving_units(procedure_id: int, *, on: date) -> QuerySet[Agency]:
    """Return the units that receive this procedure on this day, those of a whole tier one by one."""
    today = Reception.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), procedure=procedure_id, valid_from__lte=on)
    tier = Q(level__in=today.exclude(level="").values("level")) & (Q(kind=Kind.CENTRE) | ~Q(level=Level.PROVINCE))
    return Agency.objects.existing_on(on).with_desk().filter(tier | Q(pk__in=today.exclude(unit=None).values("unit")))


def receivable_at(unit: Agency, *, on: date) -> QuerySet[ProcedureVersion]:
    """Return the versions that this unit receives on this day."""
    if not unit.receives:
        return ProcedureVersion.objects.none()
    return ProcedureVersion.objects.in_force_on(on).filter(procedure__in=receptions_at(unit, on=on).values("procedure"))


def with_terms(versions: QuerySet[ProcedureVersion]) -> QuerySet[ProcedureVersion]:
    """Load what a line in a list says of a procedure: names, who settles it, terms and fees (2 statements more)."""
    return versions.select_related("procedure", "agency", "field").prefetch_related("limits", "fees")


def for_lists(versions: QuerySet[ProcedureVersion]) -> list[ProcedureVersion]:
    """Return these with what a line in a list for citizens says, and nothing else of them (1 statement)."""
    return terms_at_hand(with_terms_along(versions))


def with_terms_along(versions: QuerySet[ProcedureVersion]) -> QuerySet[ProcedureVersion]:
    """Load the same within the statement that asks for the versions; for `terms_at_hand`."""
    limits, fees = (model.objects.filter(version=OuterRef("pk")).order_by("pk") for model in (TimeLimit, Fee))
    return (
        versions.select_related("procedure", "agency")
        .only(*_LISTED)
        .annotate(listed_limits=along(limits, _LISTED_LIMIT), listed_fees=along(fees, _LISTED_FEE))
    )


def terms_at_hand(versions: Iterable[ProcedureVersion]) -> list[ProcedureVersion]:
    """Return these with the terms and fees that came along, as `prefetch_related` would leave them."""
    found = list(versions)
    for version in found:
        said = vars(version)
        _keep(version, "limits", as_rows(TimeLimit, _LISTED_LIMIT, said["listed_limits"]))
        _keep(version, "fees", as_rows(Fee, _LISTED_FEE, said["listed_fees"]))
    return found


_LISTED_LIMIT, _LISTED_FEE = ("id", "channel", "committed"), ("id", "amount")
_LISTED = (
    *("name", "levels", "agency_text", "same_day", "online_level", "agency__name"),
    *("procedure__code", "procedure__everyday_name", "procedure__popularity"),
)


def offer_at(unit: Agency, code: str, *, on: date) -> Offer:
    """Return the procedure with this code as this unit receives it on this day, with papers and limits (1 statement).

    :raises ValidationError: unknown code, not in force on the day, or not received at this unit; each says what to do
    """
    version = _OFFERED.first(code=code, day=on, unit=unit.pk, tier=_tier(unit))
    if version is None:
        raise ValidationError({"procedure": why_not_in_force(code, on=on)})
    said = vars(version)
    if not said["received_here"] or not unit.receives:
        raise ValidationError(
            {"procedure": _("%(unit)s không tiếp nhận thủ tục %(code)s.") % {"unit": unit.name, "code": code}}
        )
    _keep(version, "documents", as_rows(RequiredDocument, _PAPER, said["published_papers"]))
    _keep(version, "limits", as_rows(TimeLimit, _LIMIT, said["published_limits"]))
    competent = competent_agency(version, as_rows(Reception, _RECEPTION, said["received_here"])[0], unit)
    return Offer(version=version, competent=competent, calendars=Calendars.said_by(said["all_calendars"]))


def _tier(unit: Agency) -> str:
    """Return the tier whose rows of the reception table hold for this unit; a department has no desk: none."""
    return unit.level if unit.kind == Kind.CENTRE or unit.level != Level.PROVINCE else ""


_PAPER, _LIMIT = columns_of(RequiredDocument), columns_of(TimeLimit)
_RECEPTION = ("id", "by_nearest", *columns_of(Agency, "on_behalf_of"))


def _offered() -> QuerySet[ProcedureVersion]:
    receptions = Reception.objects.filter(
        Q(unit=Given("unit")) | Q(unit=None, level=Given("tier")),
        Q(valid_to=None) | Q(valid_to__gt=Given("day")),
        procedure=OuterRef("procedure"),
        valid_from__lte=Given("day"),
    )
    papers, limits = (model.objects.filter(version=OuterRef("pk")) for model in (RequiredDocument, TimeLimit))
    return (
        ProcedureVersion.objects.in_force_on(Given("day"))
        .filter(procedure__code=Given("code"))
        .select_related("procedure", "field", "agency")
        .annotate(
            received_here=along(receptions.order_by("pk")[:1], _RECEPTION),
            published_papers=along(papers.order_by("pk"), _PAPER),
            published_limits=along(limits.order_by("pk"), _LIMIT),
            all_calendars=all_editions(),
        )
    )


_OFFERED = Prepared(_offered)


def _keep(version: ProcedureVersion, name: str, rows: list[Any]) -> None:
    """Let a version have these rows of its own at hand, as `prefetch_related` would."""
    found = getattr(version, name).all()
    found._result_cache, found._prefetch_done = rows, True
    vars(version).setdefault("_prefetched_objects_cache", {})[name] = found


def competent_agency(version: ProcedureVersion, reception: Reception, unit: Agency) -> Agency:
    """Return who settles a dossier received here.

    Received on somebody's behalf: that unit. Else the agency that the procedure names; where it names none, the
    nearest unit, going up from the desk, whose tier settles it: a commune that receives for its district passes it up.
    """
    if reception.on_behalf_of:
        return reception.on_behalf_of.today
    if version.agency and not reception.by_nearest:
        return version.agency.today
    nearest: Agency | None = unit
    while nearest is not None and nearest.level not in version.levels:
        nearest = nearest.parent
    return nearest or (version.agency.today if version.agency else unit)


def why_not_in_force(code: str, *, on: date) -> str:
    """Return the sentence that says why a procedure cannot be asked for on this day."""
    versions = ProcedureVersion.objects.filter(procedure__code=code)
    values = {"code": code, "day": on.strftime("%d/%m/%Y")}
    if not versions.exists():
        return _("Không có thủ tục nào mang mã %(code)s. Xem lại mã, hoặc tìm theo tên.") % values
    if not versions.filter(state=VersionState.PUBLISHED).exists():
        return _("Thủ tục %(code)s còn là bản nháp, chưa tiếp nhận được.") % values
    return _("Thủ tục %(code)s không có hiệu lực ngày %(day)s.") % values


def limit_for(version: ProcedureVersion, *, case: ProcedureCase | None, channel: str) -> TimeLimit:
    """Return the time limit for this case and channel.

    Where the channel has none of its own: the counter's, else that of another way of handing in; where the case has
    none: the common one.

    :raises ValidationError: the version has no limit that fits
    """
    limits = list(version.limits.all())
    for wanted_case in (case.pk if case else None, None):
        for wanted_channel in dict.fromkeys((channel, *Channel.values)):
            for limit in limits:
                if limit.case_id == wanted_case and limit.channel == wanted_channel:
                    return limit
    raise ValidationError({"procedure": _("Thủ tục này chưa có thời hạn giải quyết, chưa tiếp nhận được.")})


def fees_for(version: ProcedureVersion, *, case: ProcedureCase | None, channel: str) -> list[Fee]:
    """Return what it costs in this case by this way of handing in (0–1 statements).

    A way that has no price of its own costs what the counter costs, as it has the counter's limit.
    """
    of_case = [fee for fee in version.fees.all() if fee.case_id in (None, case.pk if case else None)]
    priced = channel if any(fee.channel == channel for fee in of_case) else Channel.COUNTER
    return sorted((fee for fee in of_case if fee.channel in ("", priced)), key=lambda fee: fee.pk)


def process_for(
    version: ProcedureVersion, *, case: ProcedureCase | None, on: date | None = None
) -> tuple[ProcessVersion, list[ProcessStep]]:
    """Return the published process of this case that is in force on this day, and its steps in order (1 statement).

    :param on: the day of reception; without it, the process that was published last
    :raises ValidationError: nobody has published a process that holds on this day
    """
    if on is None:
        published = ProcessVersion.objects.filter(Q(case=case) | Q(case=None), state=ProcessState.PUBLISHED)
        steps = list(_steps_of(published.filter(version=version)))
    elif case is None:
        steps = _COMMON_STEPS(version=version.pk, day=on)
    else:
        steps = _STEPS_OF_CASE(version=version.pk, day=on, case=case.pk)
    if not steps:
        raise ValidationError({"procedure": _("Thủ tục này chưa có quy trình nội bộ, chưa tiếp nhận được.")})
    return steps[0].process, steps


def _steps_of(processes: QuerySet[ProcessVersion]) -> QuerySet[ProcessStep]:
    """Return the steps of the newest of these; each knows whether several units share it.

    A process of the case comes before the common one: NULLs sort last in PostgreSQL.
    """
    newest = processes.order_by("case", "-number").values("pk")[:1]
    shared = Exists(StepTask.objects.filter(step=OuterRef("pk")))
    found = ProcessStep.objects.filter(process=Subquery(newest)).select_related("process", "agency")
    return found.annotate(is_shared=shared)


def _in_force(of_case: Q) -> QuerySet[ProcessStep]:
    return _steps_of(ProcessVersion.objects.filter(of_case, version=Given("version")).in_force_on(Given("day")))


_COMMON_STEPS = Prepared(lambda: _in_force(Q(case=None)))
_STEPS_OF_CASE = Prepared(lambda: _in_force(Q(case=Given("case")) | Q(case=None)))
