"""Put procedures into the catalogue: new ones, new versions of old ones, nothing for what has not changed."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.db import transaction

from motcua.catalogue.actions.save_process import step_row, task_rows
from motcua.catalogue.drafts import ProcedureDraft
from motcua.catalogue.models import (
    Fee,
    Field,
    Procedure,
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
from motcua.catalogue.processes import StepPlan, default_steps, half_days_in
from motcua.catalogue.version_diff import Change, differences
from motcua.catalogue.version_reading import wordings_of
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Agency
from motcua.working_time.limits import Limit, parse

#: Hears of each procedure that was there before: its code, and what the file changes in it
Listener = Callable[[str, Sequence[Change]], None]


def put(
    drafts: Iterable[ProcedureDraft],
    *,
    valid_from: date,
    batch: int = 200,
    as_drafts: bool = False,
    on_change: Listener | None = None,
) -> Counter[str]:
    """Bring the catalogue up to these drafts; return how many were created, updated and unchanged.

    A complete draft is in force from `valid_from` and ends the version before it on that day; one with reasons is kept
    as a draft with them. Batches are transactions of their own, so the catalogue can be read all the while.

    :param as_drafts: keep complete ones as drafts too, for people to announce and publish
    :param on_change: told what differs from the version in force, or from the last one where none is; `updated` only
    :raises Agency.DoesNotExist: a draft names a unit that does not exist on that day
    """
    counted: Counter[str] = Counter()
    waiting: list[ProcedureDraft] = []
    for draft in drafts:
        waiting.append(draft)
        if len(waiting) == batch:
            counted.update(_put_batch(waiting, valid_from=valid_from, as_drafts=as_drafts, on_change=on_change))
            waiting = []
    if waiting:
        counted.update(_put_batch(waiting, valid_from=valid_from, as_drafts=as_drafts, on_change=on_change))
    return counted


@transaction.atomic
def _put_batch(
    drafts: Sequence[ProcedureDraft], *, valid_from: date, as_drafts: bool, on_change: Listener | None
) -> Counter[str]:
    units = {unit.key: unit for unit in Agency.objects.existing_on(valid_from)}
    fields = _fields({draft.field_key: draft.field_name for draft in drafts})
    procedures = _procedures(drafts)
    latest = _latest_versions(procedures.values())
    counted: Counter[str] = Counter()
    changed: list[tuple[ProcedureDraft, ProcedureVersion]] = []
    for draft in drafts:
        procedure, fingerprint = procedures[draft.code], draft.fingerprint()
        before = latest.get(procedure.pk)
        if before is not None and before.fingerprint == fingerprint:
            counted["unchanged"] += 1
            continue
        counted["created" if before is None else "updated"] += 1
        version = _version(draft, procedure, fields[draft.field_key], units, valid_from=valid_from)
        if as_drafts:
            version.state, version.valid_from = VersionState.DRAFT, None
        version.fingerprint, version.number = fingerprint, before.number + 1 if before else 1
        changed.append((draft, version))
    if on_change is not None:
        _tell_what_changes(changed, latest, valid_from=valid_from, on_change=on_change)
    _end_the_versions_before([version for _draft, version in changed], on=valid_from)
    ProcedureVersion.objects.bulk_create([version for _draft, version in changed])
    _add_parts(changed)
    _add_processes(changed, units)
    _set_receptions(changed, units, valid_from=valid_from)
    return counted


def _tell_what_changes(
    changed: Sequence[tuple[ProcedureDraft, ProcedureVersion]],
    latest: dict[int, ProcedureVersion],
    *,
    valid_from: date,
    on_change: Listener,
) -> None:
    """Compare with what is in force, read before anything is written (8 statements)."""
    known = [version.procedure_id for _draft, version in changed if version.procedure_id in latest]
    in_force = {
        version.procedure_id: version
        for version in ProcedureVersion.objects.in_force_on(valid_from).filter(procedure__in=known)
    }
    before = [in_force.get(procedure_id) or latest[procedure_id] for procedure_id in known]
    wordings = dict(zip(known, wordings_of(before), strict=True))
    for draft, version in changed:
        if version.procedure_id in wordings:
            on_change(draft.code, differences(wordings[version.procedure_id], draft))


def _fields(names: dict[str, str]) -> dict[str, Field]:
    Field.objects.bulk_create([Field(key=key, name=name) for key, name in names.items()], ignore_conflicts=True)
    return {field.key: field for field in Field.objects.filter(key__in=names)}


def _procedures(drafts: Sequence[ProcedureDraft]) -> dict[str, Procedure]:
    """Save what is true of a procedure over all versions: how people call it, how often it is asked for.

    A national record does not know how people here call it; what is known already stays.
    """
    known = {procedure.code: procedure for procedure in Procedure.objects.filter(code__in=[d.code for d in drafts])}
    new: list[Procedure] = []
    old: list[Procedure] = []
    for draft in drafts:
        procedure = known.get(draft.code) or Procedure(code=draft.code)
        procedure.everyday_name = draft.everyday_name or procedure.everyday_name
        procedure.synonyms = list(draft.synonyms) or procedure.synonyms
        procedure.topic = draft.topic or procedure.topic
        procedure.popularity = draft.popularity or procedure.popularity
        procedure.search_text = search_text(procedure, draft)
        (old if draft.code in known else new).append(procedure)
        known[draft.code] = procedure
    Procedure.objects.bulk_create(new)
    Procedure.objects.bulk_update(old, ["everyday_name", "synonyms", "topic", "popularity", "search_text"])
    return known


def search_text(procedure: Procedure, draft: ProcedureDraft) -> str:
    """Return all the words by which this procedure may be looked for, without diacritics."""
    words = [procedure.everyday_name, draft.name, *procedure.synonyms, draft.field_name, draft.code]
    return fold(" | ".join(filter(None, words)))


def _latest_versions(procedures: Iterable[Procedure]) -> dict[int, ProcedureVersion]:
    versions = ProcedureVersion.objects.filter(procedure__in=list(procedures)).order_by("procedure_id", "number")
    return {version.procedure_id: version for version in versions}


def _version(
    draft: ProcedureDraft, procedure: Procedure, field: Field, units: dict[str, Agency], *, valid_from: date
) -> ProcedureVersion:
    published = not draft.reasons
    return ProcedureVersion(
        procedure=procedure,
        state=VersionState.PUBLISHED if published else VersionState.DRAFT,
        valid_from=valid_from if published else None,
        draft_reasons=list(draft.reasons),
        name=draft.name,
        field=field,
        levels=list(draft.levels),
        agency=_unit(draft.agency, units),
        agency_text=draft.agency_text,
        audience=list(draft.audience),
        how_to=list(draft.how_to),
        methods=list(draft.methods),
        results=list(draft.results),
        conditions=draft.conditions,
        legal_basis=list(draft.legal_basis),
        questions=list(draft.questions),
        same_day=draft.same_day,
        online_level=draft.online_level,
        decision=draft.decision,
        source=draft.source,
    )


def _end_the_versions_before(versions: Sequence[ProcedureVersion], *, on: date) -> None:
    """A version ends on the day the next begins; one that never came into force by then never did."""
    replaced = [version.procedure_id for version in versions if version.state == VersionState.PUBLISHED]
    before = ProcedureVersion.objects.filter(procedure__in=replaced, state=VersionState.PUBLISHED, valid_to=None)
    before.filter(valid_from__lte=on).update(valid_to=on)


def _add_parts(changed: Sequence[tuple[ProcedureDraft, ProcedureVersion]]) -> None:
    ProcedureCase.objects.bulk_create(
        ProcedureCase(version=version, key=key, name=name, position=position)
        for draft, version in changed
        for position, (key, name) in enumerate(draft.cases)
    )
    cases = _cases_of(version for _draft, version in changed)
    TimeLimit.objects.bulk_create(
        TimeLimit(
            version=version,
            case=cases.get((version.pk, limit.case)),
            channel=limit.channel,
            committed=limit.committed,
            statutory=limit.statutory,
        )
        for draft, version in changed
        for limit in draft.limits
    )
    Fee.objects.bulk_create(
        Fee(
            version=version,
            case=cases.get((version.pk, fee.case)),
            channel=fee.channel,
            kind=fee.kind,
            amount=fee.amount,
            note=fee.note,
        )
        for draft, version in changed
        for fee in draft.fees
    )
    RequiredDocument.objects.bulk_create(
        RequiredDocument(
            version=version,
            case=cases.get((version.pk, paper.case)),
            code=paper.code,
            name=paper.name,
            hint=paper.hint,
            originals=paper.originals,
            copies=paper.copies,
            is_required=paper.is_required,
            form=paper.form,
            is_reusable=paper.is_reusable,
            position=position,
        )
        for draft, version in changed
        for position, paper in enumerate(draft.documents)
    )


def _cases_of(versions: Iterable[ProcedureVersion]) -> dict[tuple[int, str], ProcedureCase]:
    cases = ProcedureCase.objects.filter(version__in=list(versions))
    return {(case.version_id, case.key): case for case in cases}


def _add_processes(changed: Sequence[tuple[ProcedureDraft, ProcedureVersion]], units: dict[str, Agency]) -> None:
    plans: list[tuple[ProcessVersion, Sequence[StepPlan]]] = []
    cases = _cases_of(version for _draft, version in changed)
    for draft, version in changed:
        for key, steps in _steps_by_case(draft).items():
            process = ProcessVersion(
                version=version,
                case=cases.get((version.pk, key)),
                is_generated=not draft.steps,
                state=ProcessState.PUBLISHED,
            )
            plans.append((process, steps))
    ProcessVersion.objects.bulk_create([process for process, _steps in plans])
    planned = [(process, position, plan) for process, steps in plans for position, plan in enumerate(steps, 1)]
    rows = ProcessStep.objects.bulk_create(
        step_row(process, position, plan, _unit(plan.agency_key, units)) for process, position, plan in planned
    )
    StepTask.objects.bulk_create(
        task
        for row, (_process, _position, plan) in zip(rows, planned, strict=True)
        for task in task_rows(row, plan.tasks)
    )


def _steps_by_case(draft: ProcedureDraft) -> dict[str, Sequence[StepPlan]]:
    """Return the steps of the process that all cases share (""), and of each case whose limit asks for others."""
    if draft.steps:
        return {"": draft.steps}
    limits: dict[str, list[Limit]] = {}
    for limit in draft.limits:
        limits.setdefault(limit.case, []).append(parse(limit.committed))
    steps = {case: default_steps(min(found, key=half_days_in)) for case, found in limits.items()}
    return {case: plan for case, plan in steps.items() if not case or plan != steps.get("")}


def _set_receptions(
    changed: Sequence[tuple[ProcedureDraft, ProcedureVersion]], units: dict[str, Agency], *, valid_from: date
) -> None:
    """Say where published procedures are received from now on; what was said before ends on the same day."""
    published = [(draft, version) for draft, version in changed if version.state == VersionState.PUBLISHED]
    ended = Reception.objects.filter(
        procedure__in=[version.procedure_id for _draft, version in published], valid_to=None
    )
    ended.filter(valid_from__gte=valid_from).delete()
    ended.update(valid_to=valid_from)
    Reception.objects.bulk_create(
        Reception(
            procedure=version.procedure,
            unit=_unit(reception.unit, units),
            level=reception.level,
            on_behalf_of=_unit(reception.on_behalf_of, units),
            by_nearest=reception.by_nearest,
            valid_from=valid_from,
        )
        for draft, version in published
        for reception in draft.receptions
    )


def _unit(key: str, units: dict[str, Agency]) -> Agency | None:
    if not key:
        return None
    if key not in units:
        raise Agency.DoesNotExist(key)
    return units[key]
